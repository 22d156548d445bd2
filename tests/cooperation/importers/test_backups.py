"""A backup holds one moment of the whole database, and a restore loses nothing unasked; on SQLite and PostgreSQL."""

import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.utils import ConnectionHandler

from cooperation.importers.backups import BackupError, restore_backup, sqlite, write_backup
from sources.models import Action, Change, Record, recorded
from tests.factories import make_place, make_user

embedded = pytest.mark.skipif(connection.vendor != "sqlite", reason="of the embedded database")


@pytest.fixture
def backup(transactional_db: None, tmp_path: Path) -> Path:
    """A backup of a database with one place, called Mexico, and a curator."""
    make_user("curator")
    change("Mexico")
    write_backup(tmp_path / "backup")
    return tmp_path / "backup"


def change(name: str) -> None:
    """What the admin does when a curator saves a place."""
    place = Record.objects.get(slug="mexico").specific() if Record.objects.exists() else make_place(slug="mexico")
    with recorded(place, Action.CHANGED):
        place.name = name
        place.save()


def name_of_place() -> str:
    """The name that is stored."""
    return Record.objects.get(slug="mexico").specific().name


def test_restore_brings_back_what_was_backed_up(backup: Path) -> None:
    change("Estados Unidos Mexicanos")
    make_place(slug="texas")

    restore_backup(backup, force=True)

    assert name_of_place() == "Mexico"
    assert list(Record.objects.values_list("slug", flat=True)) == ["mexico"]


def test_restored_database_takes_new_records(backup: Path) -> None:
    restore_backup(backup)

    change("Estados Unidos Mexicanos")
    make_place(slug="texas")

    assert Record.objects.count() == 2


def test_backup_of_a_restored_database_can_be_restored(backup: Path, tmp_path: Path) -> None:
    restore_backup(backup)
    write_backup(tmp_path / "again")
    change("Estados Unidos Mexicanos")

    restore_backup(tmp_path / "again", force=True)

    assert name_of_place() == "Mexico"


def test_tables_of_a_newer_version_are_gone_after_a_restore(backup: Path) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE TABLE cooperation_newer (id integer PRIMARY KEY, record_id bigint REFERENCES sources_record (id))"
        )

    restore_backup(backup)

    assert "cooperation_newer" not in connection.introspection.table_names()


def test_restore_refuses_to_lose_changes_made_since(backup: Path) -> None:
    change("Estados Unidos Mexicanos")

    with pytest.raises(BackupError, match="1 changes that backup does not know"):
        restore_backup(backup)

    assert name_of_place() == "Estados Unidos Mexicanos"


def test_restore_refuses_to_lose_changes_of_another_database(backup: Path) -> None:
    Change.objects.all().delete()
    change("Estados Unidos Mexicanos")

    with pytest.raises(BackupError, match="does not know"):
        restore_backup(backup)


def test_what_a_load_wrote_is_not_lost_by_a_restore(backup: Path) -> None:
    record = Record.objects.get()
    Change.objects.create(record=record, revision=9, action=Action.CHANGED, reason="Loaded from the fixtures.")

    restore_backup(backup)

    assert Change.objects.count() == 1


def test_restore_into_an_empty_database_needs_no_force(backup: Path) -> None:
    call_command("flush", interactive=False, verbosity=0)

    restore_backup(backup)

    assert name_of_place() == "Mexico"


def test_file_that_is_no_backup_or_damaged_is_refused_and_changes_nothing(backup: Path, tmp_path: Path) -> None:
    half = backup.read_bytes()[: backup.stat().st_size // 2]

    for content in (b"", b"no database", b"SQLite format 3\0" + b"x" * 5000, b"PGDMP" + b"x" * 500, half):
        (tmp_path / "other").write_bytes(content)
        with pytest.raises(BackupError):
            restore_backup(tmp_path / "other", force=True)

    assert name_of_place() == "Mexico"


def test_backup_never_replaces_a_file(backup: Path) -> None:
    before = backup.read_bytes()

    with pytest.raises(BackupError, match="exists already"):
        write_backup(backup)

    assert backup.read_bytes() == before


@pytest.mark.django_db
def test_failed_backup_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cooperation.importers.backups.backup_files.engine", lambda: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_backup(tmp_path / "backup")

    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_folder_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file or directory"):
        write_backup(tmp_path / "nowhere" / "backup")


def test_only_the_owner_may_read_a_backup(backup: Path) -> None:
    assert backup.stat().st_mode & 0o777 == 0o600


@pytest.mark.django_db
def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="There is no file"):
        restore_backup(tmp_path / "nothing")


def test_commands_back_up_and_restore(
    transactional_db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change("Mexico")

    call_command("backup", str(tmp_path / "a backup"))
    call_command("restore", str(tmp_path / "a backup"))

    assert "written and checked" in capsys.readouterr().out
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(tmp_path / "a backup"))


@embedded
def test_broken_references_in_a_backup_are_refused(backup: Path) -> None:
    with sqlite3.connect(backup) as database:
        database.execute("UPDATE cooperation_place SET parent_id = 999")

    with pytest.raises(BackupError, match="references to rows that do not exist"):
        restore_backup(backup, force=True)


@pytest.mark.postgresql
@pytest.mark.django_db
def test_missing_programs_of_postgresql_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(BackupError, match="pg_dump is missing"):
        write_backup(tmp_path / "backup")


@pytest.fixture
def served(backup: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The database of the backup as a file that others use, too: what tests run on otherwise is in memory."""
    path = tmp_path / "db.sqlite3"
    backup.rename(path)
    file = ConnectionHandler({"default": {**settings.DATABASES["default"], "NAME": str(path)}})["default"]
    file.ensure_connection()
    monkeypatch.setattr("cooperation.importers.backups.sqlite.connection", file)
    yield path
    file.close()


@embedded
def test_backup_while_others_write_is_of_one_moment(served: Path, tmp_path: Path) -> None:
    stop = threading.Event()

    def write_pairs() -> None:
        database = sqlite3.connect(served, timeout=20)
        while not stop.is_set():
            with database:
                database.execute("UPDATE sources_record SET revision = revision + 1")
                database.execute("UPDATE cooperation_place SET name = (SELECT revision FROM sources_record)")
        database.close()

    writer = threading.Thread(target=write_pairs)
    writer.start()
    try:
        for number in range(10):
            sqlite.dump(tmp_path / str(number))
    finally:
        stop.set()
        writer.join()

    for number in range(10):
        row = sqlite3.connect(tmp_path / str(number)).execute(
            "SELECT revision, name FROM sources_record, cooperation_place"
        )
        revision, name = row.fetchone()
        assert name in (str(revision), "Mexico")


@embedded
def test_server_that_runs_sees_what_was_restored(served: Path, tmp_path: Path) -> None:
    server = sqlite3.connect(served)
    server.execute("PRAGMA journal_mode=WAL")
    sqlite.dump(tmp_path / "backup")
    with server:
        server.execute("UPDATE cooperation_place SET name = 'Texas'")

    sqlite.restore(tmp_path / "backup")

    assert server.execute("SELECT name FROM cooperation_place").fetchone() == ("Mexico",)
    assert server.execute("PRAGMA integrity_check").fetchone() == ("ok",)
