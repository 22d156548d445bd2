"""A ledger without its guards, for tests that need one of the past, or have to empty it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DEFAULT_DB_ALIAS, connections

from config.databases.derived import create_derived
from sources.models.triggers.ledger import REFUSED


def drop_guards(using: str = DEFAULT_DB_ALIAS) -> None:
    """Let anything be written, until `create_derived` makes the guards anew."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, (_, table, *_rest) in REFUSED.items():
            of_table = f" ON {table}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{of_table}")


@contextmanager
def unguarded() -> Iterator[None]:
    """Inside the block anything can be written."""
    drop_guards()
    yield
    create_derived()
