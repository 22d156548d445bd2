"""Rows that belong to others, such as the aliases of a page of programs: a prepared statement in which only the keys change."""

import json
from collections.abc import Iterable
from typing import Any

from django.db.models import BooleanField, F, Func, QuerySet

from config.rest.statements import Convert, Row, Rows, Slot, Statement, Values, converters_of

KEYS = "keys"


class AmongKeys(Func):
    """Whether a column holds one of the keys that are named when the statement runs: one parameter, however many they are."""

    output_field = BooleanField()

    def __init__(self, column: str) -> None:
        super().__init__(F(column))

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Values]:
        """SQLite reads the keys as JSON."""
        return self.condition(compiler, "IN (SELECT value FROM json_each(%s))", json.dumps)

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> tuple[str, Values]:
        """PostgreSQL has arrays."""
        return self.condition(compiler, "= ANY(%s)", list)

    def condition(self, compiler: Any, words: str, prepare: Convert) -> tuple[str, Values]:
        """The column and what it is compared with."""
        sql, parameters = compiler.compile(self.source_expressions[0])
        return f"{sql} {words}", (*parameters, Slot(KEYS, None, list, prepare))


class KeyedStatement:
    """A queryset with a condition `AmongKeys`, prepared once for each database, to be asked for ever other keys.

    `names` are those of its columns; without them it is one of `values_list()` already.
    """

    def __init__(self, queryset: QuerySet, *names: str) -> None:
        self.queryset, self.names = queryset.values_list(*names) if names else queryset, names
        self.prepared: dict[str, Statement] = {}

    def rows(self, keys: Iterable[int | None]) -> Rows:
        """The rows of some keys as the driver gives them; one query, and none for no keys."""
        wanted = [key for key in keys if key is not None]
        return self.statement().execute({KEYS: wanted}) if wanted else []

    def named(self, keys: Iterable[int | None]) -> list[Row]:
        """The rows of some keys by the names of their columns, with Python's values."""
        return [self.statement().row(values) for values in self.rows(keys)]

    def statement(self) -> Statement:
        """The statement for the database that is read from here and now."""
        using = self.queryset.db
        if using not in self.prepared:
            self.prepared[using] = self.prepare(using)
        return self.prepared[using]

    def prepare(self, using: str) -> Statement:
        """The statement for a database, compiled by Django."""
        compiler = self.queryset.using(using).query.get_compiler(using)
        sql, parameters = compiler.as_sql()
        return Statement(sql, tuple(parameters), self.names, converters_of(compiler), using)
