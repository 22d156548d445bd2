"""Backups of PostgreSQL: files of `pg_dump`, in its custom format."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import datetime
from itertools import takewhile
from pathlib import Path

from django.db import connection
from django.db.backends.postgresql.client import DatabaseClient

from cooperation.importers.backups.ledger import BackupError, LedgerEntry

# What the tables of a newer version have left behind goes too; whoever holds a lock for long is not waited for.
EMPTY = "SET lock_timeout = '20s'; DROP SCHEMA public CASCADE; CREATE SCHEMA public;\n"


def dump(path: Path) -> None:
    """Write one moment of the database into an empty file; who reads or writes it meanwhile is not held up."""
    run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", *connection_options())


def ledger_in(path: Path) -> set[LedgerEntry]:
    """The changes that a backup knows; BackupError if the file is damaged or something else."""
    sql = run("pg_restore", "--data-only", "--table=sources_change", "--file=-", str(path))
    lines = iter(sql.splitlines())
    head = next((line for line in lines if line.startswith("COPY ")), None)
    if head is None:
        raise BackupError(f"{path} is no backup of this project: it has no ledger.")
    columns = head[head.index("(") + 1 : head.index(")")].replace('"', "").split(", ")
    rows = (dict(zip(columns, line.split("\t"), strict=True)) for line in takewhile(lambda line: line != "\\.", lines))
    return {LedgerEntry(int(row["id"]), datetime.fromisoformat(row["at"])) for row in rows}


def restore(path: Path) -> None:
    """Replace what the database holds by a backup, in one transaction."""
    with tempfile.TemporaryDirectory() as folder:
        script = Path(folder) / "restore.sql"
        run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(path))
        options = ("--no-psqlrc", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", "--output=/dev/null")
        run("psql", *options, f"--command={EMPTY}", f"--file={script}", *connection_options())


def connection_options() -> Iterator[str]:
    """Where the database is, as options of the programs of PostgreSQL."""
    (_, *options), _ = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    yield from options[:-1]
    yield f"--dbname={options[-1]}"


def run(*command: str) -> str:
    """What a program of PostgreSQL writes; BackupError with its own words if it fails or is missing."""
    _, secrets = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, [])
    try:
        done = subprocess.run(  # noqa: S603  (a list, not a shell's line)
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
        raise BackupError(f"{command[0]} failed: {error.stderr.strip()}") from error
    return done.stdout
