"""Rows of a page, read by a statement whose text is made once for its shape.

Compiling a page of 35 columns takes Django longer than the database takes to answer it, and it is the same text every
time: from one request to the next only the condition changes. So what comes before and after WHERE is kept for each
shape, and only the condition is compiled. A queryset that joins other tables than its columns do goes Django's own way.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.sql.datastructures import BaseTable, Join

from config.rest.ordering import Ordering
from config.rest.written import Written

Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """What a statement reads, in which order, from which database; without columns it finds the keys alone.

    `written` is the row as JSON, in the place of its columns.
    """

    model: type[Model]
    columns: tuple[str, ...]
    ordering: Ordering
    backwards: bool
    using: str
    written: Written | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """What a row holds."""
        return (*self.columns, "sort_value", "sort_id") if self.columns else ("pk",)

    @property
    def keys(self) -> "Shape":
        """The keys of the same rows."""
        return replace(self, columns=(), written=None)

    def ordered(self, queryset: QuerySet) -> QuerySet:
        """A queryset of such rows in their order."""
        if self.written is not None:
            queryset = queryset.annotate(written=self.written.expression)
        return self.ordering.apply(queryset, backwards=self.backwards).values(*self.names)


@dataclass(frozen=True)
class Statement:
    """A statement without its condition: what comes before and after it, the key that it reads, the tables, and what rows are made of."""

    head: str
    order: str
    key: str
    parameters: tuple[Any, ...]
    tables: dict[str, BaseTable | Join]
    names: tuple[str, ...]
    converters: dict[int, Callable[[Any], Any]]

    def fits(self, queryset: QuerySet) -> bool:
        """Whether nothing but its condition sets a queryset apart from the statement."""
        query = queryset.query
        if query.distinct or query.is_sliced or query.combinator or query.group_by is not None:
            return False
        joined = (item for item in query.alias_map.items() if query.alias_refcount[item[0]])
        return all(is_same(table, self.tables.get(alias)) for alias, table in joined)

    def with_condition(self, condition: str, parameters: Iterable[Any], limit: int) -> tuple[str, list[Any]]:
        """The whole statement and its parameters."""
        return f"{self.head} WHERE {condition} ORDER BY {self.order} LIMIT {limit:d}", [*self.parameters, *parameters]

    def rows(self, found: Iterable[tuple[Any, ...]]) -> list[Row]:
        """What the database found, by name."""
        if not self.converters:
            return [dict(zip(self.names, values, strict=True)) for values in found]
        rows = []
        for values in found:
            converted = list(values)
            for position, convert in self.converters.items():
                converted[position] = convert(converted[position])
            rows.append(dict(zip(self.names, converted, strict=True)))
        return rows


def read(queryset: QuerySet, shape: Shape, limit: int, *, keys_first: bool = False) -> list[Row]:
    """The first rows of a queryset in an order, with their sort values; one query.

    `keys_first` finds the keys in an index that holds what is asked and sorted by, and reads those rows only: for wide tables.
    """
    statement = statement_of(shape)
    finding = statement_of(shape.keys) if keys_first else statement
    if not finding.fits(queryset):
        return list(shape.ordered(by_keys(queryset, shape, limit) if keys_first else queryset)[:limit])
    try:
        condition, parameters = queryset.query.get_compiler(shape.using).compile(queryset.query.where)
    except EmptyResultSet:
        return []
    except FullResultSet:
        condition, parameters = "1 = 1", []
    sql, parameters = finding.with_condition(condition, parameters, limit)
    if keys_first:
        sql, parameters = statement.with_condition(f"{statement.key} IN ({sql})", parameters, limit)
    with connections[shape.using].cursor() as cursor:
        cursor.execute(sql, parameters)
        return statement.rows(cursor.fetchall())


def by_keys(queryset: QuerySet, shape: Shape, limit: int) -> QuerySet:
    """The first rows of a queryset, by their keys."""
    keys = shape.keys.ordered(queryset)[:limit]
    return shape.model._default_manager.using(shape.using).filter(pk__in=keys)


def is_same(table: BaseTable | Join, other: BaseTable | Join | None) -> bool:
    """Whether two tables of queries are the same, joined alike."""
    return table == other and table.join_type == other.join_type


@lru_cache(maxsize=512)
def statement_of(shape: Shape) -> Statement:
    """The statement of a shape, compiled by Django."""
    compiler = shape.ordered(shape.model._default_manager.using(shape.using)).query.get_compiler(shape.using)
    sql, parameters = compiler.as_sql()
    head, _, order = sql.rpartition(" ORDER BY ")
    selected = [expression for expression, _, _ in compiler.select]
    column = (shape.model._meta.db_table, str(shape.model._meta.pk.column))
    return Statement(
        head=head,
        order=order,
        key=".".join(map(connections[shape.using].ops.quote_name, column)),
        parameters=tuple(parameters),
        tables=dict(compiler.query.alias_map),
        names=shape.names,
        converters=converters_of(selected, shape),
    )


def converters_of(selected: list[Any], shape: Shape) -> dict[int, Callable[[Any], Any]]:
    """What turns values of the database into Python's, by position; without those that a page can do without."""
    connection = connections[shape.using]
    converters = {}
    for position, expression in enumerate(selected):
        kind = expression.output_field.get_internal_type()
        if connection.vendor == "sqlite" and kind in QUICK:
            if quick := QUICK[kind]:
                converters[position] = quick
            continue
        steps = connection.ops.get_db_converters(expression) + expression.get_db_converters(connection)
        if steps:
            converters[position] = partial(converted, steps=steps, expression=expression, connection=connection)
    return converters


def converted(value: Any, steps: list[Callable[..., Any]], expression: Any, connection: Any) -> Any:
    """A value after Django's own steps."""
    for step in steps:
        value = step(value, expression, connection)
    return value


def canonical(value: str | None) -> str | None:
    """A UUID of 32 digits in its usual spelling, which is what an answer writes: making an object takes ten times longer."""
    return value and f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


# SQLite's values by type of field: days come as days already, and what is made of the others is what an answer writes.
QUICK: dict[str, Callable[[Any], Any] | None] = {
    "UUIDField": canonical,
    "BooleanField": {None: None, 0: False, 1: True}.get,
    "DateField": None,
}
