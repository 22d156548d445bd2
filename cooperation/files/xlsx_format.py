"""A workbook with one sheet; a text stays one, whatever it looks like: never a formula, a link or a number."""

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from itertools import chain
from typing import IO, Any

from config.rest.statements import Row
from cooperation.files.answers import AnswerReader
from cooperation.files.columns import ColumnType, FileColumn, cells_by_column, file_columns, json_number, texts_in_one

# Characters that a cell holds at most.
LONGEST_CELL = 32_767
# The same list gives the same bytes: what a workbook says of its making is not today's.
CREATED = datetime(2000, 1, 1)
DATE_FORMATS: dict[ColumnType, str] = {"day": "yyyy-mm-dd", "time": "yyyy-mm-dd hh:mm:ss"}


def write_xlsx(reader: AnswerReader, file: IO[bytes]) -> None:
    """Write a list as a workbook."""
    import xlsxwriter  # noqa: PLC0415

    columns = file_columns(reader.listing.serializer)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet(reader.listing.name)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, [column.name for column in columns], book.add_format({"bold": True}))
        writers = [_cell_writer(sheet, column, book) for column in columns]
        rows = chain.from_iterable(_sheet_rows(columns, answers) for answers in reader.answers())
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if value is not None:
                    writers[place](number, place, value)


def _cell_writer(sheet: Any, column: FileColumn, book: Any) -> Callable[[int, int, Any], Any]:
    """The function of a sheet that writes the cells of a column."""
    if form := DATE_FORMATS.get(column.type):
        date_format = book.add_format({"num_format": form})
        return lambda row, place, value: sheet.write_datetime(row, place, value, date_format)
    if column.type in ("integer", "number"):
        return sheet.write_number
    return sheet.write_boolean if column.type == "boolean" else sheet.write_string


def _sheet_rows(columns: list[FileColumn], answers: list[Row]) -> Iterator[tuple[Any, ...]]:
    return zip(*map(_sheet_cells, columns, cells_by_column(columns, answers)), strict=True)


def _sheet_cells(column: FileColumn, cells: Iterable[Any]) -> Iterable[Any]:
    convert = CONVERSIONS.get(column.type)
    return [None if cell is None else convert(cell) for cell in cells] if convert else cells


def _shortened(text: Any) -> str:
    """A text that a cell can hold."""
    text = str(text)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"


CONVERSIONS: dict[ColumnType, Callable[[Any], Any]] = {
    "text": _shortened,
    "texts": lambda texts: _shortened(texts_in_one(texts)),
    "number": json_number,
    "time": lambda moment: moment.astimezone(UTC).replace(tzinfo=None),
}
