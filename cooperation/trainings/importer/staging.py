"""Rows into a table that only this connection sees, and from there, in one transaction, into the one that all see.

The staging table is temporary: it takes no lock that another writer waits for, and a process that is killed leaves
nothing of it behind. What becomes public is decided by the database from digests, so that the transaction is short.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Any
from uuid import UUID

import orjson
from django.db import connection

from cooperation.trainings.importer.columns import FileError
from cooperation.trainings.importer.rows import ParsedTraining, Vocabulary
from cooperation.trainings.models.training import Training, primary_key_of

TABLE = Training._meta.db_table
STAGED = "staged_training"
# The reports and regions that a file has.
SECTIONS = "staged_section"
# The columns that an import writes, in the order of `values_of`; of rows that are there already all but the first.
COLUMNS = (
    "id", "published_id", "page_id", "report", "fiscal_year", "country", "country_as_printed", "region", "program",
    "department", "course_title", "course_title_normalized", "delivery_unit",
    "delivery_unit_normalized", "recipient_unit", "recipient_unit_normalized", "start", "end", "location",
    "location_country", "in_country", "school_rule", "school_reason", "is_mobile", "mobile_rule", "recipients_id",
    "quantity", "total_cost", "flags", "authority_id", "place_id", "school_id", "school_base_id", "raw", "digest",
)  # fmt: skip
# Serializes imports on PostgreSQL; SQLite has one writer anyway.
ADVISORY_LOCK = 0x666D74727074


@dataclass(frozen=True)
class Changes:
    """How many rows an import changed, and how."""

    new: int = 0
    changed: int = 0
    withdrawn: int = 0

    @property
    def any(self) -> bool:
        return bool(self.new or self.changed or self.withdrawn)


def staged_values(row: ParsedTraining, vocabulary: Vocabulary) -> tuple[Any, ...]:
    """A row as its columns, in types that both databases take from a text; the line first."""
    page, trained, program, where, figures, days = row.page, row.trained, row.program, row.where, row.figures, row.days
    school, recipients = row.school, row.recipients
    facts = (
        row.published_id, page.number, page.report, program.fiscal_year, trained.code, trained.as_printed,
        trained.region, program.text, program.department, *row.course_title, *row.delivery_unit, *row.recipient_unit,
        days.start and days.start.isoformat(), days.end and days.end.isoformat(), where.text, where.country,
        where.in_country, school.rule, school.reason, school.is_mobile, school.mobile_rule, recipients.number,
        figures.quantity, figures.total_cost, int(row.flags),
    )  # fmt: skip
    named = (program.authority, where.place and where.place.slug, school.school, school.base)
    raw = orjson.dumps(row.cells)
    # Slugs, not primary keys, so that a restored database is not taken for a changed one.
    digest = blake2b(orjson.dumps((facts, named)) + raw, digest_size=16).hexdigest()
    keys = (
        vocabulary.authorities[program.authority] if program.authority else None,
        where.place.number if where.place else None,
        vocabulary.units.organizations[school.school] if school.school else None,
        vocabulary.units.bases[school.base] if school.base else None,
    )
    return (row.line, primary_key_of(UUID(row.published_id)), *facts, *keys, raw.decode(), digest)


def column_list(names: Iterable[str], prefix: str = "") -> str:
    return ", ".join(f'{prefix}"{name}"' for name in names)


def create_staging() -> None:
    drop_staging()
    with connection.cursor() as cursor:
        cursor.execute(
            f'CREATE TEMPORARY TABLE "{STAGED}" AS SELECT 0 AS "line", {column_list(COLUMNS)} FROM "{TABLE}" WHERE 1 = 0'  # noqa: S608
        )
        cursor.execute(f'CREATE TEMPORARY TABLE "{SECTIONS}" ("report" varchar(9), "region" varchar(24))')


def drop_staging() -> None:
    schema = "pg_temp" if connection.vendor == "postgresql" else "temp"
    with connection.cursor() as cursor:
        for table in (STAGED, SECTIONS):
            cursor.execute(f'DROP TABLE IF EXISTS {schema}."{table}"')


def stage(rows: list[tuple[Any, ...]]) -> None:
    names = column_list(("line", *COLUMNS))
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f'COPY "{STAGED}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join(["%s"] * (len(COLUMNS) + 1))
            cursor.executemany(f'INSERT INTO "{STAGED}" ({names}) VALUES ({marks})', rows)  # noqa: S608


def refuse_repeated_ids() -> None:
    """FileError at the second of two rows with the same published id."""
    with connection.cursor() as cursor:
        schema = "" if connection.vendor == "postgresql" else "temp."
        cursor.execute(f'CREATE INDEX {schema}"{STAGED}_id" ON "{STAGED}" ("published_id")')
        if connection.vendor == "postgresql":
            cursor.execute(f'ANALYZE "{STAGED}"')
        cursor.execute(
            f'SELECT "published_id", MIN("line"), MAX("line") FROM "{STAGED}" GROUP BY "published_id" '  # noqa: S608
            "HAVING COUNT(*) > 1 ORDER BY 3 LIMIT 1"
        )
        if found := cursor.fetchone():
            raise FileError(found[2], f"the id {found[0]} stands on line {found[1]} already.")


def lock_imports() -> None:
    """Wait for another import that is swapping, until the transaction ends."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ADVISORY_LOCK])


def count_changes() -> Changes:
    same = f'"{STAGED}" s WHERE s."published_id" = t."published_id"'
    with connection.cursor() as cursor:
        numbers = [
            first_number(cursor, statement)
            for statement in (
                f'SELECT COUNT(*) FROM "{STAGED}" s WHERE NOT EXISTS '  # noqa: S608
                f'(SELECT 1 FROM "{TABLE}" t WHERE t."published_id" = s."published_id")',
                f'SELECT COUNT(*) FROM "{TABLE}" t, {same} AND '  # noqa: S608
                '(s."digest" <> t."digest" OR t."withdrawn_at" IS NOT NULL)',
                f'SELECT COUNT(*) FROM "{TABLE}" t WHERE t."withdrawn_at" IS NULL AND NOT EXISTS (SELECT 1 FROM {same}) '  # noqa: S608
                f"AND {is_covered('t')}",
            )
        ]
    return Changes(*numbers)


def is_covered(table: str) -> str:
    """The condition that the file has the report and region of a row; other rows are left alone."""
    return (
        f'EXISTS (SELECT 1 FROM "{SECTIONS}" c WHERE c."report" = {table}."report" '  # noqa: S608
        f'AND c."region" = COALESCE({table}."region", \'\'))'
    )


def first_number(cursor: Any, statement: str) -> int:
    cursor.execute(statement)
    return int(cursor.fetchone()[0])


def swap(batch: int, moment: datetime) -> None:
    """Bring the table to what is staged: changed rows, new rows in their order, withdrawn rows, what counts."""
    assigned = ", ".join(f'"{name}" = s."{name}"' for name in COLUMNS[1:])
    names, values = column_list(COLUMNS), column_list(COLUMNS, "s.")
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{TABLE}" SET {assigned}, "batch_id" = %s, "withdrawn_at" = NULL FROM "{STAGED}" s '  # noqa: S608
            f'WHERE s."published_id" = "{TABLE}"."published_id" '
            f'AND (s."digest" <> "{TABLE}"."digest" OR "{TABLE}"."withdrawn_at" IS NOT NULL)',
            [batch],
        )
        number_anew(cursor)
        cursor.execute(
            f'INSERT INTO "{TABLE}" ({names}, "batch_id", "is_counted") SELECT {values}, %s, TRUE FROM "{STAGED}" s '  # noqa: S608
            f'WHERE NOT EXISTS (SELECT 1 FROM "{TABLE}" t WHERE t."published_id" = s."published_id") ORDER BY s."id"',
            [batch],
        )
        cursor.execute(
            f'UPDATE "{TABLE}" SET "withdrawn_at" = %s WHERE "withdrawn_at" IS NULL AND NOT EXISTS '  # noqa: S608
            f'(SELECT 1 FROM "{STAGED}" s WHERE s."published_id" = "{TABLE}"."published_id") AND '
            + is_covered(f'"{TABLE}"'),
            [connection.ops.adapt_datetimefield_value(moment)],
        )
        count_latest_reports(cursor)


def number_anew(cursor: Any) -> None:
    """Give unused negative keys to new rows with a key that is taken because their public ids begin alike."""
    cursor.execute(
        f'UPDATE "{STAGED}" SET "id" = (SELECT COALESCE(MIN("id"), 0) FROM "{TABLE}" WHERE "id" < 0) - "line" WHERE "id" IN '  # noqa: S608
        f'(SELECT "id" FROM "{STAGED}" GROUP BY "id" HAVING COUNT(*) > 1 UNION SELECT "id" FROM "{TABLE}") AND NOT EXISTS '
        f'(SELECT 1 FROM "{TABLE}" t WHERE t."published_id" = "{STAGED}"."published_id")'
    )


def count_latest_reports(cursor: Any) -> None:
    """Of a country's fiscal year that several reports cover, count the rows of the latest."""
    cursor.execute(
        f'UPDATE "{TABLE}" SET "is_counted" = ("{TABLE}"."report" = latest."report") FROM '  # noqa: S608
        f'(SELECT "country", "fiscal_year", MAX("report") AS "report" FROM "{TABLE}" WHERE "withdrawn_at" IS NULL '
        'GROUP BY "country", "fiscal_year") latest '
        f'WHERE "{TABLE}"."country" = latest."country" AND "{TABLE}"."fiscal_year" = latest."fiscal_year" '
        f'AND "{TABLE}"."is_counted" <> ("{TABLE}"."report" = latest."report")'
    )


def vacuum() -> None:
    """Let PostgreSQL answer from an index alone, which it does only after a vacuum; SQLite always does."""
    if connection.vendor == "postgresql" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute(f'VACUUM "{TABLE}"')


def batches(rows: Iterable[tuple[Any, ...]], size: int) -> Iterator[list[tuple[Any, ...]]]:
    batch: list[tuple[Any, ...]] = []
    for row in rows:
        batch.append(row)
        if len(batch) >= size:
            yield batch
            batch = []
    if batch:
        yield batch
