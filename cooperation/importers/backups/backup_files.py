"""Backups that are written whole or not at all, and restored only where nothing is lost."""

from pathlib import Path
from types import ModuleType

from django.db import connection

from cooperation.importers.backups import postgresql, sqlite
from cooperation.importers.backups.ledger import BackupError, LedgerEntry
from cooperation.importers.fixtures import LOADED
from sources.models import Change


def write_backup(path: Path) -> None:
    """Write the database into a new file, which only its owner may read: it holds the users, too."""
    if path.exists():
        raise BackupError(f"{path} exists already; a backup never replaces another.")
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    try:
        part.touch(mode=0o600)
        engine().dump(part)
        engine().ledger_in(part)
        part.rename(path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    finally:
        part.unlink(missing_ok=True)


def restore_backup(path: Path, *, force: bool = False) -> None:
    """Replace the database by a backup, in one transaction; BackupError if that would lose what people changed since."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    lost = changes_by_people() - engine().ledger_in(path)
    if lost and not force:
        newest = max(entry.at for entry in lost)
        raise BackupError(
            f"The database has {len(lost)} changes that {path.name} does not know, the newest of {newest:%Y-%m-%d %H:%M} UTC. "
            "Back it up first, then restore with --force."
        )
    engine().restore(path)


def engine() -> ModuleType:
    """How the database that is in use is backed up."""
    return postgresql if connection.vendor == "postgresql" else sqlite


def changes_by_people() -> set[LedgerEntry]:
    """The entries of the ledger that no load could write again; none if the database is empty."""
    if Change._meta.db_table not in connection.introspection.table_names():
        return set()
    entries = Change.objects.exclude(by=None, reason=LOADED).values_list("pk", "at")
    return {LedgerEntry(number, at) for number, at in entries}
