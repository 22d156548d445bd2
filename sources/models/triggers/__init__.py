"""The database itself notices what changes for the public, whoever writes and how.

The triggers are made from the models after every migration, not in one: SQLite cannot rebuild a table that triggers of
others look at, so before a migration they are taken away.
"""

from types import ModuleType
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, transaction

from sources.models.dataset import Dataset, move_on
from sources.models.triggers import postgresql, sqlite
from sources.models.triggers.rules import rules


def take_away(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **kwargs: Any) -> None:
    """Before a migration: remove the triggers, if there is anything to migrate."""
    if plan:
        with transaction.atomic(using), connections[using].cursor() as cursor:
            engine(using).drop(cursor)


def bring_back(using: str = DEFAULT_DB_ALIAS, plan: Any = (), **kwargs: Any) -> None:
    """After a migration: make the triggers as the models of today want them; what was migrated counts as changed."""
    connection, vendor = connections[using], engine(using)
    with transaction.atomic(using), connection.cursor() as cursor:
        tables = set(connection.introspection.table_names(cursor))
        if Dataset._meta.db_table not in tables:
            return
        watched = {table: rule for table, rule in rules().items() if table in tables}
        if vendor.existing(cursor) != vendor.wanted(watched):
            vendor.drop(cursor)
            vendor.create(cursor, watched)
        if plan or not Dataset.objects.using(using).exists():
            move_on(using)


def engine(using: str) -> ModuleType:
    """How the database makes triggers."""
    return postgresql if connections[using].vendor == "postgresql" else sqlite
