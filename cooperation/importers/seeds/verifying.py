"""Seeds against the texts of the documents: nothing is cited that does not stand there, and no number is passed over."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cooperation.importers.seeds.dating import date_problems
from cooperation.importers.seeds.figures import figure_problems
from cooperation.importers.seeds.quoting import (
    Document,
    Quotation,
    SeedProblem,
    excluded_ranges,
    place_problem,
    quotations,
    read_documents,
)
from cooperation.importers.seeds.seed_files import Entry, Mapping, SeedFile
from sources.locators import Cover, find_words, numbers, shared_run, uncovered, word_runs
from sources.models import RecordKind

# Text in the curator's own words; the titles of sources and the names of bodies and places are other people's.
OWN_WORDS = ("description", "explanation", "note", "definition", "covers", "not_covered", "population")
LABELS = {
    RecordKind.EVENT: "title",
    RecordKind.DISCREPANCY: "title",
    RecordKind.INDICATOR: "name",
    RecordKind.RECONCILIATION: "title",
}


@dataclass(frozen=True)
class DocumentSummary:
    """What was checked in one document: citations, and numbers by what accounts for them."""

    document: str
    citations: int
    numbers: int
    covered: int
    set_aside: int
    unaccounted: int

    def __str__(self) -> str:
        return (
            f"{self.document}: {self.citations} citations checked; {self.numbers} numbers found, "
            f"{self.covered} covered by citations, {self.set_aside} set aside, {self.unaccounted} unaccounted for"
        )


@dataclass(frozen=True)
class Report:
    """What was checked, what is wrong, and what may be somebody else's prose."""

    documents: tuple[DocumentSummary, ...]
    problems: tuple[SeedProblem, ...]
    warnings: tuple[SeedProblem, ...]


def verify(files: list[SeedFile], texts: Path) -> Report:
    """Hold every citation of the seeds, and every number of the documents, against the texts in the folder."""
    problems: list[SeedProblem] = []
    documents = read_documents(files, texts, problems)
    cited: dict[str, list[Quotation]] = defaultdict(list)
    for quotation in quotations(files):
        cited[quotation.document].append(quotation)
        document = documents.get(quotation.document)
        problems += quotation_problems(quotation, document)
    for document in documents.values():
        problems += stale_problems(document)
        problems += unaccounted_problems(document, cited[document.entry.slug])
    summaries = [summary_of(document, cited[document.entry.slug]) for document in documents.values()]
    return Report(tuple(summaries), tuple(sorted(problems, key=sort_position)), tuple(copied_prose(files, documents)))


def sort_position(problem: SeedProblem) -> tuple[str, int, str]:
    """File, line and reason."""
    return problem.file, problem.line, problem.reason


def quotation_problems(quotation: Quotation, document: Document | None) -> Iterator[SeedProblem]:
    """What is wrong with one use of words; nothing if the text is missing, which has been told of."""
    if document is not None and not document.paragraphs:
        return
    reason = place_problem(quotation, document)
    reasons = [reason] if reason else [*figure_problems(quotation), *date_problems(quotation)]
    yield from (quotation.problem(reason) for reason in reasons)


def stale_problems(document: Document) -> Iterator[SeedProblem]:
    """What is set aside but does not stand in the paragraph, or is no number, or is excluded anyway."""
    last = len(document.paragraphs)
    for line, places in excluded_ranges(document.file) if last else []:
        if places.stop > last + 1:
            yield document.problem(line, f"excluded: there is no paragraph {places.stop - 1}: the text has {last}")
    for values in document.file.set_aside if last else []:
        reason = stale_reason(values, document)
        if reason:
            yield document.problem(values.line, f"set_aside “{values.get('as_stated')}”: {reason}")


def stale_reason(values: Mapping, document: Document) -> str | None:
    """Why an item sets nothing aside, or None."""
    at, words, occurrence = values.get("at"), str(values.get("as_stated")), values.get("occurrence")
    if not isinstance(at, int) or not 1 <= at <= len(document.paragraphs):
        return f"there is no paragraph {at}: the text has {len(document.paragraphs)}"
    if at in document.excluded:
        return f"paragraph {at} is excluded"
    spans = find_words(words, document.paragraphs[at - 1])
    if not spans:
        return f"does not stand in paragraph {at}"
    if occurrence is not None and not (isinstance(occurrence, int) and 1 <= occurrence <= len(spans)):
        return f"occurrence {occurrence}, but it stands {len(spans)} times in paragraph {at}"
    return None


def covers_of_citations(document: Document, cited: list[Quotation]) -> dict[int, list[Cover]]:
    """What citations cover, by paragraph; all occurrences of their words."""
    covers: dict[int, list[Cover]] = defaultdict(list)
    for quotation in cited:
        if place_problem(quotation, document) is None:
            covers[quotation.values["at"]].append(Cover(quotation.words))
    return covers


def covers_of_set_aside(document: Document) -> dict[int, list[Cover]]:
    """What is set aside, by paragraph."""
    covers: dict[int, list[Cover]] = defaultdict(list)
    for values in document.file.set_aside:
        if stale_reason(values, document) is None:
            covers[values["at"]].append(Cover(str(values["as_stated"]), values.get("occurrence")))
    return covers


def evidence(document: Document) -> Iterator[tuple[int, str]]:
    """The paragraphs that are not excluded, with their numbers."""
    return ((at, text) for at, text in enumerate(document.paragraphs, start=1) if at not in document.excluded)


def unaccounted_problems(document: Document, cited: list[Quotation]) -> Iterator[SeedProblem]:
    """Numbers that neither a citation covers nor an item sets aside."""
    covers, set_aside = covers_of_citations(document, cited), covers_of_set_aside(document)
    for at, text in evidence(document):
        for number in uncovered(text, [*covers[at], *set_aside[at]]):
            reason = f"paragraph {at}: “{number.text}” ({number.kind}) is neither cited nor set aside"
            yield document.problem(document.entry.values.line, reason)


def summary_of(document: Document, cited: list[Quotation]) -> DocumentSummary:
    """Counts of what was checked in a document."""
    covers, set_aside = covers_of_citations(document, cited), covers_of_set_aside(document)
    found = uncited = unaccounted = 0
    for at, text in evidence(document):
        found += len(numbers(text))
        uncited += len(uncovered(text, covers[at]))
        unaccounted += len(uncovered(text, [*covers[at], *set_aside[at]]))
    slug = document.entry.slug
    return DocumentSummary(slug, len(cited), found, found - uncited, uncited - unaccounted, unaccounted)


def copied_prose(files: list[SeedFile], documents: dict[str, Document]) -> Iterator[SeedProblem]:
    """Text of the curator that shares eight words in a row with a document."""
    paragraphs = (text for document in documents.values() for text in document.paragraphs)
    runs = frozenset().union(*(word_runs(text) for text in paragraphs))
    for entry in (entry for file in files for entry in file.entries):
        for name, text in own_words(entry):
            run = shared_run(runs, text)
            if run:
                line = entry.values.key_lines.get(name, entry.values.line)
                yield SeedProblem(entry.file, line, f"{entry.key}: {name} shares “{run}” with a document")


def own_words(entry: Entry) -> Iterator[tuple[str, str]]:
    """The fields of a record that are the curator's own words."""
    for name in (*OWN_WORDS, LABELS.get(entry.kind, "")):
        if isinstance(entry.values.get(name), str):
            yield name, entry.values[name]
