"""Backups that are written whole or not at all, of one moment, while the server serves."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.models import Count

from cooperation.importers.backups.archives import checked, new_archive, write_manifest, write_table
from cooperation.importers.backups.engines import engine_of
from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.manifest import Manifest
from cooperation.importers.backups.tables import StoredTable, migrations_of, tables_of

SNAPSHOT = "snapshot"


def write_backup(path: Path, using: str = DEFAULT_DB_ALIAS) -> Manifest:
    """Write a database into a new file, which only its owner may read: it holds the users, too."""
    if path.exists():
        raise BackupError(f"{path} exists already; a backup never replaces another.")
    part = path.with_name(f".{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        with one_moment_of(using), new_archive(part) as archive:
            write_content(archive, using)
        manifest = checked(part)
        put_in_place(part, path)
    except OSError as error:
        raise BackupError(f"{path} cannot be written: {error.strerror}.") from error
    except DatabaseError as error:
        raise BackupError(f"The database cannot be read: {error}") from error
    finally:
        part.unlink(missing_ok=True)
    return manifest


@contextmanager
def one_moment_of(using: str) -> Iterator[None]:
    """Inside the block `snapshot` reads what the database holds now; who reads or writes it meanwhile is not held up."""
    live = connections[using]
    live.ensure_connection()
    with engine_of(live).snapshot_connection(live, SNAPSHOT), transaction.atomic(SNAPSHOT):
        engine_of(live).begin_snapshot(connections[SNAPSHOT])
        yield


def write_content(archive: ZipFile, using: str) -> None:
    """Write every table, and the manifest."""
    begun = datetime.now(UTC).isoformat(timespec="seconds")
    migrations = migrations_of(SNAPSHOT)
    tables = {table.name: table for table in tables_of(migrations)}
    entries = {name: write_table(archive, table, SNAPSHOT) for name, table in tables.items()}
    dataset = tables["sources_dataset"].rows(SNAPSHOT).values("version", "state").get()
    manifest = Manifest(
        created_at=begun,
        vendor=connections[using].vendor,
        migrations=migrations,
        dataset=dataset,
        people=entries["auth_user"].rows,
        records=count_records(tables["sources_record"], SNAPSHOT),
        tables=entries,
    )
    write_manifest(archive, manifest)


def count_records(records: StoredTable, using: str) -> dict[str, int]:
    """How many records there are of each status."""
    counted = records.rows(using).values("status").annotate(count=Count("pk"))
    return dict(counted.order_by("status").values_list("status", "count"))


def put_in_place(part: Path, path: Path) -> None:
    """Let a file that is whole appear, on the disk, too; FileExistsError if there is one of that name by now."""
    with part.open("rb") as file:
        os.fsync(file.fileno())
    path.hardlink_to(part)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
