"""Connections for a while, beside those that settings name."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


@contextmanager
def connected(alias: str, like: BaseDatabaseWrapper, **settings: Any) -> Iterator[BaseDatabaseWrapper]:
    """A connection under a name of its own, like another one but for some settings; closed and forgotten afterwards."""
    connection = like.copy(alias)
    connection.settings_dict.update(settings)
    connections[alias] = connection
    try:
        yield connection
    finally:
        connection.close()
        del connections[alias]
