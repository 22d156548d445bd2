"""The totals that the reports themselves print, and what the rows that each covers add up to."""

from collections import defaultdict
from collections.abc import Iterable
from hashlib import sha256

from django.db import connection, models
from django.db.models import Case, Count, ExpressionWrapper, F, Index, Q, Sum, Value, When
from django.utils.text import slugify

from cooperation.trainings.models.training import Training

# The reports print rounded sums of costs: dollars that the sum of the rows may be off.
ROUNDING = 2
# Rows, trainees and dollars; None where the import holds nothing of the country and year in the report.
Sums = tuple[int | None, int | None, int | None]
UNKNOWN: Sums = (None, None, None)
NOTHING: Sums = (0, 0, 0)
# Report, fiscal year, country as printed and spelling of the program: what the rows of a total share.
Key = tuple[str, int, str, str]
COVERED = ("report", "fiscal_year", "country", "country_as_printed", "program_spellings")
RECORDED = ("recorded_rows", "recorded_quantity", "recorded_cost")


def total_slug(report: str, fiscal_year: int, country: str, country_as_printed: str, program: str) -> str:
    """Public id of a total: report, country, program, and eight hexadecimal digits of all that it is known by."""
    digest = sha256(f"{report}\n{fiscal_year}\n{country_as_printed}\n{program}".encode()).hexdigest()[:8]
    words = [slugify(text.replace("_", "-")).strip("-") for text in (report, country, program[:60])]
    return "-".join([*filter(None, words), digest])


def difference(recorded: str, printed: str, help_text: str) -> models.GeneratedField:
    """A column that the database keeps: recorded less printed."""
    whole = models.BigIntegerField()
    expression = ExpressionWrapper(F(recorded) - F(printed), output_field=whole)
    return models.GeneratedField(expression=expression, output_field=whole, db_persist=True, help_text=help_text)


class PrintedTotalQuerySet(models.QuerySet):
    """The totals, and how the sums beside them are kept."""

    def refresh(self) -> None:
        """Add up the rows that each total covers; belongs into every transaction that changes totals or rows."""
        sums, held = sums_of_rows()
        changed = []
        for pk, report, year, country, name, spellings, *before in self.values_list("pk", *COVERED, *RECORDED):
            parts = [NOTHING, *(sums[report, year, name, spelling] for spelling in dict.fromkeys(spellings))]
            now = added(parts) if (report, year, country) in held else UNKNOWN
            if now != tuple(before):
                changed.append((*now, pk))
        columns = ", ".join(f'"{name}" = %s' for name in RECORDED)
        with connection.cursor() as cursor:
            cursor.executemany(f'UPDATE "{self.model._meta.db_table}" SET {columns} WHERE "id" = %s', changed)  # noqa: S608


def sums_of_rows() -> tuple[dict[Key, Sums], set[tuple[str, int, str]]]:
    """What the rows add up to, by what the rows of a total share; and the reports, years and countries that have rows."""
    keys = ("report", "fiscal_year", "country_as_printed", "program", "country")
    groups = Training.objects.present().order_by().values_list(*keys)
    sums: dict[Key, Sums] = defaultdict(lambda: NOTHING)
    held = set()
    for report, year, name, program, country, *found in groups.annotate(
        Count("pk"), Sum("quantity"), Sum("total_cost")
    ):
        held.add((report, year, country))
        sums[report, year, name, program] = added([sums[report, year, name, program], tuple(found)])
    return sums, held


def added(parts: Iterable[Sums]) -> Sums:
    """Sums of sums; what is unknown adds nothing."""
    rows, quantity, cost = (sum(filter(None, numbers)) for numbers in zip(*parts, strict=True))
    return rows, quantity, cost


class PrintedTotal(models.Model):
    """What a report itself prints as the total of a country and program; no training activity.

    The import keeps beside it what the rows add up to, so that a list of thousands of totals reads no rows.
    """

    slug = models.CharField("public id", max_length=100, unique=True, help_text="Public id.")
    report = models.CharField(max_length=9, help_text="The report, by its years, such as 2010_2011.")
    fiscal_year = models.PositiveSmallIntegerField(help_text="US fiscal year.")
    country = models.CharField(max_length=3, help_text="Country trained, as in Training.")
    country_as_printed = models.TextField(help_text="The country as the report names it.")
    program = models.TextField(help_text="The program as printed with the total.")
    program_spellings = models.JSONField(help_text="The spellings of the program in the rows that the total covers.")
    quantity = models.PositiveIntegerField(null=True, help_text="Trainees; null if not printed.")
    total_cost = models.PositiveBigIntegerField(null=True, help_text="US dollars; null if not printed.")
    recorded_rows = models.PositiveIntegerField(
        null=True,
        help_text="How many rows the total covers; null if the import has none of the country and year in this report.",
    )
    recorded_quantity = models.BigIntegerField(
        null=True, help_text="Sum of their known trainees; null as for the rows."
    )
    recorded_cost = models.BigIntegerField(null=True, help_text="Sum of their known costs; null as for the rows.")
    quantity_difference = difference("recorded_quantity", "quantity", "Trainees recorded less printed.")
    cost_difference = difference("recorded_cost", "total_cost", "US dollars recorded less printed.")
    agrees = models.GeneratedField(
        expression=Case(
            When(Q(recorded_rows=None) | Q(quantity=None) | Q(total_cost=None), then=Value(None)),
            When(
                recorded_quantity=F("quantity"),
                recorded_cost__range=(F("total_cost") - ROUNDING, F("total_cost") + ROUNDING),
                then=Value(True),
            ),
            default=Value(False),
        ),
        output_field=models.BooleanField(null=True),
        db_persist=True,
        help_text="Whether trainees are equal, and dollars to within 2; null where there is nothing to compare.",
    )

    objects = PrintedTotalQuerySet.as_manager()

    class Meta:
        app_label = "cooperation"
        ordering = ["report", "fiscal_year", "country_as_printed", "program"]
        indexes = [Index(fields=["country", "fiscal_year"], name="printed_total_country_year")]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "fiscal_year", "country_as_printed", "program"], name="printed_total_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.country_as_printed}, {self.program}"

    def get_absolute_url(self) -> str:
        """Address of the total in the API, relative to the host."""
        return f"/api/v1/reconciliation/printed-totals/{self.slug}/"
