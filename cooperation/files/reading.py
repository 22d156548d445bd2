"""Rows of a queryset as columns of values, a few thousand rows at a time.

Rows are read as the database's driver gives them and turned into columns; what becomes of a value on its way into the file is
found out once for each value. That takes a fraction of the time of an object or a dictionary a row, and memory that does not
grow with the rows.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.db import connections
from django.db.models import DateField, DateTimeField, ForeignKey, QuerySet, TextField, UUIDField
from django.db.models.functions import Cast

from config.rest.rows import ManyField, RowField, columns_of

ROWS = 2_000
# Values of a column that are remembered before they are forgotten together.
REMEMBERED = 10_000

Values = Sequence[Any]
Step = Callable[[Any], Any]


@dataclass(frozen=True)
class Cells:
    """What a column of a file is made of: a field of the answer, and what becomes of its value (None: nothing)."""

    field: Any
    step: Step | None = None


class Memo(dict[Any, Any]):
    """What a function makes of values, each asked for once."""

    def __init__(self, function: Step) -> None:
        self.function = function

    def __missing__(self, value: Any) -> Any:
        """Ask the function."""
        if len(self) >= REMEMBERED:
            self.clear()
        made = self[value] = self.function(value)
        return made


class Reading:
    """A queryset being read: the columns of the rows at hand, as the driver gives them, and how they are converted."""

    def __init__(self, queryset: QuerySet, wanted: Sequence[Cells]) -> None:
        self.model = queryset.model
        self.columns = list(dict.fromkeys(["pk", *(column for cells in wanted for column in self.read_for(cells))]))
        compiler = as_texts(queryset, self.columns).query.get_compiler(queryset.db)
        self.found = compiler.execute_sql(chunked_fetch=True, chunk_size=ROWS)
        selected = [expression for expression, _, _ in compiler.select]
        self.conversions = {
            self.columns[place]: conversion(steps, expression, compiler.connection)
            for place, (steps, expression) in compiler.get_converters(selected).items()
        }
        self.conversions |= {name: date.fromisoformat for name in self.columns if is_day_text(queryset, name)}
        self.values: dict[Any, Values] = {}
        self.fetched: dict[Any, Any] = {}

    def __iter__(self) -> Iterator[None]:
        """Turn to the next rows."""
        for rows in self.found:
            self.values = dict(zip(self.columns, zip(*rows, strict=True), strict=True))
            self.fetched = {}
            yield

    def relation_of(self, cells: Cells) -> ForeignKey | None:
        """The relation along which all columns of a field lie, if it is made of nothing else."""
        prefixes = {column.partition("__")[0] for column in columns_of(cells.field)}
        if isinstance(cells.field, ManyField) or len(prefixes) > 1 or "__" not in columns_of(cells.field)[0]:
            return None
        relation = self.model._meta.get_field(prefixes.pop())
        return relation if isinstance(relation, ForeignKey) else None

    def read_for(self, cells: Cells) -> tuple[str, ...]:
        """The columns to read for some cells: of a relation its key alone, for what it leads to is looked up."""
        relation = self.relation_of(cells)
        return (relation.attname,) if relation else columns_of(cells.field)

    def maker(self, cells: Cells) -> Callable[[], Values]:
        """What makes the cells of the rows at hand."""
        if isinstance(cells.field, ManyField):
            return partial(self.many, cells.field, cells.step)
        columns = columns_of(cells.field)
        if relation := self.relation_of(cells):
            made = chained([of_row(cells.field), cells.step])
            return Related(relation, columns, made, lambda: self.values[relation.attname]).cells
        step = self.step(cells)
        if step is None:
            return lambda: self.values[columns[0]]
        # What no two rows share is not worth remembering.
        memo = step if self.is_unique(columns[0]) else Memo(step).__getitem__
        if len(columns) == 1:
            return lambda: list(map(memo, self.values[columns[0]]))
        return lambda: list(map(memo, zip(*(self.values[column] for column in columns), strict=True)))

    def is_unique(self, column: str) -> bool:
        """Whether no two rows have the same value in a column of their own table."""
        return any(field.unique for field in self.model._meta.concrete_fields if field.name == column)

    def step(self, cells: Cells) -> Step | None:
        """What becomes of a value of the driver, or of several; None if it stays as it is."""
        columns = columns_of(cells.field)
        if isinstance(cells.field, RowField):
            return chained([self.row_of(columns), cells.field.from_row, cells.step])
        if columns[0] in self.conversions:
            return chained([partial(self.converted, columns[0]), cells.step])
        return cells.step

    def row_of(self, columns: tuple[str, ...]) -> Step:
        """What makes a row of a column's value, or of those of several."""
        if len(columns) > 1:
            return lambda values: {
                name: self.converted(name, value) for name, value in zip(columns, values, strict=True)
            }
        (only,) = columns
        convert = self.conversions.get(only)
        return (
            (lambda value: {only: None if value is None else convert(value)})
            if convert
            else (lambda value: {only: value})
        )

    def converted(self, column: str, value: Any) -> Any:
        """A value as Django gives it."""
        return self.conversions[column](value) if column in self.conversions and value is not None else value

    def many(self, to_many: Any, step: Step | None) -> Values:
        """The cells of a to-many field; one query for all that is wanted of it."""
        if to_many not in self.fetched:
            columns = ("pk", *(column for column in columns_of(to_many) if column != "pk"))
            rows = zip(*(self.values[column] for column in columns), strict=True)
            self.fetched[to_many] = to_many.fetch(
                [{name: self.converted(name, value) for name, value in zip(columns, row, strict=True)} for row in rows]
            )
        found = self.fetched[to_many]
        values = [found.get(key, []) for key in self.values["pk"]]
        return list(map(step, values)) if step else values


def of_row(field: Any) -> Step:
    """What makes a field's value of a row."""
    return field.from_row if isinstance(field, RowField) else itemgetter(columns_of(field)[0])


class Related:
    """What a field makes of related records, which are looked up once: a join would read them for every row."""

    def __init__(self, relation: ForeignKey, columns: tuple[str, ...], step: Step, keys: Callable[[], Values]) -> None:
        self.relation, self.columns, self.step, self.keys = relation, columns, step, keys
        self.made: dict[Any, Any] = {}

    def cells(self) -> Values:
        """The cells of the rows at hand; one query for records that are new."""
        keys = self.keys()
        if unknown := set(keys) - self.made.keys():
            if len(self.made) > REMEMBERED:
                self.made, unknown = {}, set(keys)
            self.look_up(unknown)
        return list(map(self.made.__getitem__, keys))

    def look_up(self, unknown: set[Any]) -> None:
        """Make the cells for some keys."""
        prefix = f"{self.relation.name}__"
        names = [column.removeprefix(prefix) for column in self.columns]
        rows = self.relation.related_model._base_manager.filter(pk__in=unknown - {None}).values_list("pk", *names)
        if None in unknown:
            self.made[None] = self.step(dict.fromkeys(self.columns))
        self.made |= {key: self.step(dict(zip(self.columns, row, strict=True))) for key, *row in rows}


def conversion(steps: list[Any], expression: Any, connection: Any) -> Step:
    """What Django makes of a value of the driver; public ids are wanted as texts alone, and made so at once."""
    if isinstance(expression.output_field, UUIDField):
        return id_of

    def converted(value: Any) -> Any:
        for step in steps:
            value = step(value, expression, connection)
        return value

    return converted


def id_of(value: UUID | str) -> str:
    """A UUID in its usual spelling; SQLite holds the digits alone."""
    text = str(value)
    return text if "-" in text else f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def is_day_text(queryset: QuerySet, name: str) -> bool:
    """Whether a column holds days that the driver would make objects of, row by row, in Python: SQLite's does."""
    fields = {field.name: field for field in queryset.model._meta.concrete_fields}
    is_day = isinstance(fields.get(name), DateField) and not isinstance(fields[name], DateTimeField)
    return is_day and connections[queryset.db].vendor == "sqlite"


def as_texts(queryset: QuerySet, columns: list[str]) -> QuerySet:
    """The columns of a queryset, days as texts where that is faster."""
    days = {f"{name}_text": Cast(name, TextField()) for name in columns if is_day_text(queryset, name)}
    return queryset.annotate(**days).values_list(
        *(f"{name}_text" if f"{name}_text" in days else name for name in columns)
    )


def chained(steps: Sequence[Step | None]) -> Step:
    """Several steps as one, without those that are None."""
    first, *more = [step for step in steps if step]
    if not more:
        return first

    def all_steps(value: Any) -> Any:
        value = first(value)
        for step in more:
            value = step(value)
        return value

    return all_steps
