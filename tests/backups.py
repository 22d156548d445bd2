"""Databases to back up and to restore into, beside the one of the tests, and what they hold."""

import re
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
from django.contrib.auth.models import Group, User
from django.db import connection
from django.db.utils import load_backend

from config.databases.aliases import connected
from config.databases.connections import SQLITE, sqlite_primary
from cooperation.importers.backups import restore_backup
from cooperation.importers.backups.engines import postgresql
from sources.models import Action, Change, Record
from tests.contracts.old_databases import IS_SERVER, OldDatabase

LIVE = "live"
# What a restore changes and says so: the version of the dataset, and those who were logged in.
ANNOUNCED = {"sources_dataset", "sources_dataset_pending", "django_session", "django_migrations"}
# What the database makes of the rest; of full text SQLite keeps pieces that depend on the order of writing.
MADE = {"cooperation_kepttraining", "sqlite_sequence", "sqlite_stat1"}
SERVER_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
SERVER_COLUMNS = (
    "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = '{}'"
)
EMBEDDED_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND instr(name, '_index') = 0"
TIME = re.compile(r"[0-9-]{10} [0-9:]{8}\.[0-9]+")
EMBEDDED_COLUMNS = "SELECT name FROM pragma_table_xinfo('{}')"


@contextmanager
def as_live(database: OldDatabase, alias: str = LIVE) -> Iterator[str]:
    """A database as a connection of Django's."""
    settings = {"OPTIONS": postgresql.options(connection)} if IS_SERVER else {"OPTIONS": embedded_options()}
    with connected(alias, connection, NAME=database.name, **settings):
        yield alias


@contextmanager
def embedded(file: Path, alias: str = LIVE) -> Iterator[str]:
    """A database file as a connection of Django's, whatever database the tests run on."""
    given = {**connection.settings_dict, "ENGINE": SQLITE, "NAME": str(file), "OPTIONS": embedded_options()}
    with connected(alias, load_backend(SQLITE).DatabaseWrapper(given, alias)):
        yield alias


def embedded_options() -> Any:
    """As settings give them to an embedded database."""
    return sqlite_primary({})["OPTIONS"]


def add_people(using: str) -> None:
    """A group and those who are in it, one of whom was dismissed."""
    group = Group.objects.using(using).create(name="archivists")
    for name, is_active in (("ana", True), ("bruno", False)):
        user = User.objects.using(using).create(username=name, is_active=is_active, is_staff=True, password=f"!{name}")
        user.groups.through.objects.using(using).create(user_id=user.pk, group_id=group.pk)


def said_yes(told: list[str]) -> bool:
    """Whoever is asked means it."""
    return True


def restored(path: Path, using: str) -> str | None:
    """Restore without being asked."""
    return restore_backup(path, said_yes, using=using)


def contents(database: OldDatabase) -> dict[str, list[str]]:
    """All rows of a database by table, as it gives them itself, but for what is announced and what is made anew."""
    is_file = database.name.startswith("/")
    with closing(sqlite3.connect(database.name) if is_file else database.connect()) as opened:
        names = opened.execute(EMBEDDED_TABLES if is_file else SERVER_TABLES).fetchall()
        tables = sorted({name for (name,) in names} - ANNOUNCED - MADE)
        return {table: rows_of(opened, table, EMBEDDED_COLUMNS if is_file else SERVER_COLUMNS) for table in tables}


def rows_of(opened: Any, table: str, columns: str) -> list[str]:
    """The rows of a table, in no order of its own."""
    names = sorted(name for (name,) in opened.execute(columns.format(table)).fetchall())
    rows = opened.execute(f"SELECT {', '.join(map(quoted, names))} FROM {quoted(table)}").fetchall()
    return sorted(repr([without_spelling(value) for value in row]) for row in rows)


def without_spelling(value: Any) -> Any:
    """JSON by what it says and in which order, times by when they are: SQLite keeps both as whoever wrote them spelled them."""
    if isinstance(value, str) and TIME.fullmatch(value):
        return value.rstrip("0")
    with suppress(orjson.JSONDecodeError):
        return orjson.loads(value) if isinstance(value, str) and value[:1] in ("[", "{") else value
    return value


def quoted(name: str) -> str:
    return f'"{name}"'


def old_backup(database: OldDatabase, path: Path) -> None:
    """Write what `backup` of version 0.1.0 wrote of a database."""
    if not IS_SERVER:
        shutil.copy(database.name, path)
        return
    command = ["pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={path}", database.url]
    subprocess.run(command, check=True)


def manifest_in(path: Path) -> dict[str, Any]:
    """What a backup says of itself."""
    with ZipFile(path) as archive:
        return orjson.loads(archive.read("manifest.json"))


def change_note(using: str, title: str = "changed") -> None:
    """A change that somebody makes, with its line in the ledger."""
    record = Record.objects.using(using).get(slug="merida-initiative")
    Record.objects.using(using).filter(pk=record.pk).update(note=title, revision=record.revision + 1)
    ana = User.objects.using(using).get(username="ana")
    Change.objects.using(using).create(
        record_id=record.pk, revision=record.revision + 1, action=Action.CHANGED, reason="Why not.", by_id=ana.pk
    )


def note(using: str) -> str | None:
    """What `change_note` changes."""
    return Record.objects.using(using).get(slug="merida-initiative").note
