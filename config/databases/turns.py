"""Waiting for one's turn to write into SQLite, by a request."""

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections

from config.databases.failures import Failure, failure_of

# Seconds between two tries, on average.
PAUSE = 0.02


@contextmanager
def taking_turns() -> Iterator[None]:
    """Inside the block, who wants to write waits for who writes, for LOCK_TIMEOUT seconds at most; PostgreSQL does so by itself."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor != "sqlite":
        yield
        return
    with connection.execute_wrapper(wait_and_execute):
        yield


def wait_and_execute(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    """Execute a statement, again and again while the database is locked.

    SQLite could wait as well, but would keep its connection locked meanwhile; and any thread in which Python happens to collect
    a cursor of that connection as garbage would wait with it, all others behind it.
    """
    deadline = time.monotonic() + settings.LOCK_TIMEOUT
    while True:
        try:
            return execute(sql, params, many, context)
        except OperationalError as error:
            if failure_of(error) is not Failure.BUSY or time.monotonic() > deadline:
                raise
        time.sleep(random.uniform(0, 2 * PAUSE))  # noqa: S311
