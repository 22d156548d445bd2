import sqlite3
import time
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import router

from config.databases.routing import limit_time, reading_alias, reading_from
from sources.models import Record


def test_models_are_read_from_what_was_chosen_and_written_to_the_primary() -> None:
    with reading_from("reader"):
        assert (reading_alias(), router.db_for_read(Record), router.db_for_write(Record)) == (
            "reader",
            "reader",
            "default",
        )

    assert (reading_alias(), router.db_for_read(Record)) == ("default", "default")


def test_tables_are_made_on_the_primary_and_not_on_what_the_public_reads(settings: Any) -> None:
    settings.READERS = ["reader"]

    assert router.allow_migrate_model("default", Record)
    assert not router.allow_migrate_model("reader", Record)


ENDLESS = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT COUNT(*) FROM n"


def sqlite_reader(alias: str) -> sqlite3.Connection:
    """A connection as Django opens it."""
    connection = sqlite3.connect(":memory:")
    limit_time(SimpleNamespace(vendor="sqlite", alias=alias, connection=connection))
    return connection


def test_sqlite_gives_up_when_the_time_is_up(settings: Any) -> None:
    settings.READERS = ["reader"]
    begun = time.monotonic()

    with reading_from("reader", 0.1), pytest.raises(sqlite3.OperationalError, match="interrupted"):
        sqlite_reader("reader").execute(ENDLESS).fetchall()

    assert 0.1 <= time.monotonic() - begun < 2


def test_sqlite_has_time_where_nobody_limits_it(settings: Any) -> None:
    settings.READERS = ["reader"]

    (number,) = sqlite_reader("reader").execute(f"SELECT COUNT(*) FROM ({ENDLESS[:-23]} SELECT x FROM n LIMIT 100000)")

    assert number == (100_000,)
