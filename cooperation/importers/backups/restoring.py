"""A backup in the place of the live database, which is kept; or only into another one, to see whether it could be."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from cooperation.importers.backups.archives import opened_archive
from cooperation.importers.backups.differences import chain_lines, differences
from cooperation.importers.backups.engines import engine_of
from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.legacy import converted
from cooperation.importers.backups.loading import load_backup
from cooperation.importers.backups.manifest import Manifest
from cooperation.importers.bootstrapping import one_at_a_time
from sources.models.dataset import continue_version

RESTORED = "restored"
# Is told what would change, and says whether that is meant.
Confirm = Callable[[list[str]], bool]


def check_backup(path: Path, legacy: bool = False, using: str = DEFAULT_DB_ALIAS) -> Manifest:
    """Restore a backup into another database that is dropped again; BackupError if that cannot be done."""
    with failures_told(), one_at_a_time(using), loaded(path, legacy, using) as (_, manifest):
        return manifest


def restore_backup(path: Path, confirm: Confirm, legacy: bool = False, using: str = DEFAULT_DB_ALIAS) -> str | None:
    """Replace a database by a backup; the name of what is kept of the old one. BackupError leaves everything as it was."""
    with failures_told(), one_at_a_time(using), loaded(path, legacy, using) as (name, _):
        return take_place(name, confirm, using)


@contextmanager
def loaded(path: Path, legacy: bool, using: str) -> Iterator[tuple[str, Manifest]]:
    """Name of another database that holds what a backup holds, connected as `restored`; it goes if nobody takes it."""
    live = connections[using]
    opened = converted(path, using) if legacy else opened_archive(path)
    with opened as (archive, manifest):
        name = engine_of(live).create_scratch(live)
        try:
            with engine_of(live).connection_to(live, name, RESTORED):
                load_backup(archive, manifest, RESTORED)
                yield name, manifest
        finally:
            engine_of(live).drop_database(live, name)


def undo_restore(confirm: Confirm, using: str = DEFAULT_DB_ALIAS) -> str | None:
    """Put back the database that was replaced last, and keep the one that replaced it."""
    live = connections[using]
    with failures_told(), one_at_a_time(using):
        kept = engine_of(live).kept_databases(live)
        if not kept:
            raise BackupError("No database is kept.")
        with engine_of(live).connection_to(live, kept[-1], RESTORED):
            return take_place(kept[-1], confirm, using)


def drop_kept(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Remove all databases that were replaced."""
    live = connections[using]
    with failures_told(), one_at_a_time(using):
        kept: list[str] = engine_of(live).kept_databases(live)
        for name in kept:
            engine_of(live).drop_database(live, name)
    return kept


def take_place(name: str, confirm: Confirm, using: str) -> str | None:
    """Let a database change places with the live one, if that is meant; the name of the old one."""
    told = differences(using, RESTORED)
    if not confirm([*chain_lines(RESTORED), *told]):
        raise BackupError("Nothing was changed.")
    continue_version(RESTORED, after=using)

    def refuse_surprises() -> None:
        if differences(using, RESTORED) != told:
            raise BackupError("Somebody has changed the database meanwhile. Nothing was changed; try again.")

    kept: str | None = engine_of(connections[using]).swap_databases(connections[using], name, refuse_surprises)
    return kept


@contextmanager
def failures_told() -> Iterator[None]:
    """Tell of databases and disks that fail what they say."""
    try:
        yield
    except DatabaseError as error:
        raise BackupError(f"The database fails: {error}") from error
    except OSError as error:
        raise BackupError(f"{error.filename or 'The disk'} fails: {error.strerror}") from error
