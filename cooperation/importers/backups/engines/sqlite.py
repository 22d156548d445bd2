"""SQLite: other databases are files beside the one that is served, and what is served is overwritten in one transaction.

The file stays the same, so that servers that run see the new content with their next query.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from config.databases.aliases import connected
from config.databases.connections import sqlite_reader
from cooperation.importers.backups.engines.names import KEPT, SCRATCH, is_name, new_name
from cooperation.importers.backups.errors import BackupError

# What is not kept need not survive a power cut.
QUICK = {"init_command": "PRAGMA synchronous=OFF;"}
PAGES_AT_ONCE = 1_000
LOCK_TIMEOUT = 20


def snapshot_connection(live: BaseDatabaseWrapper, alias: str) -> AbstractContextManager[BaseDatabaseWrapper]:
    """A connection that cannot write."""
    return connected(alias, live, **sqlite_reader(live.settings_dict))


def begin_snapshot(connection: BaseDatabaseWrapper) -> None:
    """A transaction sees the moment of its first query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master")


def create_scratch(live: BaseDatabaseWrapper) -> str:
    """An empty database, which only its owner may read; what a restore that was killed has left behind goes."""
    name = f"{file_of(live)}.{SCRATCH}"
    drop_database(live, name)
    Path(name).touch(mode=0o600)
    return name


def connection_to(live: BaseDatabaseWrapper, name: str, alias: str) -> AbstractContextManager[BaseDatabaseWrapper]:
    """A connection to a database beside the live one."""
    return connected(alias, live, NAME=name, OPTIONS=QUICK if name.endswith(SCRATCH) else {})


def drop_database(live: BaseDatabaseWrapper, name: str) -> None:
    """Remove a database beside the live one."""
    for suffix in ("", "-journal", "-wal", "-shm"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)


def kept_databases(live: BaseDatabaseWrapper) -> list[str]:
    """The databases that were replaced, the newest last."""
    file = file_of(live)
    # Not the journals of those whose process was killed.
    return sorted(str(path) for path in file.parent.glob(f"{file.name}.{KEPT}*") if is_name(path.name))


def swap_databases(live: BaseDatabaseWrapper, name: str, check: Callable[[], None]) -> str | None:
    """Put a database in the place of the live one, which is kept; `check` is asked once nobody can write any more."""
    file = file_of(live)
    kept_name = new_name(f"{file}.{KEPT}") if has_tables(live) else None
    with closing(sqlite3.connect(name)) as source, closing(sqlite3.connect(file, isolation_level=None)) as target:
        target.execute(f"PRAGMA busy_timeout={LOCK_TIMEOUT * 1000}")
        target.execute("PRAGMA synchronous=FULL")
        [(pages,)] = source.execute("PRAGMA page_count").fetchall()
        # The first step locks the target and the last one commits: they may not be the same.
        source.backup(target, pages=max(1, min(PAGES_AT_ONCE, pages - 1)), progress=keep_first(file, kept_name, check))
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    live.close()
    drop_database(live, name)
    return kept_name


def keep_first(file: Path, kept_name: str | None, check: Callable[[], None]) -> Callable[[int, int, int], None]:
    """What is called after each step of copying: the first one has locked all others out, and then the old state is kept."""
    steps: Iterator[bool] = iter([True])
    given_up = time.monotonic() + LOCK_TIMEOUT

    def progress(status: int, remaining: int, total: int) -> None:
        if status not in (sqlite3.SQLITE_OK, sqlite3.SQLITE_DONE):
            if time.monotonic() > given_up:
                raise BackupError("Somebody is writing to the database for too long; nothing was changed.")
        elif next(steps, False):
            check()
            if kept_name:
                keep(file, kept_name)

    return progress


def keep(file: Path, name: str) -> None:
    """Copy the database as it is, into a file that only its owner may read and that is whole when it has its name."""
    for left_behind in file.parent.glob(f"{file.name}.{KEPT}*.part"):
        left_behind.unlink()
    part = Path(f"{name}.part")
    part.touch(mode=0o600)
    with closing(sqlite3.connect(file, isolation_level=None)) as database:
        database.execute("VACUUM INTO ?", [str(part)])
    part.rename(name)


def file_of(live: BaseDatabaseWrapper) -> Path:
    """The file of the live database."""
    return Path(live.settings_dict["NAME"]).absolute()


def has_tables(live: BaseDatabaseWrapper) -> bool:
    """Whether there is anything to keep."""
    return bool(live.introspection.table_names())
