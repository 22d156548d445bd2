"""Tables as files of other programs: Parquet and XLSX. What writes them is imported when it is first asked for."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import IO, Any

from cooperation.files.columns import Column, columns_of
from cooperation.files.tables import Table
from cooperation.files.writers import cells_of, joined, plain

# Rows of one row group: enough to compress well, few enough for the memory.
GROUP = 20_000
# Characters that a cell of a spreadsheet holds at most.
LONGEST_CELL = 32_767
PLACES = Decimal("0.00001")
MADE = datetime(2000, 1, 1)


def write_parquet(table: Table, file: IO[bytes]) -> None:
    """Parquet with typed columns: amounts are decimals, several texts a list; each column says what it means."""
    import pyarrow as pa  # noqa: PLC0415
    from pyarrow import parquet  # noqa: PLC0415

    columns = columns_of(table.listing.serializer)
    schema = pa.schema(
        [pa.field(item.name, arrow_type(pa, item), metadata={"description": item.description}) for item in columns]
    )
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        waiting: list[Any] = []
        for chunk in table.chunks(cells_of(table, columns, parquet_cell)):
            waiting.append(
                pa.record_batch([pa.array(*pair) for pair in zip(chunk, schema.types, strict=True)], schema=schema)
            )
            if sum(batch.num_rows for batch in waiting) >= GROUP:
                writer.write_table(pa.Table.from_batches(waiting, schema))
                waiting = []
        writer.write_table(pa.Table.from_batches(waiting, schema))


def arrow_type(pa: Any, column: Column) -> Any:
    """Parquet's type for a column."""
    types = {
        "integer": pa.int64(),
        "number": pa.decimal128(25, 5),
        "boolean": pa.bool_(),
        "day": pa.date32(),
        "time": pa.timestamp("us", tz="UTC"),
        "texts": pa.list_(pa.string()),
    }
    return types.get(column.type, pa.string())


def parquet_cell(column: Column) -> Callable[[Any], Any]:
    """A function from a field's value to a value of the column's type."""
    return known(column, {"text": str, "boolean": bool, "number": exact})


def exact(number: Any) -> Decimal:
    """A number with the places that the column has."""
    return Decimal(str(number)).quantize(PLACES)


def known(column: Column, written: dict[str, Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """A function from a field's value to a cell; what is unknown stays None, what is known is written by its type."""
    pick, write = column.pick, written.get(column.type)

    def cell(value: Any) -> Any:
        value = pick(value) if pick else value
        return write(value) if write and value is not None else value

    return cell


def write_xlsx(table: Table, file: IO[bytes]) -> None:
    """A workbook with one sheet; texts stay texts, whatever they look like."""
    import xlsxwriter  # noqa: PLC0415

    columns = columns_of(table.listing.serializer)
    with xlsxwriter.Workbook(file, {"constant_memory": True}) as book:
        # The same list gives the same bytes: what a workbook says of its making is not today's.
        book.set_properties({"created": MADE})
        sheet = book.add_worksheet(table.listing.name)
        sheet.freeze_panes(1, 1)
        sheet.write_row(0, 0, [column.name for column in columns], book.add_format({"bold": True}))
        puts = [put(sheet, column, book) for column in columns]
        chunks = table.chunks(cells_of(table, columns, xlsx_cell))
        rows = (row for chunk in chunks for row in zip(*chunk, strict=True))
        for number, row in enumerate(rows, start=1):
            for place, value in enumerate(row):
                if value is not None:
                    puts[place](number, place, value)


def put(sheet: Any, column: Column, book: Any) -> Callable[[int, int, Any], Any]:
    """The function of a sheet that writes the cells of a column; a text never becomes a formula, a link or a number."""
    if column.type in ("day", "time"):
        form = book.add_format({"num_format": "yyyy-mm-dd" if column.type == "day" else "yyyy-mm-dd hh:mm:ss"})
        return lambda row, place, value: sheet.write_datetime(row, place, value, form)
    if column.type in ("integer", "number"):
        return sheet.write_number
    return sheet.write_boolean if column.type == "boolean" else sheet.write_string


def xlsx_cell(column: Column) -> Callable[[Any], Any]:
    """A function from a field's value to what a cell of a sheet can hold."""
    return known(
        column,
        {
            "text": cut,
            "texts": lambda texts: cut(joined(texts)),
            "number": plain,
            "time": lambda value: value.astimezone(UTC).replace(tzinfo=None),
        },
    )


def cut(text: Any) -> str:
    """A text that a cell can hold."""
    text = str(text)
    return text if len(text) <= LONGEST_CELL else f"{text[: LONGEST_CELL - 1]}…"
