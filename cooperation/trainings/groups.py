"""Training activities: their groups. Rows add up, once each country's year is counted from one report only.

Rows come as a queryset of Training, or, where nothing but country, fiscal year and report is asked for, of ReportedYear,
which holds the same sums ready: the answers are equal, the second takes a tenth of the time.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    Func,
    Min,
    OrderBy,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import Collate

from cooperation.aggregates.claims import group_key
from cooperation.trainings.models import RecipientReading, ReportedYear, Training
from cooperation.trainings.models.reported_year import SUMS


class Month(Func):
    """The month of a day, such as 2011-03."""

    output_field = CharField()
    template = "to_char(%(expressions)s, 'YYYY-MM')"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """SQLite keeps days as text."""
        return self.as_sql(compiler, connection, template="substr(%(expressions)s, 1, 7)", **context)


class Unsorted(Func):
    """A column without its index on SQLite, which would look up each row although one index holds all that is added up."""

    template = "%(expressions)s"

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        """A sign that changes nothing else."""
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


# What a summary can be grouped by, and the column of each.
COLUMNS: dict[str, str] = {
    "country": "country",
    "region": "region",
    "report": "report",
    "fiscal_year": "fiscal_year",
    "program_as_printed": "program",
    "authority": "authority",
    "department": "department",
    "place": "place",
    "in_country": "in_country",
    "school": "school",
    "school_base": "school_base",
    "is_mobile": "is_mobile",
    "recipient": "recipients",
    "course_title": "course_title_normalized",
    "delivery_unit": "delivery_unit_normalized",
    "recipient_unit": "recipient_unit_normalized",
    "month": "start",
}
GROUPS = tuple(COLUMNS)
# Columns of ReportedYear: what is grouped and filtered by these alone is answered from there.
READY = frozenset({"country", "fiscal_year", "report", "is_counted"})
# Words that alone never make too many groups.
FEW = frozenset({"country", "region", "report", "fiscal_year", "department", "in_country", "is_mobile"})
MEASURES = ("rows", "trainees", "cost", "courses")
NOT_TEXT = frozenset({"fiscal_year", "in_country", "is_mobile"})
ORDERINGS = tuple(f"{sign}{name}" for name in ("group", *MEASURES) for sign in ("", "-"))

# The same sums, of rows and of what is added up already.
SUMS_OF: dict[type, dict[str, Any]] = {Training: SUMS, ReportedYear: {name: Sum(name) for name in SUMS}}


@dataclass(frozen=True)
class TrainingGroup:
    """One row of a summary; trainees and cost (US dollars) are sums of what is known, None where nothing is."""

    keys: Mapping[str, Any]
    rows: int
    trainees: int | None
    unknown_quantities: int
    cost: int | None
    unknown_costs: int
    courses: int


@dataclass(frozen=True)
class TrainingGroups:
    """The first groups in their order, and how many there are in all."""

    count: int
    groups: list[TrainingGroup]


@dataclass(frozen=True)
class YearNotCounted:
    """Rows of a fiscal year that are not counted, and the countries that a later report covers."""

    fiscal_year: int
    rows: int
    countries: list[str]


def is_ready(group_by: Iterable[str], columns: Iterable[str], fixed: Iterable[str] = ()) -> bool:
    """Whether ReportedYear answers a question: courses add up only within one country and fiscal year.

    `columns` are asked for, the `fixed` ones of them by one value.
    """
    names = set(group_by)
    return {"country", "fiscal_year"} <= names.union(fixed) and names.union(columns) <= READY


def training_groups(queryset: QuerySet, group_by: Iterable[str], ordering: str, limit: int) -> TrainingGroups:
    """The first `limit` groups of what counts, in one of ORDERINGS: ties by group, unknown last, on every database alike."""
    names = tuple(group_by)
    counted = queryset.filter(is_counted=True).order_by()
    sums = {f"sum_{name}": expression for name, expression in SUMS_OF[queryset.model].items()}
    if not names:
        everything = counted.aggregate(**sums)
        groups = [training_group(everything, names)] if everything["sum_rows"] else []
        return TrainingGroups(len(groups), groups)
    found = (
        counted.annotate(**{f"key_{name}": key_for(queryset, name, names) for name in names})
        .values(*(f"key_{name}" for name in names))
        .annotate(**sums, **sort_keys(queryset, names), groups=Window(Count("*")))
        .order_by(*group_ordering(names, ordering))
    )
    rows = list(found[:limit])
    return TrainingGroups(rows[0]["groups"] if rows else 0, [training_group(row, names) for row in rows])


def has_more_groups(queryset: QuerySet, group_by: Iterable[str], limit: int) -> bool:
    """Whether there are more groups than a limit, found out without adding anything up: the rows are left at the first beyond."""
    names = tuple(group_by)
    if len(names) < 2 and FEW.issuperset(names):
        return False
    counted = queryset.filter(is_counted=True).order_by()
    keys = counted.annotate(**{f"key_{name}": key_for(queryset, name, names) for name in names})
    return len(keys.values_list(*(f"key_{name}" for name in names)).distinct()[: limit + 1]) > limit


def years_not_counted(queryset: QuerySet) -> list[YearNotCounted]:
    """What `training_groups` leaves out of the same rows: those of countries and years that a later report covers."""
    found = queryset.filter(is_counted=False).order_by().values_list("fiscal_year", "country")
    years: dict[int, dict[str, int]] = defaultdict(dict)
    for year, country, rows in found.annotate(sum_rows=SUMS_OF[queryset.model]["rows"]):
        years[year][country] = rows
    return [YearNotCounted(year, sum(rows.values()), sorted(rows)) for year, rows in sorted(years.items())]


def key_for(queryset: QuerySet, name: str, names: tuple[str, ...]) -> Any:
    """What a group of training activities is known by; the index of sums begins with the country, and is walked for it."""
    column = COLUMNS[name]
    if name == "month":
        return Month(F(column))
    if name == "recipient":
        return bodies_key()
    key = group_key(queryset.model, column)
    return key if queryset.model is ReportedYear or "country" in names else Unsorted(key)


def bodies_key() -> Any:
    """The recipients of a row, all in one key, so that a row with several is in one group; those that are public."""
    hidden = [When(recipients=pk, then=Value(known)) for pk, known in RecipientReading.hidden().items()]
    bodies = F("recipients__bodies")
    return Case(*hidden, default=bodies, output_field=TextField()) if hidden else bodies


def sort_keys(queryset: QuerySet, names: tuple[str, ...]) -> dict[str, Any]:
    """What sorts by each key: text by its bytes, as SQLite does by itself.

    Within a group all keys are equal; taking the smallest keeps the collation out of GROUP BY, where it would cost the index.
    """
    if connections[queryset.db].vendor != "postgresql":
        return {f"sort_{name}": F(f"key_{name}") for name in names}
    texts = {f"sort_{name}": Min(Collate(F(f"key_{name}"), "C")) for name in names if name not in NOT_TEXT}
    return {**texts, **{f"sort_{name}": F(f"key_{name}") for name in NOT_TEXT.intersection(names)}}


def group_ordering(names: tuple[str, ...], ordering: str) -> list[Any]:
    measure, is_descending = ordering.removeprefix("-"), ordering.startswith("-")
    keys = [F(f"sort_{name}") for name in names]
    if measure == "group":
        return [direct(key, is_descending) for key in keys]
    return [direct(F(f"sum_{measure}"), is_descending), *(direct(key, False) for key in keys)]


def direct(column: F, is_descending: bool) -> OrderBy:
    return column.desc(nulls_last=True) if is_descending else column.asc(nulls_last=True)


def training_group(row: Mapping[str, Any], names: tuple[str, ...]) -> TrainingGroup:
    rows, trainees, cost = row["sum_rows"], row["sum_trainees"], row["sum_cost"]
    return TrainingGroup(
        keys={name: row[f"key_{name}"] for name in names},
        rows=rows,
        trainees=None if trainees is None else int(trainees),
        unknown_quantities=rows - row["sum_known_quantities"],
        cost=None if cost is None else int(cost),
        unknown_costs=rows - row["sum_known_costs"],
        courses=row["sum_courses"],
    )
