"""Conditions on the columns of one table, made without a queryset.

Most questions compare columns with values. Building a queryset for that and compiling it takes longer than all else of a
page, and the text is the same each time: so it is compiled once for each column and comparison, and from then on only the
values are prepared, those that are asked for again and again once. Whatever else is asked goes Django's own way; a test holds the two to the same rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.lookups import BuiltinLookup
from django.db.models.sql.datastructures import BaseTable

# Comparisons whose text does not depend on the value, as long as that is none of these: a boolean, a list, nothing.
COMPARISONS = ("exact", "gte", "gt", "lte", "lt")
# Types of values, each with one to compile with.
VALUES: dict[type, Any] = {
    str: "", int: 0, Decimal: Decimal(0), date: date(2000, 1, 1), datetime: datetime(2000, 1, 1, tzinfo=UTC),
}  # fmt: skip


@dataclass(frozen=True)
class Condition:
    """A condition on the rows of a table in a database, as SQL with its parameters."""

    model: type[Model]
    using: str
    sql: str
    parameters: tuple[Any, ...] = ()

    def also(self, other: "Condition | None") -> "Condition":
        """This condition and another, if there is one."""
        if other is None:
            return self
        return replace(self, sql=f"{self.sql} AND {other.sql}", parameters=self.parameters + other.parameters)


@dataclass(frozen=True)
class Comparison:
    """A comparison of a column with whatever value: compiled with one, to be asked with others."""

    condition: Condition
    lookup: BuiltinLookup

    def with_value(self, value: Any) -> Condition:
        """The condition that the column compares so with a value."""
        lookup = type(self.lookup)(self.lookup.lhs, value)
        _, parameters = lookup.get_db_prep_lookup(lookup.rhs, connections[self.condition.using])
        return replace(self.condition, parameters=tuple(parameters))


def condition_of(queryset: QuerySet) -> Condition:
    """The condition of a queryset; EmptyResultSet if nothing meets it."""
    try:
        sql, parameters = queryset.query.get_compiler(queryset.db).compile(queryset.query.where)
    except FullResultSet:
        sql, parameters = "1 = 1", ()
    return Condition(queryset.model, queryset.db, sql, tuple(parameters))


def comparing(base: QuerySet, comparisons: Sequence[tuple[str, str, Any]] | None, using: str) -> Condition | None:
    """The condition of a queryset and of comparisons (column, comparison, value); None if it takes more than one table, or
    if more is asked than comparisons say (None).

    `base` is always the same for a list: what it asks is compiled once.
    """
    if comparisons is None:
        return None
    found = known_condition(base, using)
    for column, word, value in comparisons:
        if found is None or type(value) not in VALUES:
            return None
        simple = compared(base.model, column, word, value, using)  # type: ignore[arg-type]
        found = simple and found.also(simple)
    return found


@lru_cache(maxsize=64)
def known_condition(base: QuerySet, using: str) -> Condition | None:
    """The condition of a queryset of one table; None if it has more, or if nothing meets it."""
    try:
        return condition_of(base.using(using)) if is_of_one_table(base) else None
    except EmptyResultSet:
        return None


@lru_cache(maxsize=512)
def compared(model: type[Model], column: str, word: str, value: Any, using: str) -> Condition | None:
    """The condition that a column compares so with a value; None if it is not as simple as that."""
    comparison = comparison_of(model, column, word, type(value), using)  # type: ignore[arg-type]
    return None if comparison is None else comparison.with_value(value)


@lru_cache(maxsize=512)
def comparison_of(model: type[Model], column: str, word: str, kind: type, using: str) -> Comparison | None:
    """The comparison of a column with values of a type; None if it is not as simple as that."""
    if word not in COMPARISONS:
        return None
    queryset = model._default_manager.using(using).filter(**{f"{column}__{word}": VALUES[kind]})
    lookups = queryset.query.where.children
    condition = condition_of(queryset)
    if not is_of_one_table(queryset) or len(condition.parameters) != 1 or not isinstance(lookups[0], BuiltinLookup):
        return None
    return Comparison(condition, lookups[0])


def is_of_one_table(queryset: QuerySet) -> bool:
    """Whether a queryset asks for nothing but rows of its own table on some condition."""
    query = queryset.query
    if query.distinct or query.is_sliced or query.combinator or query.group_by is not None or query.annotations:
        return False
    return all(isinstance(table, BaseTable) for table in query.alias_map.values())
