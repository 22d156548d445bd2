"""What the landing page shows of the training activities."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Sum

from config.rest.addresses import absolute
from cooperation.trainings.models import ReportedYear

# The country that the drawing shows: the one that the dataset is about.
SHOWN = "MEX"
# Units of the drawing: what a year takes of its width, the bar within, and its height.
STEP, WIDTH, HEIGHT = 30, 22, 120


@dataclass(frozen=True)
class Bar:
    """The trainees of one fiscal year, drawn to the scale of the year with the most."""

    fiscal_year: int
    trainees: int
    left: int
    height: int
    url: str

    step = STEP
    width = WIDTH

    @property
    def top(self) -> int:
        return HEIGHT - self.height

    @property
    def in_words(self) -> str:
        return f"{self.trainees:,} in {self.fiscal_year}"


@dataclass(frozen=True)
class Trainings:
    """What is imported, and a country's trainees by fiscal year; a year without rows has no bar."""

    rows: int
    countries: int
    first_year: int
    last_year: int
    bars: tuple[Bar, ...]

    @property
    def most(self) -> Bar | None:
        return max(self.bars, key=lambda bar: bar.trainees, default=None)

    @property
    def width(self) -> int:
        return STEP * (self.last_year - self.first_year + 1)

    @property
    def height(self) -> int:
        return HEIGHT


def trainings() -> Trainings | None:
    """What the newest import holds, or None before the first; at most two queries."""
    found = ReportedYear.objects.aggregate(
        rows=Sum("rows"),
        countries=Count("country", distinct=True),
        first_year=Min("fiscal_year"),
        last_year=Max("fiscal_year"),
    )
    if not found["rows"]:
        return None
    return Trainings(**found, bars=tuple(bars(found["first_year"])))


def bars(first_year: int) -> list[Bar]:
    years = ReportedYear.objects.filter(country=SHOWN, is_counted=True, trainees__isnull=False).order_by("fiscal_year")
    trainees: dict[int, int] = dict(years.values_list("fiscal_year", "trainees"))  # type: ignore[arg-type]
    most = max(trainees.values(), default=0) or 1
    return [
        Bar(
            fiscal_year=year,
            trainees=number,
            left=STEP * (year - first_year),
            height=round(HEIGHT * number / most),
            url=absolute(f"/api/v1/trainings/?country={SHOWN}&fiscal_year={year}&is_counted=true"),
        )
        for year, number in trainees.items()
    ]
