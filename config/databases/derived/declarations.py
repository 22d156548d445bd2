"""What apps declare: SQL that the database runs by itself, and the data that it derives."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any

from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.models import IndexOperation

# A migration, and whether it is undone.
Plan = Iterable[tuple[Any, bool]]


@dataclass(frozen=True)
class SqlObject:
    """A trigger, view, function, full-text table or generated column, by the word that DROP has for it, and how it is made."""

    kind: str
    name: str
    create: str
    # The table of a trigger or column.
    table: str = ""
    # What fills a new full-text table.
    fill: str = ""
    # Tells another version of the object from this one.
    digest: str = ""

    def __post_init__(self) -> None:
        if not self.digest:
            object.__setattr__(self, "digest", blake2b(self.create.encode(), digest_size=16).hexdigest())

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is in the database, whatever it does."""
        return self.kind, self.table, self.name

    @property
    def holds_data(self) -> bool:
        """Whether making it takes reading a table."""
        return self.kind in ("TABLE", "COLUMN")


def no_statements(vendor: str) -> tuple[()]:
    """No statement at all."""
    return ()


@dataclass(frozen=True)
class DerivedSql:
    """Objects that belong together, in the order in which they are made; all of the database whose names begin so."""

    prefixes: tuple[str, ...]
    objects: Callable[[str], Iterable[SqlObject]]
    # The models whose migration asks for the data to be made anew, as `app.Model`; without any, all.
    models: tuple[str, ...] = ()
    # What makes derived rows anew, once the objects are there.
    refill: Callable[[str], Iterable[str]] = no_statements

    def owns(self, item: SqlObject) -> bool:
        """Whether an object of the database is of these."""
        name = item.table if item.kind == "COLUMN" else item.name
        return name.startswith(self.prefixes)

    def is_touched_by(self, plan: Plan) -> bool:
        """Whether the rows that the data is made from may have changed."""
        operations = [(migration.app_label, operation) for migration, _ in plan for operation in migration.operations]
        if not self.models:
            return bool(operations)
        models = [model.lower().split(".") for model in self.models]
        return any(concerns(operation, app, *model) for app, operation in operations for model in models)


def concerns(operation: Operation, app_label: str, app: str, model: str) -> bool:
    """Whether an operation may change rows of a model; of one that nobody knows, yes."""
    if isinstance(operation, IndexOperation):
        # Django says of these that they may concern any model.
        return (app_label, operation.model_name_lower) == (app, model)
    return operation.references_model(model, app)


# Of all apps, in order.
declarations: list[DerivedSql] = []
