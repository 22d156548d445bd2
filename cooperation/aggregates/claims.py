"""Claims: their groups, and the rule of what may be added up.

A total stands only where adding is right (design, section 5): one stage and flow, figures of exactly one year, all known
and exact, and no two records that may count the same thing: overlapping in time, in program and in provider. A share or a
rate is never added. Otherwise the total is None and the group says why.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

from django.db.models import Case, CharField, Count, F, Max, Min, Model, Q, QuerySet, When

from cooperation.models import Basis, Organization, Place, Program, Qualifier
from sources.models import Kind, Status

# Groups with more records than this are not searched for overlaps, and so have no total.
MAX_COMPARED = 200
# Units of shares, rates and comparisons; their values cannot be added.
NOT_ADDITIVE = Q(unit__istartswith="percent") | Q(unit__icontains="per ") | Q(unit__icontains="direction")


@dataclass(frozen=True)
class SummaryMeasure:
    """What of a kind of record is summed up, and by what."""

    value: str
    # Columns that every group is split by, for values of different ones cannot even be compared.
    split_by: tuple[str, ...]
    # Columns that must have one known value, or else adding mixes what must stay apart.
    one_of: tuple[str, ...]
    # Columns that may be different, equal or related: related ones may count the same thing.
    trees: Mapping[str, type[Kind]]
    # Columns that a summary can be grouped by.
    groups: tuple[str, ...]


FUNDING = SummaryMeasure(
    value="amount",
    split_by=("currency",),
    one_of=("stage", "flow"),
    trees={"program": Program, "provider": Organization},
    groups=(
        "currency", "fiscal_year", "calendar", "stage", "flow", "basis", "qualifier", "program", "provider",
        "recipient", "recipient_country", "assertion", "confidence",
    ),
)  # fmt: skip
OBSERVATIONS = SummaryMeasure(
    value="value",
    split_by=("indicator",),
    one_of=("is_planned",),
    trees={"place": Place, "program": Program, "organization": Organization},
    groups=(
        "indicator", "fiscal_year", "calendar", "basis", "qualifier", "is_planned", "place", "organization", "program",
        "event", "assertion", "confidence",
    ),
)  # fmt: skip


@dataclass
class Group:
    """One row of a summary: `no_total_because` is None exactly when there is a total."""

    keys: dict[str, Any]
    records: int
    unknown: int
    smallest: Decimal | None
    largest: Decimal | None
    total: Decimal | None = None
    no_total_because: str | None = None
    # Columns of the records that may be added up, for the search for overlaps.
    parts: list[dict[str, Any]] = field(default_factory=list)


def summarise(queryset: QuerySet, measure: SummaryMeasure, group_by: Iterable[str], limit: int) -> list[Group]:
    """The groups of a queryset in the order of their keys, unknown last; at most `limit` + 1 of them."""
    names = tuple(dict.fromkeys((*group_by, *measure.split_by)))
    keyed = queryset.annotate(**{f"key_{name}": group_key(queryset.model, name) for name in names})
    groups = [group_of(row, names, measure) for row in grouped(keyed, names, measure)[: limit + 1]]
    groups.sort(
        key=lambda group: [(value is None, value if value is not None else "") for value in group.keys.values()]
    )
    add_up([group for group in groups if group.no_total_because is None], keyed, names, measure)
    return groups


def group_key(model: type[Model], name: str) -> Any:
    """What a group is known by: a column, or the public id of a published record."""
    if not model._meta.get_field(name).is_relation:
        return F(name)
    return Case(When(**{f"{name}__status": Status.PUBLISHED}, then=F(f"{name}__slug")), output_field=CharField())


def grouped(queryset: QuerySet, names: tuple[str, ...], measure: SummaryMeasure) -> QuerySet:
    """One row for each group, with what the guard asks."""
    value = measure.value
    questions: dict[str, Any] = {
        "records": Count("pk"),
        "known": Count(value),
        "smallest": Min(value),
        "largest": Max(value),
        "largest_end": Max(f"{value}_max"),
        "inexact": Count("pk", filter=~Q(qualifier=Qualifier.EXACT) | Q(qualifier=None)),
        "not_yearly": Count("pk", filter=~Q(basis=Basis.ONE_YEAR) | Q(basis=None)),
    }
    for column in measure.one_of:
        questions[f"{column}_kinds"] = Count(column, distinct=True)
        questions[f"{column}_known"] = Count(column)
    return queryset.order_by().values(*(f"key_{name}" for name in names)).annotate(**questions)


def group_of(row: dict[str, Any], names: tuple[str, ...], measure: SummaryMeasure) -> Group:
    """A group, with the first reason against a total that its counts give."""
    ends = [end for end in (row["largest"], row["largest_end"]) if end is not None]
    return Group(
        keys={name: row[f"key_{name}"] for name in names},
        records=row["records"],
        unknown=row["records"] - row["known"],
        smallest=row["smallest"],
        largest=max(ends) if ends else None,
        no_total_because=reason_of(row, measure),
    )


def reason_of(row: dict[str, Any], measure: SummaryMeasure) -> str | None:
    """Why the figures of a group must not be added, as far as counts can tell; None if nothing speaks against it."""
    if row["known"] < row["records"]:
        return f"{row['records'] - row['known']} of {row['records']} figures are unknown."
    for column in measure.one_of:
        if row[f"{column}_known"] < row["records"]:
            return f"Of some figures the {column} is unknown."
        if row[f"{column}_kinds"] > 1:
            return f"The figures differ in {column}."
    if row["inexact"]:
        return f"{row['inexact']} of {row['records']} figures are not exact."
    if row["not_yearly"]:
        return f"{row['not_yearly']} of {row['records']} figures are not of exactly one year."
    if row["records"] > MAX_COMPARED:
        return f"More than {MAX_COMPARED} figures: they are not searched for overlaps."
    return None


def add_up(groups: list[Group], queryset: QuerySet, names: tuple[str, ...], measure: SummaryMeasure) -> None:
    """Give a total to the groups in which no two records may count the same thing."""
    if not groups:
        return
    by_keys = {tuple(group.keys.values()): group for group in groups}
    columns = (measure.value, "slug", "period_earliest", "period_latest", *(f"{name}_id" for name in measure.trees))
    exact = queryset.filter(qualifier=Qualifier.EXACT, basis=Basis.ONE_YEAR).order_by("slug")
    additive = indicators_that_add_up(queryset.model)
    extra = ("indicator_id",) if additive is not None else ()
    for row in exact.values(*columns, *extra, *(f"key_{name}" for name in names)):
        if group := by_keys.get(tuple(row[f"key_{name}"] for name in names)):
            group.parts.append(row)
    ancestors = {name: ancestors_of(model) for name, model in measure.trees.items()}
    for group in groups:
        set_total(group, measure, ancestors, additive)


def indicators_that_add_up(model: type[Model]) -> set[int] | None:
    """Primary keys of the indicators whose values can be added; None if the model has no indicator."""
    if not any(column.name == "indicator" for column in model._meta.fields):
        return None
    indicator: Any = model._meta.get_field("indicator").related_model
    return set(indicator._default_manager.exclude(NOT_ADDITIVE).values_list("pk", flat=True))


def ancestors_of(model: type[Kind]) -> dict[int, set[int]]:
    """For each published record of a kind with a parent: itself and all above it."""
    parents = dict(model._default_manager.filter(status=Status.PUBLISHED).values_list("pk", "parent_id"))
    found: dict[int, set[int]] = defaultdict(set)
    for pk in parents:
        above: int | None = pk
        while above is not None and above not in found[pk]:
            found[pk].add(above)
            above = parents.get(above)
    return found


def set_total(group: Group, measure: SummaryMeasure, ancestors: Mapping[str, Any], additive: set[int] | None) -> None:
    """Give a group its total, or the reason why it has none."""
    if additive is not None and any(row["indicator_id"] not in additive for row in group.parts):
        group.no_total_because = "Shares, rates and comparisons cannot be added."
        return
    for one, other in combinations(group.parts, 2):
        if may_overlap(one, other, ancestors):
            group.no_total_because = f"“{one['slug']}” and “{other['slug']}” may count the same thing."
            return
    group.total = sum((row[measure.value] for row in group.parts), Decimal(0))


def may_overlap(one: dict[str, Any], other: dict[str, Any], ancestors: Mapping[str, Any]) -> bool:
    """Whether two records may count the same thing: neither time nor any tree keeps them apart."""
    begins = [one["period_earliest"], other["period_earliest"]]
    if None not in begins and max(begins) > min(one["period_latest"], other["period_latest"]):
        return False
    return all(are_related(one[f"{name}_id"], other[f"{name}_id"], above) for name, above in ancestors.items())


def are_related(one: int | None, other: int | None, above: Mapping[int, set[int]]) -> bool:
    """Whether one of two records is the other or stands above it; one that the public does not know of may."""
    if one is None or other is None or one not in above or other not in above:
        return True
    return one in above[other] or other in above[one]
