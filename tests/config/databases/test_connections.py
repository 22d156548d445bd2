from pathlib import Path
from unittest.mock import patch

import pytest
from django.db.utils import ConnectionHandler

from config.databases.connections import Limits, database_settings, wait_no_longer
from config.databases.statistics import cut_log

LIMITS = Limits(pool_size=3, statement_timeout=2.5)
SERVER = {"ENGINE": "django.db.backends.postgresql", "NAME": "cooperation", "HOST": "one.example", "PORT": 5432}
FILE = {"ENGINE": "django.db.backends.sqlite3", "NAME": "/srv/a 50% c++/db.sqlite3"}


def test_the_reader_of_a_file_cannot_write() -> None:
    connections = database_settings(FILE, [], LIMITS)

    assert list(connections) == ["default", "reader"]
    assert connections["default"]["NAME"] == "/srv/a 50% c++/db.sqlite3"
    assert connections["reader"]["NAME"] == "file:/srv/a%2050%25%20c%2B%2B/db.sqlite3?mode=ro"


def test_each_replica_has_a_connection() -> None:
    replicas = [{**SERVER, "HOST": "two.example"}, {**SERVER, "HOST": "three.example"}]

    connections = database_settings(SERVER, replicas, LIMITS)

    hosts = {alias: connection["HOST"] for alias, connection in connections.items()}
    assert hosts == {
        "default": "one.example",
        "reader": "one.example",
        "replica1": "two.example",
        "replica2": "three.example",
    }


@pytest.mark.parametrize("alias", ["reader", "replica1"])
def test_questions_of_the_public_have_a_time_limit_and_write_nothing(alias: str) -> None:
    options = database_settings(SERVER, [SERVER], LIMITS)[alias]["OPTIONS"]["options"]

    assert "-c statement_timeout=2500" in options
    assert "-c default_transaction_read_only=on" in options


def test_what_writes_has_no_time_limit() -> None:
    options = database_settings(SERVER, [], LIMITS)["default"]["OPTIONS"]["options"]

    assert options == "-c idle_in_transaction_session_timeout=60s"


def test_who_answers_requests_gives_up_on_what_is_locked() -> None:
    for connection in database_settings(SERVER, [], LIMITS).values():
        wait_no_longer(connection, 1.5)
        assert connection["OPTIONS"]["options"].endswith(" -c lock_timeout=1500")


def test_connections_are_pooled_as_the_pool_wants_them() -> None:
    connection = database_settings(SERVER, [], LIMITS)["default"]

    assert connection["CONN_MAX_AGE"] == 0
    assert connection["OPTIONS"]["pool"]["max_size"] == 3


def test_options_of_an_address_are_kept() -> None:
    config = {**SERVER, "OPTIONS": {"sslmode": "verify-full"}}

    assert database_settings(config, [], LIMITS)["default"]["OPTIONS"]["sslmode"] == "verify-full"


def test_what_sqlite_wrote_ahead_is_cut(tmp_path: Path) -> None:
    config = database_settings(
        {"ENGINE": "django.db.backends.sqlite3", "NAME": tmp_path / "db.sqlite3"}, [], Limits(1, 1.0)
    )["default"]
    filled = ConnectionHandler({"default": config})["default"]
    with filled.cursor() as cursor:
        cursor.execute("PRAGMA wal_autocheckpoint=0")
        cursor.execute("CREATE TABLE words (word TEXT)")
        cursor.execute("INSERT INTO words SELECT hex(randomblob(500)) FROM json_each(json_array(1, 2, 3))")
    log = tmp_path / "db.sqlite3-wal"
    before = log.stat().st_size

    with patch("config.databases.statistics.connection", filled):
        cut_log()

    assert before > 0
    assert log.stat().st_size == 0
    filled.close()
