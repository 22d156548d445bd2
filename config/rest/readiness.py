"""Whether a server can do its work: read, write, and put files on a disk that has room."""

import sqlite3
import tempfile
import threading
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, Error, connections

from config.databases.replicas import cluster
from config.databases.versions import read_version

# Seconds for which what was found is believed: who asks often costs nothing.
SECONDS = 1.0
# What has to fit on each disk, and how long a writer may keep us waiting.
PROBE = b"\0" * 2**20
WRITE_TIMEOUT = 0.25


@dataclass(frozen=True)
class Readiness:
    """What was found. Somebody else writing (`busy`) is well; while a primary is gone, a server that can read is to be asked."""

    read: str
    write: str
    disk: str

    @property
    def is_ready(self) -> bool:
        """Whether the public can be answered, and nothing is full."""
        return self.read == self.disk == "ok" and self.write != "refused"

    def told(self) -> dict[str, str | int]:
        """What may be told to everybody, also of replicas."""
        servers = cluster()
        status = ("reading only" if self.write == "gone" else "ok") if self.is_ready else "failing"
        return {"status": status, **asdict(self), **(servers.health() if servers else {})}


class ReadinessCheck:
    """Looks, at most once in a while, by one thread at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.looked_at = -SECONDS
        self.found: Readiness | None = None

    def current(self) -> Readiness:
        """What was found a moment ago, or now."""
        with self.lock:
            if self.found is None or time.monotonic() - self.looked_at > SECONDS:
                self.found = Readiness(reading(), writing(), disk())
                self.looked_at = time.monotonic()
            return self.found


check = ReadinessCheck()


def reading() -> str:
    """Whether the database answers."""
    try:
        return "ok" if read_version() else "empty"
    except Error:
        return "gone"


def writing() -> str:
    """Whether the database takes what is written; nothing is."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if connection.vendor == "sqlite":
            return writing_file(str(connection.settings_dict["NAME"]))
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean")
            return "refused" if cursor.fetchone()[0] else "ok"
    except Error:
        return "gone"


def writing_file(name: str) -> str:
    """The same for SQLite, by a connection of its own that does not wait for long."""
    try:
        own = sqlite3.connect(f"file:{name}?mode=rw", uri=True, timeout=WRITE_TIMEOUT, isolation_level=None)
    except sqlite3.OperationalError:
        return "gone"
    try:
        own.execute("BEGIN IMMEDIATE")
        own.execute("ROLLBACK")
    except sqlite3.OperationalError as error:
        return "busy" if error.sqlite_errorcode == sqlite3.SQLITE_BUSY else "refused"
    finally:
        own.close()
    return "ok"


def disk() -> str:
    """Whether there is room where files are kept."""
    try:
        for folder in (settings.VAR_DIR, settings.EXPORT_DIR):
            if Path(folder).is_dir():
                with tempfile.TemporaryFile(dir=folder, buffering=0) as file:
                    if file.write(PROBE) < len(PROBE):
                        return "full"
    except OSError:
        return "full"
    return "ok"
