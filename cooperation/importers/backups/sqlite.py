"""Backups of an embedded database: a database file of its own."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.db import connection

from cooperation.importers.backups.ledger import BackupError, LedgerEntry


def dump(path: Path) -> None:
    """Write one moment of the database into an empty file; who reads or writes it meanwhile is not held up."""
    connection.ensure_connection()
    connection.connection.execute("VACUUM INTO ?", [str(path)])


def ledger_in(path: Path) -> set[LedgerEntry]:
    """The changes that a backup knows; BackupError if the file is damaged or something else."""
    try:
        with closing(opened(path)) as database:
            if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
                raise BackupError(f"{path} is damaged.")
            if database.execute("PRAGMA foreign_key_check").fetchone():
                raise BackupError(f"{path} is damaged: it has references to rows that do not exist.")
            rows = database.execute("SELECT id, at FROM sources_change").fetchall()
    except sqlite3.Error as error:
        raise BackupError(f"{path} is no backup of an embedded database: {error}") from error
    return {LedgerEntry(number, datetime.fromisoformat(at).replace(tzinfo=UTC)) for number, at in rows}


def restore(path: Path) -> None:
    """Replace what the database holds by a backup, in one transaction; servers that run see it at their next query."""
    connection.ensure_connection()
    with closing(opened(path)) as database:
        database.backup(connection.connection)


def opened(path: Path) -> sqlite3.Connection:
    """A database file, to be read only."""
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
