"""The doubts of an import: counted by kind, and written down one a line."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

from cooperation.trainings.importer.rows import Doubt

HEADER = ("line", "column", "value", "reason")
# What a spreadsheet takes for a formula.
_FORMULAS = ("=", "+", "-", "@")


@dataclass
class DoubtBook:
    """Counts doubts, and writes each into a file if there is one."""

    file: TextIO | None
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        if self.file:
            self.file.write("\t".join(HEADER) + "\n")

    def note(self, doubts: Iterable[Doubt]) -> None:
        """Count some doubts and write them down."""
        for doubt in doubts:
            self.counts[doubt.reason.word] += 1
            if self.file:
                cells = (str(doubt.line), doubt.column, harmless(doubt.value), doubt.reason.word)
                self.file.write("\t".join(cells) + "\n")


def harmless(value: str) -> str:
    """A value on one line, which no spreadsheet takes for a formula."""
    text = " ".join(value.split())
    return f"'{text}" if text.startswith(_FORMULAS) else text
