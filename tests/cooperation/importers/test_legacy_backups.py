"""What version 0.1.0 wrote comes in when told so, with the same checks."""

import sqlite3
from pathlib import Path

import pytest

from cooperation.importers.backups import (
    BackupError,
    restore_backup,
)
from sources.models import Change, Record
from tests.backups import as_live, restored, said_yes
from tests.contracts.old_databases import IS_SERVER, OldDatabase, copy_of


def test_backup_of_version_0_1_0_comes_in_when_told_so(old: Path, live: str, empty: OldDatabase) -> None:
    with pytest.raises(BackupError, match="--legacy"):
        restored(old, live)
    with as_live(empty, "other") as other:
        restore_backup(old, said_yes, legacy=True, using=other)

        assert Record.objects.using(other).filter(slug__startswith="curators-").count() == 3
        assert Change.objects.using(other).count() == 1459


def test_stranger_s_file_is_refused_as_one_of_version_0_1_0_too(backup: Path, live: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "stranger") as stranger:
        stranger.execute("CREATE TABLE sources_change (id integer PRIMARY KEY, at text)")
    (tmp_path / "text").write_text("no database")

    for file, reason in (("stranger", "not of this project"), ("text", "no backup of version 0.1.0")):
        with pytest.raises(BackupError, match=reason):
            restore_backup(tmp_path / file, said_yes, legacy=True, using=live)


def test_damaged_file_of_version_0_1_0_is_refused(old: Path, live: str, tmp_path: Path) -> None:
    content = old.read_bytes()
    (tmp_path / "half").write_bytes(content[: len(content) // 2])

    with pytest.raises(BackupError):
        restore_backup(tmp_path / "half", said_yes, legacy=True, using=live)


def test_broken_references_in_a_file_of_version_0_1_0_are_refused(
    live: str, tmp_path: Path, filled: OldDatabase
) -> None:
    if IS_SERVER:
        pytest.skip("pg_restore checks references itself")
    with copy_of(filled, tmp_path, "broken") as broken:
        broken.rows("UPDATE cooperation_place SET parent_id = 999999 WHERE parent_id IS NULL")
        with pytest.raises(BackupError, match="refers to rows that do not exist"):
            restore_backup(Path(broken.name), said_yes, legacy=True, using=live)
