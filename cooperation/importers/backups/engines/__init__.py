"""What differs between databases: one moment of one, another one beside it, and how the two change places at once."""

from types import ModuleType

from django.db.backends.base.base import BaseDatabaseWrapper

from cooperation.importers.backups.engines import postgresql, sqlite


def engine_of(connection: BaseDatabaseWrapper) -> ModuleType:
    """How a database of the kind is copied and replaced."""
    return postgresql if connection.vendor == "postgresql" else sqlite
