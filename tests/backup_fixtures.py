"""Databases to back up and to restore into, made from the one that version 0.1.0 left; for conftest files to import."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from cooperation.importers.backups import write_backup
from tests.backups import add_people, as_live, old_backup
from tests.contracts.old_databases import OldDatabase, copy_of, database_of_version_0_1_0, empty_database


@pytest.fixture(scope="module")
def kept_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where files of a module's tests are."""
    return tmp_path_factory.mktemp("filled")


@pytest.fixture(scope="module")
def filled(kept_folder: Path, django_db_setup: None, django_db_blocker: Any) -> Iterator[OldDatabase]:
    """What version 0.1.0 left, with edits, drafts, a withdrawn record and people; upgraded, and a group and its people added."""
    with django_db_blocker.unblock(), database_of_version_0_1_0(kept_folder) as database:
        old_backup(database, kept_folder / "old")
        with as_live(database) as live:
            call_command("migrate", database=live, interactive=False, verbosity=0)
            add_people(live)
        sealed = database.run("manage", "check_ledger")
        assert sealed.returncode == 0, sealed.stderr
        yield database


@pytest.fixture(scope="module")
def backup(filled: OldDatabase, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of it."""
    path = tmp_path_factory.mktemp("backup") / "backup"
    with as_live(filled) as live:
        write_backup(path, live)
    return path


@pytest.fixture
def database(filled: OldDatabase, tmp_path: Path) -> Iterator[OldDatabase]:
    """A copy of it that nobody is connected to."""
    with copy_of(filled, tmp_path, "live") as copied:
        yield copied


@pytest.fixture
def live(database: OldDatabase) -> Iterator[str]:
    """The copy, as a connection."""
    with as_live(database) as alias:
        yield alias


@pytest.fixture
def empty(filled: OldDatabase, tmp_path: Path) -> Iterator[OldDatabase]:
    """A database without tables."""
    with empty_database(tmp_path) as database:
        yield database


@pytest.fixture
def old(filled: OldDatabase, kept_folder: Path) -> Path:
    """A backup that version 0.1.0 wrote."""
    return kept_folder / "old"
