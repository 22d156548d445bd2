"""Whatever fills tables tells the planner of the database of it."""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from config.databases.statistics import STATEMENTS
from cooperation.importers.backups import restore_backup, write_backup
from cooperation.importers.bootstrapping import bootstrap
from cooperation.trainings.importer.load import import_file
from tests.cooperation.trainings.importer.files import cells_of, text_of, write
from tests.factories import make_place

# On PostgreSQL what they leave behind slows down other tests of the same process: there they are run by themselves.
pytestmark = [pytest.mark.planner, pytest.mark.slow]

RECORDS = '[{"model": "sources.record", "fields": {"record_kind": "place", "slug": "mexico", "status": "published"}}]'
PLACES = '[{"model": "cooperation.place", "fields": {"record_ptr": ["place", "mexico"], "name": "Mexico", "kind": "country"}}]'
KNOWN = {
    "sqlite": "SELECT CAST(stat AS integer) FROM sqlite_stat1 WHERE tbl = %s",
    "postgresql": "SELECT reltuples FROM pg_class WHERE relname = %s AND relnamespace = 'public'::regnamespace",
}


def rows_known(table: str) -> set[int]:
    """How many rows the planner believes that a table has."""
    with connection.cursor() as cursor:
        cursor.execute(KNOWN[connection.vendor], [table])
        return {int(number) for (number,) in cursor.fetchall()}


@pytest.fixture
def fixtures(settings: Any, tmp_path: Path) -> list[Path]:
    """Fixtures of one place."""
    settings.FIXTURE_DIRS, settings.VAR_DIR = [tmp_path], tmp_path
    files = [tmp_path / "01_records.json", tmp_path / "05_places.json"]
    for file, text in zip(files, (RECORDS, PLACES), strict=True):
        file.write_text(text)
    return files


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fill", [lambda files: bootstrap(), lambda files: call_command("loaddata", *files, verbosity=0)]
)
def test_planner_knows_what_was_loaded(fixtures: list[Path], fill: Callable[[list[Path]], object]) -> None:
    fill(fixtures)

    assert rows_known("cooperation_place") == {1}


@pytest.mark.django_db
def test_planner_knows_what_was_imported(tmp_path: Path) -> None:
    import_file(write(tmp_path / "file.tsv", text_of([cells_of(1), cells_of(2)])))

    assert rows_known("cooperation_training") == {2}


@pytest.mark.django_db(transaction=True)
def test_planner_knows_what_was_restored(tmp_path: Path) -> None:
    make_place(slug="mexico")
    write_backup(tmp_path / "backup")

    restore_backup(tmp_path / "backup", lambda _: True)

    assert rows_known("cooperation_place") == {1}


def test_open_connection_of_sqlite_takes_up_new_statistics_with_its_next_question(tmp_path: Path) -> None:
    """Without a new schema it would go on as before for as long as it is open."""
    writer, reader = (sqlite3.connect(tmp_path / "file.sqlite3", isolation_level=None) for _ in range(2))
    writer.executescript(
        "CREATE TABLE rows (one integer, other integer);"
        "CREATE INDEX by_one ON rows (one); CREATE INDEX by_other ON rows (other);"
        "INSERT INTO rows VALUES (1, 1), (1, 2), (1, 3); ANALYZE;"
    )

    def index_of_reader(question: str) -> str:
        reader.execute("SELECT COUNT(*) FROM rows").fetchall()
        return str(reader.execute(f"EXPLAIN QUERY PLAN {question}").fetchone()[3]).split(" INDEX ")[1].split(" ")[0]

    assert index_of_reader("SELECT 1 FROM rows WHERE one = 1 AND other = 1") == "by_other"
    writer.executescript("DELETE FROM rows; INSERT INTO rows VALUES (1, 1), (2, 1), (3, 1);")
    for statement in STATEMENTS["sqlite"]:
        writer.execute(statement)

    assert index_of_reader("SELECT 2 FROM rows WHERE one = 1 AND other = 1") == "by_one"
