"""Lines of a tab-separated file to cells, whether the file is quoted as in CSV or not at all.

Which of the two is settled by the whole file before a row is read. A cell in quotes whose own quotes are doubled is
*closed*; any other cell with a quote is *stray*. The file is quoted if no cell is stray, or if at least one closed cell
holds what only quoting explains: a doubled quote, a tab or a line end. Otherwise all quotes are text.

A line is a row. In a quoted file a stray quote is text too and a doubt, so that it never swallows the rows after it. Only
where a line has too few or too many cells is it read as CSV alone, together with the lines after it that are no whole
rows themselves.
"""

import csv
import gzip
import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cooperation.trainings.importer.columns import COLUMNS, FileError, column_order
from cooperation.trainings.importer.formats import open_bytes, refuse_other_formats

# More lines than any cell has; what goes on for longer is not a cell but a quote that was never closed.
LONGEST_CELL_LINES = 50
LONGEST_LINE = 1_000_000


@dataclass(frozen=True)
class FileFacts:
    """What the first reading of a file tells: its digest, its lines, and whether its cells are quoted."""

    sha256: str
    lines: int
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The cells of one row, in the order of the columns, and the line of the file on which it begins."""

    number: int
    cells: list[str]
    stray: tuple[int, ...] = ()


def digest_of_file(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def scan_file(path: Path, columns: tuple[str, ...] = COLUMNS) -> FileFacts:
    """Read the whole file once; FileError at the first line that is broken."""
    refuse_other_formats(path, columns)
    closed = stray = False
    lines = 0
    for number, text in numbered_lines(path):
        lines = number
        if '"' not in text or closed:
            continue
        cells = text.split("\t")
        if len(cells) != len(columns):
            closed = closed or is_whole(text, len(columns))
            continue
        for cell in cells:
            if '"' in cell:
                inner = inner_of(cell)
                stray = stray or inner is None
                closed = closed or (inner is not None and '"' in inner)
    return FileFacts(digest_of_file(path), lines, is_quoted=closed or not stray)


def is_whole(text: str, width: int) -> bool:
    try:
        return len(next(csv.reader([text], delimiter="\t", strict=True), [])) == width
    except csv.Error:
        return False


def inner_of(cell: str) -> str | None:
    """What the quotes around a cell hold, or None if they are no quotes around it."""
    if len(cell) < 2 or cell[0] != '"' or cell[-1] != '"':
        return None
    inner = cell[1:-1]
    return None if '"' in inner.replace('""', "") else inner.replace('""', '"')


def numbered_lines(path: Path) -> Iterator[tuple[int, str]]:
    """The lines of a file as text, counted from 1, without their ends; FileError at one that is no text."""
    number = 0
    try:
        with open_bytes(path) as file:
            while content := file.readline(LONGEST_LINE):
                number += 1
                yield number, decode_line(content, number)
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise FileError(
            number + 1, f"the compressed file ends too early or is damaged ({error}): fetch it again."
        ) from error


def decode_line(content: bytes, number: int) -> str:
    """The text of a line; FileError if it is not UTF-8 or holds what no cell can hold."""
    if len(content) >= LONGEST_LINE:
        raise FileError(number, f"longer than {LONGEST_LINE:,} bytes.")
    content = content.removesuffix(b"\n").removesuffix(b"\r")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        column = content[: error.start].count(b"\t") + 1
        raise FileError(number, f"column {column}: not UTF-8 (byte 0x{content[error.start]:02x}).") from error
    for character in ("\0", "\r"):
        if character in text:
            column = text[: text.index(character)].count("\t") + 1
            raise FileError(number, f"column {column}: the control character U+{ord(character):04X}.")
    return text.removeprefix("\ufeff") if number == 1 else text


def read_lines(path: Path, *, is_quoted: bool, columns: tuple[str, ...] = COLUMNS) -> Iterator[Line]:
    """The rows of a file; FileError at the first line that is none."""
    lines = numbered_lines(path)
    _, header = next(lines, (1, ""))
    names = [(inner_of(name) if is_quoted else None) or name for name in header.split("\t")]
    order = column_order(names, columns)
    for number, text in lines:
        line = line_of(number, text, lines, is_quoted=is_quoted, width=len(columns))
        yield line if order is None else reordered(line, order)


def reordered(line: Line, order: list[int]) -> Line:
    stray = tuple(to for to, at in enumerate(order) if at in line.stray)
    return Line(line.number, [line.cells[at] for at in order], stray)


def line_of(number: int, text: str, lines: Iterator[tuple[int, str]], *, is_quoted: bool, width: int) -> Line:
    """One row; takes further lines only for a cell that goes on beyond its line."""
    cells = text.split("\t")
    if len(cells) != width:
        if not text.strip():
            raise FileError(number, "the line is blank: delete it, if the file is whole before and after it.")
        if not is_quoted or '"' not in text:
            raise FileError(number, f"{len(cells)} cells instead of {width}.")
        return Line(number, whole_row(number, text, lines, width))
    if not is_quoted or '"' not in text:
        return Line(number, cells)
    stray: list[int] = []
    for at, cell in enumerate(cells):
        if '"' in cell:
            inner = inner_of(cell)
            if inner is None:
                stray.append(at)
            else:
                cells[at] = inner
    return Line(number, cells, tuple(stray))


def whole_row(number: int, text: str, lines: Iterator[tuple[int, str]], width: int) -> list[str]:
    """The cells of a row that holds tabs or line ends in quotes; FileError if no reading gives all of them."""
    parts = [text]
    for _ in range(LONGEST_CELL_LINES):
        try:
            cells = next(csv.reader(["\n".join(parts)], delimiter="\t", strict=True))
        except csv.Error as error:
            # Anything but a quote that is still open stays wrong however many lines follow.
            if "unexpected end of data" not in str(error):
                break
            further = next(lines, None)
            if further is None or further[1].count("\t") >= width - 1:
                break
            parts.append(further[1])
        else:
            if len(cells) == width:
                return cells
            break
    raise FileError(number, f"{text.count(chr(9)) + 1} cells instead of {width}, however its quotes are read.")
