"""A backup into an empty database: its migrations, its rows, proof that they are the same, and today's migrations."""

from collections.abc import Iterator
from hashlib import sha256
from itertools import count, islice
from typing import Any
from zipfile import ZipFile

import orjson
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor
from tqdm import tqdm

from config.databases.statistics import refresh_statistics
from cooperation.importers.backups.archives import table_lines
from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.manifest import Manifest
from cooperation.importers.backups.tables import ROWS_AT_ONCE, Migrations, StoredTable, migrations_of, tables_of
from cooperation.importers.backups.values import reader_of, sorted_row_line
from cooperation.importers.backups.writing import count_records

Row = tuple[Any, ...]


def load_backup(archive: ZipFile, manifest: Manifest, using: str) -> None:
    """Fill an empty database from a backup and bring it to the tables of today; BackupError if anything does not fit."""
    refuse_unknown(manifest.migrations)
    tables = tables_of(manifest.migrations)
    if {table.name: table.columns for table in tables} != {name: e.columns for name, e in manifest.tables.items()}:
        raise BackupError("The backup has other tables or columns than its migrations make.")
    try:
        migrate_to(manifest.migrations, using)
        with transaction.atomic(using):
            digests = [load_table(archive, table, using) for table in tqdm(tables, "Loading", disable=None)]
            connections[using].check_constraints()
        prove(manifest, tables, digests, using)
        reset_sequences(tables, using)
        call_command("migrate", database=using, interactive=False, verbosity=0)
        refresh_statistics(using)
    except (DatabaseError, ArithmeticError, ValueError) as error:
        raise BackupError(f"The database refuses what the backup holds: {error}") from error


def refuse_unknown(migrations: Migrations) -> None:
    """BackupError if this version does not have the migrations, or other ones have to come first."""
    graph = MigrationExecutor(None).loader.graph
    keys = {(app, name) for app, names in migrations.items() for name in names}
    if unknown := keys - set(graph.nodes):
        names = ", ".join(sorted(".".join(key) for key in unknown))
        raise BackupError(f"A newer version made the backup: this one does not know {names}.")
    if any(not keys.issuperset(graph.forwards_plan(key)) for key in keys):
        raise BackupError("The backup lacks migrations on which others rest.")


def migrate_to(migrations: Migrations, using: str) -> None:
    """Make the tables that the backup knows, and nothing of what the database does by itself."""
    executor = MigrationExecutor(connections[using])
    keys = {(app, name) for app, names in migrations.items() for name in names}
    # Those on which none of the others rests: asked for one that has successors, Django would undo these.
    last = keys.difference(*(executor.loader.graph.forwards_plan(key)[:-1] for key in keys))
    executor.migrate(sorted(last))
    if migrations_of(using) != migrations:
        raise BackupError("The backup names other migrations than lead to its tables.")


def load_table(archive: ZipFile, table: StoredTable, using: str) -> str:
    """Write the rows of a table; the digest that they have to give when they are read again."""
    connection = connections[using]
    quote = connection.ops.quote_name
    into = f"{quote(table.name)} ({', '.join(map(quote, table.columns))})"
    digest = sha256()
    rows = read_rows(archive, table, using, digest)
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {quote(table.name)}")  # noqa: S608  (names of our own models)
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * len(table.columns))
            # Some at a time: of those that are given at once Django keeps each.
            while batch := list(islice(rows, ROWS_AT_ONCE)):
                cursor.executemany(f"INSERT INTO {into} VALUES ({marks})", batch)  # noqa: S608
    return digest.hexdigest()


def read_rows(archive: ZipFile, table: StoredTable, using: str, digest: Any) -> Iterator[Row]:
    """The rows of a table as the database takes them; BackupError at one that is none."""
    readers = [reader_of(field, connections[using]) for field in table.fields]
    for line, number in zip(table_lines(archive, table.name), count(1), strict=False):
        try:
            row = orjson.loads(line)
            digest.update(sorted_row_line(row))
            yield tuple([read(value) for read, value in zip(readers, row, strict=True)])
        except (ValueError, TypeError, ArithmeticError) as error:
            raise BackupError(f"{table.name}, row {number}: {error}") from error


def prove(manifest: Manifest, tables: list[StoredTable], digests: list[str], using: str) -> None:
    """BackupError if the rows that are in the database now are not those of the backup, or not what it says of itself."""
    for table, wanted in zip(tqdm(tables, "Comparing", disable=None), digests, strict=True):
        digest = sha256()
        for line in table.lines(using, sorted_row_line):
            digest.update(line)
        if digest.hexdigest() != wanted:
            raise BackupError(f"{table.name} does not hold what the backup holds of it.")
    by_name = {table.name: table for table in tables}
    found = count_records(by_name["sources_record"], using), by_name["auth_user"].rows(using).count()
    if found != (manifest.records, manifest.people):
        raise BackupError("The backup holds other numbers of records or accounts than its manifest says.")
    if list(by_name["sources_dataset"].rows(using).values("version", "state")) != [manifest.dataset]:
        raise BackupError("The backup holds another version of the dataset than its manifest says.")


def reset_sequences(tables: list[StoredTable], using: str) -> None:
    """Let new rows have keys behind those that there are."""
    connection = connections[using]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [table.model for table in tables]):
            cursor.execute(statement)
