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

from cooperation.models import Authority, Place
from cooperation.trainings.importer import staging
from cooperation.trainings.importer.columns import FileError
from cooperation.trainings.importer.doubts import DoubtBook
from cooperation.trainings.importer.lines import FileFacts, digest_of_file, read_lines, scan_file
from cooperation.trainings.importer.locations import PlaceName, gazetteer_of
from cooperation.trainings.importer.parse import PARSER_VERSION, parse_row
from cooperation.trainings.importer.rows import PrintedPage, Vocabulary
from cooperation.trainings.importer.totals import Total, read_totals, store_totals
from cooperation.trainings.models import ImportBatch, PrintedTotal, ReportedYear, ReportPage

BATCH_SIZE = 2000


class ImportRefusedError(ValueError):
    """The file is not taken, and nothing has changed; says the file, the line and the reason."""


@dataclass
class ImportOutcome:
    """What an import did."""

    file_name: str
    is_same_file: bool = False
    rows: int = 0
    changes: staging.Changes = field(default_factory=staging.Changes)
    doubts: Counter[str] = field(default_factory=Counter)
    totals: int | None = None

    def lines(self) -> list[str]:
        """The outcome in words."""
        said = [f"{self.file_name}: {self.rows:,} rows."]
        if self.is_same_file:
            said.append("The same file as last time: nothing changes.")
        else:
            unchanged = self.rows - self.changes.new - self.changes.changed
            said.append(
                f"{self.changes.new:,} new, {self.changes.changed:,} changed, {unchanged:,} unchanged, "
                f"{self.changes.withdrawn:,} withdrawn."
            )
            said += [f"doubt: {kind}: {number:,}" for kind, number in sorted(self.doubts.items())]
        return said if self.totals is None else [*said, f"{self.totals:,} printed totals."]


def import_file(path: Path, *, totals: Path | None = None, report: Path | None = None) -> ImportOutcome:
    """Bring the training activities to what a file says, and write its doubts to `report`; ImportRefusedError if it is broken."""
    started = timezone.now()
    with refusing(totals or path):
        printed = read_totals(totals) if totals else None
    with refusing(path):
        vocabulary = current_vocabulary()
        sha256 = digest_of_file(path)
        current = ImportBatch.objects.filter(is_current=True).first()
        is_same_file = current is not None and is_made_from(current, sha256, vocabulary)
        if current and is_same_file and report is None:
            outcome = ImportOutcome(path.name, is_same_file=True, rows=current.rows)
        else:
            outcome = load(path, scan_file(path), vocabulary, report, started)
    if printed is not None:
        replace_totals(printed)
        outcome.totals = len(printed)
    return outcome


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """Say which file it was that cannot be taken."""
    try:
        yield
    except FileError as error:
        raise ImportRefusedError(f"{path.name}, {error} Nothing has changed.") from error


def current_vocabulary() -> Vocabulary:
    """The authorities and places of the database."""
    authorities = dict(Authority.objects.published().values_list("slug", "pk"))
    names = []
    for place in Place.objects.published().prefetch_related("aliases").order_by("slug"):
        name = PlaceName(place.pk, place.slug, place.kind, place.iso_3166_1)
        names += [(text, name) for text in (place.name, *(alias.name for alias in place.aliases.all()))]
    return Vocabulary(authorities, gazetteer_of(names))


def is_made_from(batch: ImportBatch, sha256: str, vocabulary: Vocabulary) -> bool:
    """Whether an import read the same file in the same way."""
    key = (batch.sha256, batch.parser_version, batch.vocabulary)
    return key == (sha256, PARSER_VERSION, vocabulary.digest)


def load(path: Path, facts: FileFacts, vocabulary: Vocabulary, report: Path | None, started: datetime) -> ImportOutcome:
    """Stage all rows of a file and make them public."""
    pages: dict[int, PrintedPage] = {}
    with ExitStack() as stack:
        stack.callback(staging.drop_staging)
        file = stack.enter_context(report.open("w", encoding="utf-8")) if report else None
        book = DoubtBook(file)
        staging.create_staging()
        rows = 0
        for batch in staging.batches(parsed(path, facts, vocabulary, book, pages), BATCH_SIZE):
            staging.stage(batch)
            rows += len(batch)
        staging.refuse_repeated_ids()
        outcome = ImportOutcome(path.name, rows=rows, doubts=book.counts)
        publish(outcome, facts, vocabulary, pages, started)
        if outcome.changes.any:
            staging.analyze()
    return outcome


def parsed(
    path: Path, facts: FileFacts, vocabulary: Vocabulary, book: DoubtBook, pages: dict[int, PrintedPage]
) -> Iterator[tuple[Any, ...]]:
    """The rows of a file as columns; collects their pages and doubts."""
    lines = read_lines(path, is_quoted=facts.is_quoted)
    for line in tqdm(lines, total=facts.lines - 1, unit=" rows", desc=path.name, disable=None):
        row, doubts = parse_row(line, vocabulary)
        pages[row.page.number] = row.page
        book.note(doubts)
        yield staging.staged_values(row, vocabulary)


def publish(
    outcome: ImportOutcome, facts: FileFacts, vocabulary: Vocabulary, pages: dict[int, PrintedPage], started: datetime
) -> None:
    """In one transaction: what is staged becomes what all see, and the batch says so."""
    with transaction.atomic():
        staging.lock_imports()
        outcome.changes = staging.count_changes()
        current = ImportBatch.objects.filter(is_current=True).first()
        if current and not outcome.changes.any and is_made_from(current, facts.sha256, vocabulary):
            return
        ImportBatch.objects.filter(is_current=True).update(is_current=False)
        batch = batch_of(outcome, facts, vocabulary, started)
        batch.save()
        ReportPage.objects.bulk_create(
            (ReportPage(page.number, page.report, page.section, page.page, page.url) for page in pages.values()),
            batch_size=1000,
            ignore_conflicts=True,
        )
        if outcome.changes.any:
            staging.swap(batch.pk, batch.finished_at)
            ReportedYear.objects.refresh()
            PrintedTotal.objects.refresh()


def batch_of(outcome: ImportOutcome, facts: FileFacts, vocabulary: Vocabulary, started: datetime) -> ImportBatch:
    """The record of an import, not saved."""
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


def replace_totals(totals: list[Total]) -> None:
    """Printed totals into their table, all or none."""
    with transaction.atomic():
        store_totals(totals)
