"""Databases that version 0.1.0 made, with what curators and an import left in them; copied, migrated and looked into.

`data/version_0_1_0.*` hold the fixtures of that version, a program and a funding record that a curator edited, a place that one
made, a draft, a record in review, a withdrawn event, and two editions of a small file of training activities.
"""

import json
import lzma
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from django.conf import settings
from django.db import connection

DATA = settings.BASE_DIR / "tests" / "data"
IS_SERVER = connection.vendor == "postgresql"
# What is made of the tables, and the tables themselves; in one order.
CATALOGUE = (
    "SELECT 'trigger', pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal "
    "UNION ALL SELECT 'function', pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
    "UNION ALL SELECT 'view', viewname || definition FROM pg_views WHERE schemaname = 'public' "
    "UNION ALL SELECT 'index', indexdef FROM pg_indexes WHERE schemaname = 'public' "
    "UNION ALL SELECT 'column', concat_ws(' ', table_name, column_name, data_type, character_maximum_length, is_nullable, "
    "column_default, generation_expression) FROM information_schema.columns WHERE table_schema = 'public' "
    "UNION ALL SELECT 'constraint', concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)) FROM pg_constraint "
    "WHERE connamespace = 'public'::regnamespace"
    if IS_SERVER
    else "SELECT type, sql FROM sqlite_master WHERE sql IS NOT NULL"
)

NAMES = (
    "SELECT concat_ws(' ', tgrelid::regclass, tgname) FROM pg_trigger WHERE NOT tgisinternal "
    "UNION ALL SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
    "UNION ALL SELECT viewname FROM pg_views WHERE schemaname = 'public' ORDER BY 1"
    if IS_SERVER
    else "SELECT name FROM sqlite_master WHERE type IN ('trigger', 'view') ORDER BY 1"
)


@dataclass(frozen=True)
class OldDatabase:
    """A database of its own: its name on the server, or its file."""

    name: str

    @property
    def url(self) -> str:
        """Its address, as the server's process is given it."""
        if not IS_SERVER:
            return f"sqlite:///{self.name}"
        server = connection.settings_dict
        host = f"{server['HOST']}:{server['PORT']}" if server["PORT"] else server["HOST"]
        password = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
        return f"postgres://{server['USER']}{password}@{host}/{self.name}"

    def connect(self) -> Any:
        """A connection that commits each statement and waits for nobody."""
        if IS_SERVER:
            return psycopg.connect(self.url, autocommit=True, options="-c lock_timeout=200ms")
        return sqlite3.connect(self.name, isolation_level=None, timeout=0.2)

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """What a query gives."""
        with closing(self.connect()) as opened:
            return opened.execute(statement).fetchall()

    def columns(self, table: str) -> str:
        """The columns of a table, as a query names them."""
        with closing(self.connect()) as opened:
            found = opened.execute(f"SELECT * FROM {table} LIMIT 0").description
        return ", ".join(f'"{column[0]}"' for column in found)

    def catalogue(self, *kinds: str) -> list[str]:
        """How everything in it is defined, or what is of some kinds."""
        return sorted(definition for kind, definition in self.rows(CATALOGUE) if not kinds or kind in kinds)

    def load(self, script: bytes) -> None:
        """Run a script of psql."""
        command = ["psql", "--no-psqlrc", "--quiet", "--set=ON_ERROR_STOP=1", "--output=/dev/null", self.url]
        subprocess.run(command, input=script, check=True)

    def run(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a module of the tests in a process of its own that uses this database."""
        given = {**os.environ, "DATABASE_URL": self.url, "REPLICA_URLS": "", "CACHE_URL": "", **environment}
        command = [sys.executable, "-m", *arguments]
        return subprocess.run(command, cwd=settings.BASE_DIR, env=given, capture_output=True, text=True, check=False)

    def migrate(self, *target: str, **environment: str) -> dict[str, Any]:
        """Migrate to a target; the error, if there is one, and what the API answers afterwards."""
        done = self.run("tests.contracts.migrating", *target, **environment)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


def administer(statement: str) -> None:
    """Run a statement that makes or drops a database."""
    with closing(psycopg.connect(OldDatabase("postgres").url, autocommit=True)) as opened:
        opened.execute(statement)


@contextmanager
def database_of_version_0_1_0(folder: Path) -> Iterator[OldDatabase]:
    """The database as that version left it."""
    if not IS_SERVER:
        file = folder / "old.sqlite3"
        file.write_bytes(lzma.decompress((DATA / "version_0_1_0.sqlite3.xz").read_bytes()))
        yield OldDatabase(str(file))
        return
    with server_database("old", "") as database:
        database.load(lzma.decompress((DATA / "version_0_1_0.sql.xz").read_bytes()))
        yield database


@contextmanager
def empty_database(folder: Path) -> Iterator[OldDatabase]:
    """A database without a table."""
    if IS_SERVER:
        with server_database("empty", "") as database:
            yield database
        return
    yield OldDatabase(str(folder / "empty.sqlite3"))


@contextmanager
def copy_of(database: OldDatabase, folder: Path, name: str) -> Iterator[OldDatabase]:
    """A copy, for what a test does to it."""
    if IS_SERVER:
        with server_database(name, f"TEMPLATE {database.name}") as copied:
            yield copied
        return
    file = folder / f"{name}.sqlite3"
    with closing(database.connect()) as opened:
        opened.execute("VACUUM INTO ?", [str(file)])
    yield OldDatabase(str(file))


@contextmanager
def server_database(name: str, options: str) -> Iterator[OldDatabase]:
    """A database on the server while it is needed."""
    database = OldDatabase(f"{connection.settings_dict['NAME']}_{name}_{os.getpid()}")
    administer(f"DROP DATABASE IF EXISTS {database.name} WITH (FORCE)")
    administer(f"CREATE DATABASE {database.name} {options}")
    try:
        yield database
    finally:
        administer(f"DROP DATABASE {database.name} WITH (FORCE)")
