"""Rows of a page, read by a statement whose text is made once for its shape.

Compiling a page of 35 columns takes Django longer than the database takes to answer it, and it is the same text every
time: from one request to the next only the condition changes. So what comes before and after WHERE is kept for each
shape, and only the condition is compiled. A queryset that joins other tables than its columns do goes Django's own way.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any, overload

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import Model, QuerySet
from django.db.models.sql.datastructures import BaseTable, Join

from config.rest.conditions import Condition, condition_of
from config.rest.ordering import Ordering

Row = dict[str, Any]


@dataclass(frozen=True)
class Shape:
    """What a statement reads, in which order, from which database; without columns it finds the keys alone."""

    model: type[Model]
    columns: tuple[str, ...]
    ordering: Ordering
    backwards: bool
    using: str

    @property
    def names(self) -> tuple[str, ...]:
        """What a row holds."""
        return (*self.columns, "sort_value", "sort_id") if self.columns else ("pk",)

    @property
    def keys(self) -> "Shape":
        """The keys of the same rows."""
        return replace(self, columns=())

    def ordered(self, queryset: QuerySet) -> QuerySet:
        """A queryset of such rows in their order."""
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

    def where(self, condition: str, parameters: Iterable[Any], limit: int) -> tuple[str, list[Any]]:
        """The whole statement and its parameters."""
        return f"{self.head} WHERE {condition} ORDER BY {self.order} LIMIT {limit:d}", [*self.parameters, *parameters]

    def found(self, values: Sequence[tuple[Any, ...]]) -> "Found":
        """What the database found."""
        return Found(self.names, values, self.converters)


class Found(Sequence[Row]):
    """Rows as the driver gives them, each of which gets names and Python's values only when it is looked at."""

    def __init__(
        self,
        names: tuple[str, ...],
        values: Sequence[tuple[Any, ...]],
        converters: Mapping[int, Callable[[Any], Any]] = MappingProxyType({}),
    ) -> None:
        self.names, self.values, self.converters = names, values, converters

    def __len__(self) -> int:
        return len(self.values)

    def __iter__(self) -> Iterator[Row]:
        return map(self.row, self.values)

    @overload
    def __getitem__(self, place: int) -> Row: ...

    @overload
    def __getitem__(self, place: slice) -> "Found": ...

    def __getitem__(self, place: int | slice) -> "Row | Found":
        if isinstance(place, slice):
            return Found(self.names, self.values[place], self.converters)
        return self.row(self.values[place])

    def row(self, values: tuple[Any, ...]) -> Row:
        """A row by names."""
        row = dict(zip(self.names, values, strict=True))
        for position, convert in self.converters.items():
            row[self.names[position]] = convert(values[position])
        return row

    def column(self, name: str) -> list[Any]:
        """One value of each row, as the driver gives it."""
        position = self.names.index(name)
        return [values[position] for values in self.values]


def read(queryset: QuerySet, shape: Shape, limit: int, *, keys_first: bool = False) -> Found:
    """The first rows of a queryset in an order, with their sort values; one query.

    `keys_first` finds the keys in an index that holds what is asked and sorted by, and reads those rows only: for wide tables.
    """
    if not statement_of(shape.keys if keys_first else shape).fits(queryset):
        rows = shape.ordered(by_keys(queryset, shape, limit) if keys_first else queryset)
        return Found(shape.names, list(rows.values_list(*shape.names)[:limit]))
    try:
        condition = condition_of(queryset)
    except EmptyResultSet:
        return Found(shape.names, [])
    return read_where(condition, shape, limit, keys_first=keys_first)


def read_where(condition: Condition, shape: Shape, limit: int, *, keys_first: bool = False) -> Found:
    """The first rows that meet a condition on the tables of a shape; one query."""
    statement = statement_of(shape)
    found = condition.sql, condition.parameters
    if keys_first:
        sql, parameters = statement_of(shape.keys).where(*found, limit)
        found = f"{statement.key} IN ({sql})", tuple(parameters)
    with connections[shape.using].cursor() as cursor:
        cursor.execute(*statement.where(*found, limit))
        return statement.found(cursor.fetchall())


def beyond(shape: Shape, value: Any, tie: Any) -> Condition:
    """The condition that a row comes after a place in a plain order, or before it."""
    condition = beyond_any(shape)
    compiler = shape.model._default_manager.using(shape.using).query.get_compiler(shape.using)
    place = [item for part in shape.ordering.place(value, tie) for item in compiler.compile(part)[1]]
    return replace(condition, parameters=(*condition.parameters, *place))


@lru_cache(maxsize=512)
def beyond_any(shape: Shape) -> Condition:
    """The condition that a row comes after a place, without the parameters that tell the place, which are the last."""
    queryset = shape.ordering.apply(shape.model._default_manager.using(shape.using), backwards=shape.backwards)
    after = shape.ordering.after(shape.ordering.key.sample, shape.ordering.tie.sample, backwards=shape.backwards)
    condition = condition_of(queryset.filter(after))
    return replace(condition, parameters=condition.parameters[: -len(shape.ordering.sorted_by)])


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
