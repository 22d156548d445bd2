"""Who writes into SQLite while somebody else does waits, but not for ever."""

import threading
import time
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.db import OperationalError, transaction
from django.db.utils import ConnectionHandler

from config.databases import turns
from config.databases.connections import Limits, database_settings, wait_no_longer
from config.databases.failures import Failure, failure_of

FILE = "django.db.backends.sqlite3"


@pytest.fixture
def both(tmp_path: Path) -> Any:
    """Two connections to one file: that of the request, and that of somebody else."""
    config = database_settings({"ENGINE": FILE, "NAME": tmp_path / "db.sqlite3"}, [], Limits(1, 1.0))["default"]
    wait_no_longer(config, 1)
    handlers = [ConnectionHandler({"default": config}) for _ in range(2)]
    with handlers[0]["default"].cursor() as cursor:
        cursor.execute("CREATE TABLE words (word TEXT)")
    yield handlers
    for handler in handlers:
        handler["default"].close()


def write(handlers: Any) -> float:
    """Seconds that it takes the request to write."""
    begin = time.monotonic()
    with (
        patch.object(turns, "connections", handlers[0]),
        patch.object(transaction, "connections", handlers[0]),
        turns.taking_turns(),
        transaction.atomic(),
        handlers[0]["default"].cursor() as cursor,
    ):
        cursor.execute("INSERT INTO words VALUES ('mine')")
    return time.monotonic() - begin


def test_a_request_waits_for_its_turn(both: Any, settings: Any) -> None:
    settings.LOCK_TIMEOUT = 30
    other = both[1]["default"]
    other.inc_thread_sharing()
    other.cursor().execute("BEGIN IMMEDIATE")
    timer = threading.Timer(0.2, lambda: other.cursor().execute("COMMIT"))
    timer.start()

    assert write(both) > 0.1

    timer.join()


def test_a_request_does_not_wait_for_ever(both: Any, settings: Any) -> None:
    settings.LOCK_TIMEOUT = 0.2
    both[1]["default"].cursor().execute("BEGIN IMMEDIATE")

    with pytest.raises(OperationalError) as raised:
        write(both)

    assert failure_of(raised.value) is Failure.BUSY
