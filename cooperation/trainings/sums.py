"""What several sets of training activities add up to, each by itself, in one query for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import islice
from typing import Any, Self

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Sum, TextField, Value
from django.db.models.functions import Cast, Concat

HUNDREDTH = Decimal("0.01")
# SQLite puts no more than 500 queries together.
MOST_QUERIES = 250


class DaysBetween(Func):
    """Days from the second of two days to the first."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps days as text."""
        template = "CAST(julianday(%(expressions)s) AS integer)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - julianday(")


# What two rows share that tell of the same run of a course.
RUN = Concat(
    "course_title_normalized", Value("\n"), Cast("start", TextField()), Value("\n"), Cast("end", TextField()),
    Value("\n"), "location", output_field=TextField(),
)  # fmt: skip
IN_ORDER = Q(end__gte=F("start"))
SUMS: dict[str, Any] = {
    "rows": Count("pk"),
    "trainees": Sum("quantity"),
    "known_quantities": Count("quantity"),
    "cost": Sum("total_cost"),
    "known_costs": Count("total_cost"),
    "courses": Count("course_title_normalized", distinct=True),
    "runs": Count(RUN, distinct=True),
    "days": Sum(DaysBetween("end", "start") + 1, filter=IN_ORDER),
    "dated": Count("pk", filter=IN_ORDER),
}


@dataclass(frozen=True)
class TrainingSums:
    """What training activities add up to; trainees, cost (US dollars) and weeks are None where nothing is known."""

    rows: int = 0
    trainees: int | None = None
    unknown_quantities: int = 0
    cost: int | None = None
    unknown_costs: int = 0
    courses: int = 0
    runs: int = 0
    weeks: Decimal | None = None

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Self:
        """The sums of a row of the database."""
        weeks = Decimal(found["days"]) / found["dated"] / 7 if found["dated"] else None
        return cls(
            rows=found["rows"],
            trainees=found["trainees"],
            unknown_quantities=found["rows"] - found["known_quantities"],
            cost=found["cost"],
            unknown_costs=found["rows"] - found["known_costs"],
            courses=found["courses"],
            runs=found["runs"],
            weeks=None if weeks is None else weeks.quantize(HUNDREDTH),
        )


def sums_of(sets: Mapping[str, QuerySet]) -> dict[str, TrainingSums]:
    """The sums of what counts in each set of training activities, by its name; all zero or None for one without rows."""
    found = dict.fromkeys(sets, TrainingSums())
    names = iter(sets)
    while some := list(islice(names, MOST_QUERIES)):
        first, *others = (summed(name, sets[name]) for name in some)
        found |= {row["set_name"]: TrainingSums.of(row) for row in first.union(*others, all=True)}
    return found


def summed(name: str, queryset: QuerySet) -> QuerySet:
    """The sums of one set: one row, or none if it has no rows."""
    named = queryset.filter(is_counted=True).order_by().annotate(set_name=Value(name, output_field=TextField()))
    return named.values("set_name").annotate(**SUMS)
