"""What `backup` of version 0.1.0 wrote, as a backup of today: an SQLite file, or an archive of `pg_dump`.

It is upgraded in a database of its own and written anew from there, so that it passes every check that a backup of today does.
"""

import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from zipfile import ZipFile

from django.core.management import call_command
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient
from django.db.utils import load_backend

from config.databases.aliases import connected
from config.databases.connections import SQLITE
from cooperation.importers.backups.archives import opened_archive
from cooperation.importers.backups.engines import postgresql
from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.manifest import Manifest
from cooperation.importers.backups.tables import migrations_of
from cooperation.importers.backups.writing import write_backup

# Of a name in PostgreSQL, with what is put behind it.
LONGEST_NAME = 63 - len("_legacy")
LEGACY = "legacy"
# Functions of version 0.1.0 name their tables without a schema, and a dump has none in its search path.
NO_PATH = "SELECT pg_catalog.set_config('search_path', '', false);\n"

BY_ITSELF = "SELECT type, name FROM sqlite_master WHERE type IN ('trigger', 'view')"


@contextmanager
def converted(path: Path, using: str) -> Iterator[tuple[ZipFile, Manifest]]:
    """A backup of today with what one of version 0.1.0 holds; BackupError if that is damaged, or of something else."""
    with path.open("rb") as file:
        start = file.read(16)
    found = {b"SQLite format 3\0": sqlite_copy, b"PGDMP": server_copy}
    copies = [copy for magic, copy in found.items() if start.startswith(magic)]
    if not copies:
        raise BackupError(f"{path} is no backup of version 0.1.0.")
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder, "backup")
        with copies[0](path, Path(folder), connections[using]):
            migrations_of(LEGACY)
            call_command("migrate", database=LEGACY, interactive=False, verbosity=0)
            write_backup(archive, LEGACY)
        with opened_archive(archive) as opened:
            yield opened


@contextmanager
def sqlite_copy(path: Path, folder: Path, live: BaseDatabaseWrapper) -> Iterator[None]:
    """A copy of a database file, connected as `legacy`, without what it does by itself."""
    file = folder / "legacy.sqlite3"
    shutil.copyfile(path, file)
    try:
        with closing(sqlite3.connect(file)) as database:
            refuse_damage(database)
            for kind, name in database.execute(BY_ITSELF).fetchall():
                database.execute(f'DROP {kind} IF EXISTS "{name}"')
    except sqlite3.Error as error:
        raise BackupError(f"{path} is damaged: {error}") from error
    backend = load_backend(SQLITE).DatabaseWrapper({**live.settings_dict, "NAME": str(file), "OPTIONS": {}}, LEGACY)
    with connected(LEGACY, backend):
        yield


def refuse_damage(database: sqlite3.Connection) -> None:
    """BackupError if a database file is not whole."""
    if database.execute("PRAGMA integrity_check").fetchone() != ("ok",):
        raise BackupError("The file is damaged.")
    if broken := database.execute("PRAGMA foreign_key_check").fetchone():
        raise BackupError(f"The file is damaged: {broken[0]} refers to rows that do not exist.")


@contextmanager
def server_copy(path: Path, folder: Path, live: BaseDatabaseWrapper) -> Iterator[None]:
    """What a dump holds, in a database of its own on the server in use, connected as `legacy`."""
    if live.vendor != "postgresql":
        raise BackupError(f"{path} came from PostgreSQL: set DATABASE_URL to a server to read it.")
    name = f"{live.settings_dict['NAME'][:LONGEST_NAME]}_legacy"
    script = folder / "legacy.sql"
    run(live, "pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path))
    postgresql.run_statements(live, f'DROP DATABASE IF EXISTS "{name}"', f'CREATE DATABASE "{name}"')
    try:
        with connected(LEGACY, live, NAME=name, OPTIONS=postgresql.options(live)) as connection:
            patched = folder / "patched.sql"
            with script.open() as lines, patched.open("w") as file:
                file.writelines("" if line == NO_PATH else line for line in lines)
            run(connection, "psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--file={patched}",
                *connection_arguments(connection))  # fmt: skip
            yield
    finally:
        postgresql.run_statements(live, f'DROP DATABASE IF EXISTS "{name}"')


def connection_arguments(connection: BaseDatabaseWrapper) -> list[str]:
    """Where a database is, as options of the programs of PostgreSQL."""
    (_, *options), _ = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    return [*options[:-1], f"--dbname={options[-1]}"]


def run(connection: BaseDatabaseWrapper, *command: str) -> None:
    """Run a program of PostgreSQL; BackupError with its own words if it fails or is missing."""
    _, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    try:
        subprocess.run(  # noqa: S603  (a list, not a shell's line)
            command,
            env=os.environ | (secrets or {}),
            capture_output=True,
            text=True,
            check=True,
            stdin=subprocess.DEVNULL,
        )
    except FileNotFoundError as error:
        raise BackupError(f"{command[0]} is missing: install the client programs of PostgreSQL.") from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{command[0]} failed: {error.stderr.strip()[-2000:]}") from error
