"""A file of training activities into the database: all of it, or nothing."""

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from config.databases.statistics import refresh_statistics
from cooperation.trainings.importer import sections, staging
from cooperation.trainings.importer.columns import FileError
from cooperation.trainings.importer.doubts import DoubtBook
from cooperation.trainings.importer.lines import FileFacts, digest_of_file, read_lines, scan_file
from cooperation.trainings.importer.nothing import Nothing, nothing_in, statement_in
from cooperation.trainings.importer.parse import PARSER_VERSION, parse_row
from cooperation.trainings.importer.readings import store_readings
from cooperation.trainings.importer.rows import PrintedPage, Vocabulary
from cooperation.trainings.importer.totals import read_totals, store_totals
from cooperation.trainings.importer.vocabulary import current_vocabulary
from cooperation.trainings.models import ImportBatch, PrintedTotal, ReportedYear, ReportPage

BATCH_SIZE = 2000


class ImportRefusedError(ValueError):
    """The file is not taken, and nothing has changed; says the file, the line and the reason."""


@dataclass
class Found:
    """What a file holds beside its rows: the pages that print them, and the lines that report nothing."""

    pages: dict[int, PrintedPage] = field(default_factory=dict)
    nothing: list[Nothing] = field(default_factory=list)


@dataclass
class ImportOutcome:
    """What an import did."""

    file_name: str
    is_same_file: bool = False
    rows: int = 0
    nothing: int = 0
    left_alone: int = 0
    changes: staging.Changes = field(default_factory=staging.Changes)
    doubts: Counter[str] = field(default_factory=Counter)
    totals: int | None = None

    def lines(self) -> list[str]:
        said = [f"{self.file_name}: {self.rows:,} rows."]
        if self.is_same_file:
            said.append("The same file as last time: nothing changes.")
        else:
            unchanged = self.rows - self.changes.new - self.changes.changed
            said.append(
                f"{self.changes.new:,} new, {self.changes.changed:,} changed, {unchanged:,} unchanged, "
                f"{self.changes.withdrawn:,} withdrawn."
            )
            if self.nothing:
                said.append(f"{self.nothing:,} more lines say that there is nothing to report.")
            if self.left_alone:
                said.append(
                    f"{self.left_alone:,} rows of reports and regions that the file does not have stay as they are."
                )
            said += [f"doubt: {kind}: {number:,}" for kind, number in sorted(self.doubts.items())]
        return said if self.totals is None else [*said, f"{self.totals:,} printed totals."]


def import_file(
    path: Path, *, totals: Path | None = None, report: Path | None = None, may_shrink: bool = False
) -> ImportOutcome:
    """Bring the training activities to what a file says, and write its doubts to `report`.

    ImportRefusedError if it is broken, or has no rows or far fewer than are held and is not said to (`may_shrink`).
    """
    started = timezone.now()
    with refusing(totals or path):
        printed = read_totals(totals) if totals else None
    with refusing(path):
        vocabulary = current_vocabulary()
        current = ImportBatch.objects.filter(is_current=True).first()
        is_same_file = current is not None and is_made_from(current, digest_of_file(path), vocabulary)
        if current and is_same_file and report is None:
            outcome = ImportOutcome(path.name, is_same_file=True, rows=current.rows)
        else:
            outcome = load(path, scan_file(path), vocabulary, report, started, may_shrink=may_shrink)
    if printed is not None:
        with transaction.atomic():
            store_totals(printed)
        outcome.totals = len(printed)
    return outcome


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say which file it was that cannot be taken."""
    try:
        yield
    except FileError as error:
        raise ImportRefusedError(f"{path.name}, {error} Nothing has changed.") from error


def is_made_from(batch: ImportBatch, sha256: str, vocabulary: Vocabulary) -> bool:
    """Whether an import read the same file in the same way."""
    key = (batch.sha256, batch.parser_version, batch.vocabulary)
    return key == (sha256, PARSER_VERSION, vocabulary.digest)


def load(
    path: Path, facts: FileFacts, vocabulary: Vocabulary, report: Path | None, started: datetime, *, may_shrink: bool
) -> ImportOutcome:
    found = Found()
    with ExitStack() as stack:
        stack.callback(staging.drop_staging)
        file = stack.enter_context(report.open("w", encoding="utf-8")) if report else None
        book = DoubtBook(file)
        staging.create_staging()
        rows = 0
        for batch in staging.batches(parsed(path, facts, vocabulary, book, found), BATCH_SIZE):
            staging.stage(batch)
            rows += len(batch)
        staging.refuse_repeated_ids()
        outcome = ImportOutcome(path.name, rows=rows, nothing=len(found.nothing), doubts=book.counts)
        publish(outcome, facts, vocabulary, found, started, may_shrink=may_shrink)
        if outcome.changes.any:
            staging.vacuum()
            refresh_statistics()
    return outcome


def parsed(
    path: Path, facts: FileFacts, vocabulary: Vocabulary, book: DoubtBook, found: Found
) -> Iterator[tuple[Any, ...]]:
    """The rows of a file as columns; collects their pages and doubts, and the lines that report nothing."""
    lines = read_lines(path, is_quoted=facts.is_quoted)
    for line in tqdm(lines, total=facts.lines - 1, unit=" rows", desc=path.name, disable=None):
        if statement := statement_in(line.cells):
            found.nothing.append(nothing_in(line, statement))
            continue
        row, doubts = parse_row(line, vocabulary)
        found.pages[row.page.number] = row.page
        book.note(doubts)
        yield staging.staged_values(row, vocabulary)


def publish(
    outcome: ImportOutcome,
    facts: FileFacts,
    vocabulary: Vocabulary,
    found: Found,
    started: datetime,
    *,
    may_shrink: bool,
) -> None:
    """In one transaction: what is staged becomes what all see, and the batch says so."""
    with transaction.atomic():
        staging.lock_imports()
        covered = sections.stage_sections(found.nothing)
        outcome.left_alone = sections.count_left_alone()
        if not may_shrink:
            sections.refuse_far_fewer(covered)
        outcome.changes = staging.count_changes()
        current = ImportBatch.objects.filter(is_current=True).first()
        is_known = not outcome.changes.any and sections.is_nothing_new(found.nothing, covered)
        if current and is_known and is_made_from(current, facts.sha256, vocabulary):
            return
        ImportBatch.objects.filter(is_current=True).update(is_current=False)
        batch = batch_of(outcome, facts, vocabulary, started)
        batch.save()
        pages = {**found.pages, **{nothing.page.number: nothing.page for nothing in found.nothing}}
        ReportPage.objects.bulk_create(
            (ReportPage(page.number, page.report, page.section, page.page, page.url) for page in pages.values()),
            batch_size=1000,
            ignore_conflicts=True,
        )
        sections.store_nothing(found.nothing, covered)
        store_readings(vocabulary.units)
        if outcome.changes.any:
            staging.swap(batch.pk, batch.finished_at)
            ReportedYear.objects.refresh()
            PrintedTotal.objects.refresh()


def batch_of(outcome: ImportOutcome, facts: FileFacts, vocabulary: Vocabulary, started: datetime) -> ImportBatch:
    changes = outcome.changes
    return ImportBatch(
        file_name=outcome.file_name[:255],
        sha256=facts.sha256,
        parser_version=PARSER_VERSION,
        vocabulary=vocabulary.digest,
        is_quoted=facts.is_quoted,
        rows=outcome.rows,
        rows_new=changes.new,
        rows_changed=changes.changed,
        rows_unchanged=outcome.rows - changes.new - changes.changed,
        rows_withdrawn=changes.withdrawn,
        doubts=dict(sorted(outcome.doubts.items())),
        started_at=started,
        finished_at=timezone.now(),
    )
