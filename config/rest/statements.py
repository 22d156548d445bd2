"""Statements that are compiled once, with slots where each request fills in its values.

Django takes longer to build and compile the query of a page than the database takes to answer it, and for one kind of
question the text is always the same.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models
from django.db.models.expressions import ExpressionList

from config.databases.routing import reading_alias
from config.rest.pages import Position

Row = dict[str, Any]
# What the driver gives, and what makes a value of Python of one of them.
Values = tuple[Any, ...]
Convert = Callable[[Any], Any]
# What of a value the text of a statement depends on: a boolean itself, else its type; of several values, those of each.
Shape = Any

# The name of the slot for keys.
KEYS = "keys"
# Columns as which the database compares values, by their type.
FIELDS: dict[type, models.Field] = {
    str: models.TextField(), int: models.BigIntegerField(), Decimal: models.DecimalField(), date: models.DateField(),
    datetime: models.DateTimeField(), UUID: models.UUIDField(),
}  # fmt: skip


class Slot(models.Value):
    """Where a statement takes a value of the request: that of a name, or one of several.

    `prepare` makes of it what the driver takes; without it that is what a column of its type takes.
    """

    def __init__(self, name: str, index: int | None, kind: type, prepare: Convert | None = None) -> None:
        super().__init__(None, output_field=FIELDS.get(kind))
        self.name, self.index, self.kind, self.prepare = name, index, kind, prepare

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:
        """A parameter, which is the slot itself until it is filled."""
        return "%s", [self]

    def through(self, prepare: Convert) -> "Slot":
        """The slot for what a function makes of the value."""
        return Slot(self.name, self.index, self.kind, prepare)

    def parameter(self, values: Mapping[str, Any], connection: Any) -> Any:
        value = values[self.name] if self.index is None else values[self.name][self.index]
        return self.prepare(value) if self.prepare else FIELDS[self.kind].get_db_prep_value(value, connection)


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
    parameters: Values
    names: tuple[str, ...]
    converters: Mapping[int, Convert]
    using: str

    def execute(self, values: Mapping[str, Any]) -> list[Values]:
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
        """Where a row of a list stands in an order."""
        row = self.row(values)
        return Position(ordering, row["sort_value"], row["sort_id"])


def compile_statement(queryset: models.QuerySet, names: tuple[str, ...], using: str) -> Statement:
    """The statement of a queryset of values with these names; without text if nothing can meet its condition."""
    compiler = queryset.using(using).query.get_compiler(using)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return Statement("", (), names, {}, using)
    return Statement(sql, tuple(parameters), names, converters_of(compiler), using)


def converters_of(compiler: Any) -> dict[int, Convert]:
    """What turns values of the database into Python's, by position; without those that an answer can do without."""
    connection = compiler.connection
    expressions = [expression for expression, _, _ in compiler.select]
    converters: dict[int, Any] = {
        position: partial(convert_in_steps, steps=steps, expression=expression, connection=connection)
        for position, (steps, expression) in compiler.get_converters(expressions).items()
    }
    if connection.vendor == "sqlite":
        kinds = [expression.output_field.get_internal_type() for expression in expressions]
        converters |= {position: SQLITE[kind] for position, kind in enumerate(kinds) if kind in SQLITE}
    return {position: convert for position, convert in converters.items() if convert is not None}


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


class KeyedStatement:
    """Rows that belong to others, such as the aliases of a page of programs: a queryset with the condition `AmongKeys`.

    `names` are those of its columns; without them it is one of `values_list()` already.
    """

    def __init__(self, queryset: models.QuerySet, *names: str) -> None:
        self.queryset, self.names = queryset.values_list(*names) if names else queryset, names
        self.statements: dict[str, Statement] = {}

    def rows(self, keys: Iterable[int | None]) -> list[Values]:
        """The rows of some keys as the driver gives them; one query, and none for no keys."""
        known = [key for key in keys if key is not None]
        return self.statement().execute({KEYS: known}) if known else []

    def named(self, keys: Iterable[int | None]) -> list[Row]:
        """The rows of some keys by the names of their columns, with Python's values."""
        rows = self.rows(keys)
        row = self.statement().row
        return [row(values) for values in rows]

    def statement(self) -> Statement:
        """The statement for the database that is read from here and now, compiled once."""
        using = reading_alias()
        if using not in self.statements:
            self.statements[using] = compile_statement(self.queryset, self.names, using)
        return self.statements[using]
