"""Statements that are compiled once for each kind of question.

Django takes longer to build and compile the query of a page than the database takes to answer it, and for one kind of
question the text is always the same. So the queryset is built with slots in the place of values, compiled, and kept; a
request only fills the slots. Where a filter has to know its value to word its condition, the queryset is built with the value
and compiled for this request alone: the rows are the same.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import (
    BigIntegerField,
    DateField,
    DateTimeField,
    DecimalField,
    Field,
    QuerySet,
    TextField,
    UUIDField,
    Value,
)
from django.db.models.expressions import ExpressionList

from config.rest.ordering import Ordering
from config.rest.pages import CURSOR, Position

Row = dict[str, Any]
# What the driver gives.
Values = tuple[Any, ...]
Rows = list[Values]
Convert = Callable[[Any], Any]
# What of a value the text of a statement depends on: a boolean itself, else its type; of several values, those of each.
Shape = Any

# Columns as which the database compares values, by their type.
FIELDS: dict[type, Field] = {
    str: TextField(), int: BigIntegerField(), Decimal: DecimalField(), date: DateField(), datetime: DateTimeField(),
    UUID: UUIDField(),
}  # fmt: skip


class Slot(Value):
    """Where a statement takes a value of the request: that of a name, or one of several."""

    def __init__(self, name: str, index: int | None, kind: type, prepare: Convert | None = None) -> None:
        super().__init__(None, output_field=FIELDS.get(kind))
        self.name, self.index, self.kind, self.prepare = name, index, kind, prepare

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A parameter, which is the slot itself until it is filled."""
        return "%s", [self]

    def through(self, function: Convert) -> "Slot":
        """The slot for what a function makes of the value."""
        return Slot(self.name, self.index, self.kind, function)

    def parameter(self, values: Mapping[str, Any], connection: Any) -> Any:
        """What the database's driver is given."""
        value = values[self.name] if self.index is None else values[self.name][self.index]
        if self.prepare is not None:
            return self.prepare(value)
        return FIELDS[self.kind].get_db_prep_value(value, connection)


def shape_of(value: Any) -> Shape:
    """What of a value the text of a statement depends on."""
    if isinstance(value, bool):
        return value
    if isinstance(value, (list, tuple)):
        return (type(value), *[shape_of(item) for item in value])
    return type(value)


def shapes_of(values: Mapping[str, Any]) -> tuple[tuple[str, Shape], ...]:
    """What of some values, by name, the text of a statement depends on."""
    return tuple([(name, shape_of(value)) for name, value in values.items()])


def slots_for(name: str, shape: Shape) -> Any:
    """Slots for a value of a shape; the value itself where the text depends on it."""
    if isinstance(shape, bool):
        return shape
    if isinstance(shape, type):
        return Slot(name, None, shape)
    kind, *items = shape
    slots = [Slot(name, index, item) for index, item in enumerate(items)]
    return ExpressionList(*slots) if kind is list else tuple(slots)


@dataclass(frozen=True)
class Statement:
    """A SELECT with slots among its parameters, and what becomes of the values that the database gives."""

    sql: str
    parameters: tuple[Any, ...]
    names: tuple[str, ...]
    converters: Mapping[int, Convert]
    using: str

    def execute(self, values: Mapping[str, Any]) -> Rows:
        """The rows as the driver gives them; none where nothing can meet the condition."""
        if not self.sql:
            return []
        connection = connections[self.using]
        parameters = [item.parameter(values, connection) if type(item) is Slot else item for item in self.parameters]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, parameters)
            return cursor.fetchall()

    def row(self, values: Values) -> Row:
        """A row by names, with Python's values."""
        row = dict(zip(self.names, values, strict=True))
        for position, convert in self.converters.items():
            row[self.names[position]] = convert(values[position])
        return row

    def position(self, ordering: str, values: Values) -> Position:
        """Where a row stands in an order."""
        row = self.row(values)
        return Position(ordering, row["sort_value"], row["sort_id"])


@dataclass(frozen=True)
class Selection:
    """A kind of question to a list: all that the text of its statement depends on.

    `narrow` applies the filters, of which `shapes` tells. `cursor` has the shape of the position behind which the rows stand,
    if they do. `keys_first` finds the keys in an index that holds all that is asked and sorted by, and reads those rows only.
    """

    queryset: QuerySet
    narrow: Callable[[QuerySet, Mapping[str, Any]], QuerySet]
    shapes: tuple[tuple[str, Shape], ...]
    columns: tuple[str, ...]
    ordering: Ordering
    limit: int
    using: str
    cursor: Shape = None
    backwards: bool = False
    keys_first: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """What a row holds."""
        return (*self.columns, "sort_value", "sort_id")

    def rows(self) -> QuerySet:
        """The rows that are selected, with slots for values."""
        slots = {name: slots_for(name, shape) for name, shape in self.shapes}
        queryset = self.ordering.apply(self.narrow(self.queryset.using(self.using), slots), backwards=self.backwards)
        if self.cursor is not None:
            queryset = queryset.filter(
                self.ordering.after(*slots_for(CURSOR, self.cursor)[1:], backwards=self.backwards)
            )
        if self.keys_first and self.columns != ("pk",):
            rows = queryset.model.objects.using(self.using).filter(pk__in=queryset.values("pk")[: self.limit])
            queryset = self.ordering.apply(rows, backwards=self.backwards)
        return queryset.values(*self.names)[: self.limit]


@lru_cache(maxsize=512)
def prepared_statement(selection: Selection) -> Statement:
    """The statement of a selection, compiled once."""
    return statement_of(selection)


def statement_of(selection: Selection) -> Statement:
    """The statement of a selection; without text if nothing can meet its condition."""
    queryset = selection.rows()
    compiler = queryset.query.get_compiler(selection.using)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return Statement("", (), selection.names, {}, selection.using)
    return Statement(sql, tuple(parameters), selection.names, converters_of(compiler), selection.using)


def converters_of(compiler: Any) -> dict[int, Convert]:
    """What turns values of the database into Python's, by position; without those that an answer can do without."""
    connection = compiler.connection
    selected = [expression for expression, _, _ in compiler.select]
    converters: dict[int, Any] = {
        position: partial(convert_in_steps, steps=steps, expression=expression, connection=connection)
        for position, (steps, expression) in compiler.get_converters(selected).items()
    }
    if connection.vendor != "sqlite":
        return converters
    kinds = {position: expression.output_field.get_internal_type() for position, expression in enumerate(selected)}
    quick = {position: SQLITE[kind] for position, kind in kinds.items() if kind in SQLITE}
    return {position: convert for position, convert in (converters | quick).items() if convert is not None}


def convert_in_steps(value: Any, steps: list[Callable[..., Any]], expression: Any, connection: Any) -> Any:
    """A value after Django's own steps."""
    for step in steps:
        value = step(value, expression, connection)
    return value


def hyphenated(value: str | None) -> str | None:
    """A UUID of 32 digits in its usual spelling, which is what an answer writes: making an object takes ten times longer."""
    return value and f"{value[:8]}-{value[8:12]}-{value[12:16]}-{value[16:20]}-{value[20:]}"


# SQLite's values by type of field: days come as days already, and what is made of the others is what an answer writes.
SQLITE: dict[str, Any] = {
    "UUIDField": hyphenated,
    "BooleanField": {None: None, 0: False, 1: True}.get,
    "DateField": None,
}
