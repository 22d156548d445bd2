"""CSV as RFC 4180 has it: UTF-8, a line of names, texts in quotes, those that look like formulas behind an apostrophe."""

from collections.abc import Callable, Iterable
from functools import partial
from typing import IO, Any

from config.rest.statements import Row
from cooperation.files.answers import AnswerReader
from cooperation.files.columns import FileColumn, cells_by_column, exact_number, file_columns, texts_in_one

# A text that begins so is a formula to a spreadsheet.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
END = "\r\n"


def write_csv(reader: AnswerReader, file: IO[bytes]) -> None:
    columns = file_columns(reader.listing.serializer)
    file.write((",".join(column.name for column in columns) + END).encode())
    for lines in reader.texts("line", END, partial(csv_lines, columns)):
        file.write(lines)


def csv_lines(columns: list[FileColumn], answers: Iterable[Row]) -> Iterable[str]:
    """Rows as lines, without their ends."""
    cells = cells_by_column(columns, list(answers))
    return map(",".join, zip(*map(_csv_cells, columns, cells), strict=True))


def _csv_cells(column: FileColumn, cells: Iterable[Any]) -> list[str]:
    text = CSV_TEXTS.get(column.type, _csv_quoted)
    return ["" if cell is None or cell == [] else text(cell) for cell in cells]


def _csv_quoted(value: Any) -> str:
    """A text that no spreadsheet takes for a formula."""
    text = str(value).replace('"', '""')
    return f'"\'{text}"' if text.startswith(FORMULAS) else f'"{text}"'


CSV_TEXTS: dict[str, Callable[[Any], str]] = {
    "integer": str,
    "number": exact_number,
    "boolean": lambda value: "true" if value else "false",
    "time": lambda moment: _csv_quoted(moment.isoformat().replace("+00:00", "Z")),
    "texts": lambda texts: _csv_quoted(texts_in_one(texts)),
}
