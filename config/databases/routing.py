"""What is read from where: one request reads from one database."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

# Steps of SQLite's machine between two looks at the clock: about a millisecond, and too few looks to be measured.
STEPS = 10_000

# The connection that the request at hand reads from, and when its time is up.
_alias: ContextVar[str] = ContextVar("alias", default=DEFAULT_DB_ALIAS)
_deadline: ContextVar[float] = ContextVar("deadline", default=float("inf"))
# Whether whoever asks has left. Only the server can know.
_has_left: ContextVar[Callable[[], bool]] = ContextVar("has_left", default=lambda: False)


def watch_client(has_left: Callable[[], bool]) -> None:
    """What this thread does from now on is for a client that may leave: then its questions are given up."""
    _has_left.set(has_left)


@contextmanager
def reading_from(alias: str, seconds: float | None = None) -> Iterator[None]:
    """Inside the block, models are read from a connection; where that is SQLite, for as long as one question may take.

    `seconds` is another time than that of `STATEMENT_TIMEOUT`.
    """
    chosen = _alias.set(alias)
    limited = _deadline.set(time.monotonic() + (settings.STATEMENT_TIMEOUT if seconds is None else seconds))
    try:
        yield
    finally:
        _deadline.reset(limited)
        _alias.reset(chosen)


def reading_alias() -> str:
    """Name of the connection that models are read from here and now; `default` outside of what the public asks."""
    return _alias.get()


def reading_connection() -> BaseDatabaseWrapper:
    """The connection that models are read from here and now, for SQL of our own."""
    return connections[_alias.get()]


class DatabaseRouter:
    """Tells Django what `reading_from` chose; all is written to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        return _alias.get()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """The primary."""
        return DEFAULT_DB_ALIAS

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """All connections lead to the same data."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """Tables are made on the primary, and reach the replicas from there; a database that is made for a while has its own."""
        return db not in settings.READERS


@receiver(connection_created)
def limit_time(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Let SQLite give up on a question of the public when the time of its request is up."""
    if connection.vendor == "sqlite" and connection.alias in settings.READERS:
        connection.connection.set_progress_handler(is_late, STEPS)


def is_late() -> bool:
    """Whether the time of the request at hand is up, or nobody waits for its answer any more."""
    return time.monotonic() > _deadline.get() or _has_left.get()()
