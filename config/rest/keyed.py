"""Rows that belong to others, such as the aliases of a page of programs: one statement that is compiled once.

Compiling a queryset for a hundred keys takes Django longer than the database takes to answer it, and nothing but the keys
changes from one page to the next: so they are one parameter of a statement whose text is always the same.
"""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import BooleanField, F, Func, QuerySet

Values = tuple[Any, ...]

# Stands for the keys among the parameters of a statement, and how each database takes them.
KEYS = object()
PARAMETER: dict[str, Callable[[list[int]], Any]] = {"sqlite": json.dumps, "postgresql": list}


class AmongKeys(Func):
    """Whether a column holds one of the keys that are named when the statement runs."""

    output_field = BooleanField()

    def __init__(self, column: str) -> None:
        super().__init__(F(column))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Values]:
        """SQLite reads the keys as JSON."""
        sql, parameters = compiler.compile(self.source_expressions[0])
        return f"{sql} IN (SELECT value FROM json_each(%s))", (*parameters, KEYS)  # noqa: S608  (of a compiled column)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Values]:
        """PostgreSQL has arrays."""
        sql, parameters = compiler.compile(self.source_expressions[0])
        return f"{sql} = ANY(%s)", (*parameters, KEYS)


@dataclass(frozen=True)
class Compiled:
    """The text of a statement for one database, its parameters, and what makes Python's values of a row."""

    sql: str
    parameters: Values
    convert: Callable[[list[Values]], Iterable[Values]]

    @classmethod
    def of(cls, queryset: QuerySet, using: str) -> "Compiled":
        """The statement of a queryset, compiled by Django."""
        compiler = queryset.using(using).query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, _, _ in compiler.select])

        def convert(rows: list[Values]) -> Iterable[Values]:
            return map(tuple, compiler.apply_converters(rows, converters)) if converters else rows

        return cls(sql, tuple(parameters), convert)


class KeyedStatement:
    """A queryset with a condition `AmongKeys`, to be asked for ever other keys.

    `names` are those of its columns; without them it is one of `values_list()` already.
    """

    def __init__(self, queryset: QuerySet, *names: str) -> None:
        self.queryset, self.names = queryset.values_list(*names) if names else queryset, names
        self.compiled: dict[str, Compiled] = {}

    def rows(self, keys: Iterable[int | None]) -> list[Values]:
        """The rows of some keys, from the database that is read from here and now; one query, and none for no keys."""
        wanted = [key for key in keys if key is not None]
        if not wanted:
            return []
        using = self.queryset.db
        if using not in self.compiled:
            self.compiled[using] = Compiled.of(self.queryset, using)
        statement = self.compiled[using]
        given = PARAMETER[connections[using].vendor](wanted)
        with connections[using].cursor() as cursor:
            cursor.execute(statement.sql, [given if value is KEYS else value for value in statement.parameters])
            return list(statement.convert(cursor.fetchall()))

    def named(self, keys: Iterable[int | None]) -> list[dict[str, Any]]:
        """The rows of some keys, by the names of their columns."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows(keys)]
