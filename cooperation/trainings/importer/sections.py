"""What a file covers: the reports and, of each, the regions that it has a line of.

Absence is no statement. Rows of other reports and regions are left alone, and a file that has far fewer rows of one than are
held, as one that was cut off at the end of a line, is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from cooperation.trainings.importer.columns import FileError
from cooperation.trainings.importer.nothing import Nothing
from cooperation.trainings.importer.staging import SECTIONS, STAGED, TABLE, is_covered
from cooperation.trainings.models import NothingReported

# Far fewer: less than half of what is held, or more rows less than these, if they are more than this part.
MISSING_ROWS, MISSING_PART = 20, 0.1
MEANT = "If it is meant, say so with --may-shrink."


@dataclass(frozen=True, order=True)
class Section:
    """A report and a region, the empty one if it is unknown."""

    report: str
    region: str


def stage_sections(nothing: Iterable[Nothing]) -> set[Section]:
    """Note what the staged rows, and the lines that report nothing, cover."""
    stated = {(item.page.report, item.region or "") for item in nothing}
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT "report", COALESCE("region", \'\') FROM "{STAGED}"')  # noqa: S608
        found = sorted({*cursor.fetchall(), *stated})
        cursor.executemany(f'INSERT INTO "{SECTIONS}" ("report", "region") VALUES (%s, %s)', found)  # noqa: S608
    return {Section(*names) for names in found}


def count_left_alone() -> int:
    """The rows that are held of what the file does not cover."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT COUNT(*) FROM "{TABLE}" t WHERE t."withdrawn_at" IS NULL AND NOT {is_covered("t")}')  # noqa: S608
        return int(cursor.fetchone()[0])


def refuse_far_fewer(covered: set[Section]) -> None:
    """FileError if the file has no line, or far fewer rows of a report and region than are held."""
    if not covered:
        raise FileError(1, f"no row follows the header. {MEANT}")
    offered, held = rows_by_section(STAGED, "1 = 1"), rows_by_section(TABLE, '"withdrawn_at" IS NULL')
    for section in sorted(covered & held.keys()):
        rows, before = offered.get(section, 0), held[section]
        missing = before - rows
        if missing > before / 2 or (missing > MISSING_ROWS and missing > before * MISSING_PART):
            name = f"report {section.report}, {section.region or 'no region'}"
            raise FileError(
                1, f"the file has {rows:,} rows of {name}, and {before:,} are held. Was it cut off? {MEANT}"
            )


def rows_by_section(table: str, condition: str) -> dict[Section, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT "report", COALESCE("region", \'\'), COUNT(*) FROM "{table}" WHERE {condition} GROUP BY 1, 2'  # noqa: S608
        )
        return {Section(report, region): rows for report, region, rows in cursor.fetchall()}


def held_nothing(covered: set[Section]) -> list[NothingReported]:
    """The statements that are held of what a file covers."""
    held = NothingReported.objects.select_related("page")
    return [item for item in held if Section(item.report, item.region or "") in covered]


def is_nothing_new(nothing: Iterable[Nothing], covered: set[Section]) -> bool:
    """Whether the lines that report nothing say what is held."""
    return {stated(item) for item in held_nothing(covered)} == {stated(record_of(item)) for item in nothing}


def stated(item: NothingReported) -> tuple:
    return (
        item.published_id, item.page_id, item.report, item.region, item.country, item.fiscal_year, item.statement
    )  # fmt: skip


def store_nothing(nothing: Iterable[Nothing], covered: set[Section]) -> None:
    """Hold of what a file covers the statements that it makes. Belongs into a transaction."""
    records = [record_of(item) for item in nothing]
    gone = [item.pk for item in held_nothing(covered)]
    NothingReported.objects.filter(pk__in=gone).delete()
    NothingReported.objects.filter(published_id__in=[item.published_id for item in records]).delete()
    NothingReported.objects.bulk_create(records)


def record_of(item: Nothing) -> NothingReported:
    return NothingReported(
        published_id=UUID(item.published_id),
        page_id=item.page.number,
        report=item.page.report,
        region=item.region,
        country=item.country,
        fiscal_year=item.fiscal_year,
        statement=item.statement,
    )
