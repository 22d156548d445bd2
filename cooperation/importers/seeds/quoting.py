"""Every use of a document's words in the seeds, and whether the words stand where the seeds say."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cooperation.importers.seeds.citing import MOST_WORDS, paragraph_bounds, supported
from cooperation.importers.seeds.seed_files import Entry, Mapping, SeedFile
from sources.locators import find_words, fold, paragraphs, word_count
from sources.models import Claim, Stance


@dataclass(frozen=True)
class SeedProblem:
    """What is wrong in the seeds, and where."""

    file: str
    line: int
    reason: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.reason}"


@dataclass(frozen=True)
class Document:
    """A document as a file describes it, with the paragraphs of its text (none if the text is missing)."""

    file: SeedFile
    entry: Entry
    paragraphs: list[str]
    excluded: frozenset[int]

    def problem(self, line: int, reason: str) -> SeedProblem:
        """A problem in the file of the document."""
        return SeedProblem(self.file.name, line, reason)


@dataclass(frozen=True)
class Quotation:
    """One use of words of a document: the primary citation of a record, or a support of it.

    `record` is the record's definition; where no file defines it, what the support says of it.
    """

    record: Entry
    values: Mapping
    file: str
    document: str
    is_primary: bool

    @property
    def words(self) -> str:
        """The words as the seeds print them."""
        return str(self.values.get("as_stated") if self.values.get("as_stated") is not None else "")

    @property
    def field(self) -> str:
        """The field on which a support bears; empty for the whole record."""
        return "" if self.is_primary else str(self.values.get("field") or "")

    @property
    def is_mention(self) -> bool:
        """Whether a support only speaks of the record."""
        return not self.is_primary and self.values.get("stance") == Stance.MENTIONS

    @property
    def role(self) -> str:
        """What the words are for the record, for messages."""
        if self.is_primary:
            return "primary citation"
        return f"{'mention' if self.is_mention else 'support'} of {self.field or 'the whole record'}"

    def problem(self, reason: str) -> SeedProblem:
        """A problem at the line of the words."""
        return SeedProblem(self.file, self.values.line, f"{self.record.key}: {self.role} “{self.words}”: {reason}")


def read_documents(files: list[SeedFile], texts: Path, problems: list[SeedProblem]) -> dict[str, Document]:
    """The documents that have a text, by slug; what is wrong with a text becomes a problem."""
    documents = {}
    for file in files:
        described = [entry for entry in file.entries if entry.slug == file.document and entry.values.get("text_file")]
        for entry in described[:1]:
            excluded = frozenset(place for _, places in excluded_ranges(file) for place in places)
            documents[entry.slug] = Document(file, entry, read_text(entry, texts, problems), excluded)
    return documents


def read_text(entry: Entry, texts: Path, problems: list[SeedProblem]) -> list[str]:
    """The paragraphs of a document's text; none, and a problem, if it cannot be read or is another text."""
    path = texts / str(entry.values["text_file"])
    try:
        content = path.read_bytes()
        found = paragraphs(content.decode())
    except (OSError, UnicodeDecodeError) as error:
        problems.append(SeedProblem(entry.file, entry.values.line, f"text_file: cannot read {path}: {error}"))
        return []
    stated = {"text_sha256": hashlib.sha256(content).hexdigest(), "paragraphs": len(found)}
    for name, value in stated.items():
        if entry.values.get(name) != value:
            line = entry.values.key_lines.get(name, entry.values.line)
            reason = f"{name}: {entry.values.get(name)}, but that of {path.name} is {value}"
            problems.append(SeedProblem(entry.file, line, reason))
    return found


def excluded_ranges(file: SeedFile) -> Iterator[tuple[int, range]]:
    """The paragraphs that are no evidence, with the lines that say so; build_fixtures tells of those that are none."""
    for values in file.excluded:
        try:
            first, last = paragraph_bounds(values.get("paragraphs"))
        except ValueError:
            continue
        yield values.line, range(first, last + 1)


def quotations(files: list[SeedFile]) -> list[Quotation]:
    """Every use of words, in the order of the files."""
    records = {entry.key: entry for file in files for entry in file.entries}
    found = []
    for file in files:
        for entry in file.entries:
            if issubclass(entry.model, Claim):
                found.append(Quotation(entry, entry.values, file.name, str(file.document), is_primary=True))
            supports = entry.values.get("supports")
            for values in supports if isinstance(supports, list) else []:
                if isinstance(values, Mapping):
                    found.append(Quotation(entry, values, file.name, str(file.document), is_primary=False))
        for values in file.supports:
            named = supported(file, values)
            if named is not None:
                record = records.get(named.key, named)
                found.append(Quotation(record, values, file.name, str(file.document), is_primary=False))
    return found


def place_problem(quotation: Quotation, document: Document | None) -> str | None:
    """Why the words do not stand where the seeds say, or None; of a document without a text only pages can be cited."""
    at, words = quotation.values.get("at"), quotation.words
    if document is None:
        return f"paragraph {at} of a document without a text" if isinstance(at, int) else None
    if not isinstance(at, int) or not words:
        return "“at” (a paragraph) and “as_stated” are needed"
    if not 1 <= at <= len(document.paragraphs):
        return f"there is no paragraph {at}: the text has {len(document.paragraphs)}"
    if at in document.excluded:
        return f"paragraph {at} is excluded"
    if word_count(words) > MOST_WORDS:
        return f"{word_count(words)} words, at most {MOST_WORDS}"
    if not find_words(words, document.paragraphs[at - 1]):
        return f"does not stand in paragraph {at}{hint(words, at, document)}"
    return None


def hint(words: str, at: int, document: Document) -> str:
    """Where else the words stand, or why they only seem to stand there."""
    elsewhere = [place for place, text in enumerate(document.paragraphs, start=1) if find_words(words, text)]
    if elsewhere:
        return f" but in {', '.join(map(str, elsewhere))}"
    if fold(words).casefold() in fold(document.paragraphs[at - 1]).casefold():
        return " (in other case, or inside a longer word or number)"
    return ""
