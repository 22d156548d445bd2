"""A backup holds one moment of the whole database, is written whole or not at all, and knows the key of its site."""

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connections, transaction

from cooperation.importers.backups import (
    BackupError,
    check_backup,
    write_backup,
)
from sources.models import Record
from tests.backups import as_live, manifest_in, restored
from tests.contracts.old_databases import OldDatabase


def test_backup_never_replaces_a_file(backup: Path, live: str) -> None:
    before = backup.read_bytes()

    with pytest.raises(BackupError, match="exists already"):
        write_backup(backup, live)

    assert backup.read_bytes() == before


def test_failed_backup_leaves_no_file(live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    monkeypatch.setattr("cooperation.importers.backups.writing.write_manifest", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_backup(folder / "backup", live)

    assert list(folder.iterdir()) == []


def test_folder_or_file_that_does_not_exist_is_told(live: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file or directory"):
        write_backup(tmp_path / "nowhere" / "backup", live)
    with pytest.raises(BackupError, match="No such file or directory"):
        restored(tmp_path / "nothing", live)


def test_empty_database_is_not_backed_up(empty: OldDatabase, tmp_path: Path) -> None:
    with as_live(empty) as live, pytest.raises(BackupError, match="empty"):
        write_backup(tmp_path / "backup", live)


def test_database_of_a_newer_version_is_not_backed_up(live: str, tmp_path: Path) -> None:
    with connections[live].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('sources', '0099_later', '2026-01-01')"
        )

    with pytest.raises(BackupError, match=r"newer version.*sources\.0099_later"):
        write_backup(tmp_path / "backup", live)


def test_backup_while_others_write_is_of_one_moment(database: OldDatabase, tmp_path: Path) -> None:
    stop, written = threading.Event(), [0]

    def write_pairs() -> None:
        with as_live(database, "writer") as writer:
            while not stop.is_set():
                try:
                    with transaction.atomic(writer):
                        Record.objects.using(writer).filter(slug="merida-initiative").update(note=str(written[0]))
                        User.objects.using(writer).filter(username="ana").update(last_name=str(written[0]))
                except OperationalError:
                    continue
                written[0] += 1

    thread = threading.Thread(target=write_pairs)
    thread.start()
    try:
        with as_live(database) as live:
            for number in range(4):
                write_backup(tmp_path / str(number), live)
    finally:
        stop.set()
        thread.join()

    assert written[0] > 4
    for number in range(4):
        assert value_in(tmp_path / str(number), "auth_user", "last_name", lambda row: "ana" in row) in (
            value_in(tmp_path / str(number), "sources_record", "note", lambda row: "merida-initiative" in row),
            "",
        )


def value_in(path: Path, table: str, column: str, is_wanted: Callable[[list[Any]], bool]) -> Any:
    """The value of one row in a backup."""
    place = manifest_in(path)["tables"][table]["columns"].index(column)
    with ZipFile(path) as archive:
        rows = map(orjson.loads, archive.read(f"{table}.ndjson").splitlines())
        return next(row for row in rows if is_wanted(row))[place]


def test_backup_of_a_site_with_a_key_comes_back_to_it_only(
    backup: Path, live: str, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUP_KEY = "the key of this site"
    write_backup(tmp_path / "signed", live)

    assert check_backup(tmp_path / "signed", using=live).people == 4
    with pytest.raises(BackupError, match="not signed"):
        restored(backup, live)
    settings.BACKUP_KEY = "the key of another site"
    with pytest.raises(BackupError, match="another BACKUP_KEY"):
        restored(tmp_path / "signed", live)
    settings.BACKUP_KEY = ""
    with pytest.raises(BackupError, match="set BACKUP_KEY"):
        restored(tmp_path / "signed", live)
