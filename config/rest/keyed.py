"""The condition of statements that find rows by keys, however many: the keys are one value."""

import json
from typing import Any

from django.db.models import BooleanField, F, Func

from config.rest.statements import KEYS, Convert, Slot, Values


class AmongKeys(Func):
    """Whether a column holds one of the keys that are named when the statement is executed."""

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
