"""A PostgreSQL primary and its streaming replicas, made from the machine's own binaries for as long as a test takes."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

DATABASE = "cooperation"
# PostgreSQL does not run as root; where the tests do, these users run it instead.
USERS = ("postgres", "nobody")
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "256MB",
    "max_wal_senders": "8",
    "wal_keep_size": "1GB",
    # A replica that has lost its primary looks for it once a second.
    "wal_retrieve_retry_interval": "1s",
    "hot_standby_feedback": "on",
}


def binaries() -> Path | None:
    """The folder with initdb and the like, of the newest version; None if there is none."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    found = shutil.which("initdb")
    return folders[-1] if folders else Path(found).resolve().parent if found else None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


class Server:
    """A server in a folder of its own."""

    def __init__(self, folder: Path, name: str) -> None:
        self.name = name
        self.data = folder / name
        self.log = folder / f"{name}.log"
        self.port = free_port()
        self.url = f"postgres://owner@127.0.0.1:{self.port}/{DATABASE}"

    def run(self, program: str, *arguments: str, check: bool = True) -> None:
        """Run one of PostgreSQL's programs as the user who may."""
        folder = binaries()
        assert folder is not None
        user = None if os.geteuid() else next(name for name in USERS if has_user(name))
        with self.log.open("a") as log:
            subprocess.run(
                [str(folder / program), *arguments], check=check, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                user=user, group=user and group_of(user), extra_groups=None if user is None else [], cwd="/",
            )  # fmt: skip

    def make(self) -> None:
        """An empty server."""
        self.run("initdb", "--pgdata", str(self.data), "--username", "owner", "--auth", "trust", "--encoding", "UTF8")
        self.configure()
        self.start()
        with psycopg.connect(self.url.replace(DATABASE, "postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {DATABASE}")

    def copy(self, primary: "Server") -> None:
        """A replica of another server."""
        source = f"host=127.0.0.1 port={primary.port} user=owner"
        self.run("pg_basebackup", "--pgdata", str(self.data), "--dbname", source, "--write-recovery-conf",
                 "--checkpoint", "fast")  # fmt: skip
        self.configure()
        self.start()

    def configure(self) -> None:
        """Write the settings behind those that are there; the last ones count."""
        with (self.data / "postgresql.conf").open("a") as file:
            file.writelines(f"{name} = '{value}'\n" for name, value in {**SETTINGS, "port": str(self.port)}.items())

    def start(self) -> None:
        """Start, and wait until the server answers."""
        self.run("pg_ctl", "start", "--pgdata", str(self.data), "--wait")

    def stop(self, mode: str = "immediate") -> None:
        """Stop at once, as if it had crashed, or as the mode says."""
        self.run("pg_ctl", "stop", "--pgdata", str(self.data), "--mode", mode, check=False)

    def execute(self, statement: str) -> object:
        """The first value that a statement gives."""
        with psycopg.connect(self.url, autocommit=True) as connection:
            cursor = connection.execute(statement)  # type: ignore[call-overload]
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None


def has_user(name: str) -> bool:
    """Whether the machine knows the user."""
    return any(entry.pw_name == name for entry in pwd.getpwall())


def group_of(name: str) -> int:
    """The user's own group."""
    return pwd.getpwnam(name).pw_gid


def wait_for(is_true: object, seconds: float, what: str) -> float:
    """Seconds until something is true; AssertionError if it takes longer than it may."""
    begun = time.monotonic()
    while not is_true():  # type: ignore[operator]
        assert time.monotonic() - begun < seconds, f"{what}: not within {seconds} s"
        time.sleep(0.01)
    return time.monotonic() - begun


@contextmanager
def cluster(replicas: int = 1) -> Iterator[list[Server]]:
    """A primary and its replicas; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="cluster-"))
    if not os.geteuid():
        shutil.chown(folder, next(name for name in USERS if has_user(name)))
    servers: list[Server] = []
    try:
        primary = Server(folder, "primary")
        servers.append(primary)
        primary.make()
        for number in range(1, replicas + 1):
            replica = Server(folder, f"replica{number}")
            servers.append(replica)
            replica.copy(primary)
        yield servers
    except Exception:
        for log in sorted(folder.glob("*.log")):
            print(log.name, log.read_text()[-2000:], sep="\n")  # noqa: T201
        raise
    finally:
        for server in servers:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)
