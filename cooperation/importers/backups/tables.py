"""Which tables a backup holds, as the migrations that made them know them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connections, models
from django.db.migrations.loader import MigrationLoader

from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.values import row_line

# Tables that no backup holds, and why.
LEFT_OUT = {
    "django_session": "Who was logged in: whoever was logs in again.",
    "django_migrations": "The manifest names the migrations.",
    "cooperation_searchdocument": "Made from other tables by the database itself.",
    "cooperation_kepttraining": "Made from other tables by `bootstrap`.",
}
ROWS_AT_ONCE = 2_000

# The names of migrations that a database has, by app.
Migrations = dict[str, list[str]]


@dataclass(frozen=True)
class StoredTable:
    """A table, and the columns of it that are not made from others."""

    model: type[models.Model]

    @property
    def name(self) -> str:
        return self.model._meta.db_table

    @property
    def fields(self) -> list[models.Field]:
        return [field for field in self.model._meta.local_concrete_fields if not field.generated]

    @property
    def columns(self) -> list[str]:
        return [str(field.column) for field in self.fields]

    def rows(self, using: str) -> models.QuerySet[Any]:
        return models.QuerySet(self.model, using=using)

    def lines(self, using: str, row_line: Callable[[Sequence[Any]], bytes] = row_line) -> Iterator[bytes]:
        """The rows as JSON, in the order of their keys."""
        names = [field.attname for field in self.fields]
        rows = self.rows(using).order_by("pk").values_list(*names)
        yield from map(row_line, rows.iterator(chunk_size=ROWS_AT_ONCE))


def migrations_of(using: str) -> Migrations:
    """The migrations that a database has; BackupError if it has none, or one that this version does not know."""
    loader = MigrationLoader(connections[using])
    replaced = {name for migration in loader.disk_migrations.values() for name in migration.replaces}
    ours = [key for key in loader.applied_migrations if key[0] in loader.migrated_apps]
    if unknown := [".".join(key) for key in ours if key not in loader.graph.nodes and key not in replaced]:
        raise BackupError(f"The database is of a newer version than the software: {', '.join(unknown)}.")
    known = sorted(key for key in ours if key in loader.graph.nodes)
    if not any(app == "sources" for app, _ in known):
        raise BackupError("The database is empty, or not of this project.")
    return {app: [name for owner, name in known if owner == app] for app, _ in known}


def tables_of(migrations: Migrations) -> list[StoredTable]:
    """The tables that migrations make, in the order of their names."""
    keys = [(app, name) for app, names in migrations.items() for name in names]
    found = MigrationLoader(None).project_state(keys).apps.get_models(include_auto_created=True)
    tables = [StoredTable(model) for model in found if model._meta.managed and not model._meta.proxy]
    return sorted((table for table in tables if table.name not in LEFT_OUT), key=lambda table: table.name)
