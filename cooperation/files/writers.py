"""Tables as text: CSV, NDJSON and GeoJSON, a few thousand rows at a time."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import chain, groupby
from operator import attrgetter
from typing import IO, Any

import orjson

from config.rest.renderers import encode
from cooperation.files.columns import Column, columns_of
from cooperation.files.reading import Cells
from cooperation.files.tables import Table

# A text that begins so is a formula to a spreadsheet.
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
BETWEEN = "; "
END = "\r\n"


def write_csv(table: Table, file: IO[bytes]) -> None:
    """CSV as RFC 4180 has it: UTF-8, a line of names, texts in quotes, those that look like formulas behind an apostrophe."""
    columns = columns_of(table.listing.serializer)
    file.write((",".join(column.name for column in columns) + END).encode())
    for lines in texts_of(table, "line", END, made_lines):
        file.write(lines)
        file.write(END.encode())


def texts_of(table: Table, column: str, between: str, make: Callable[[Table], Iterator[list[str]]]) -> Iterator[bytes]:
    """The texts of some thousand rows at a time: as they are kept, or as `make` makes those of a table."""
    chunks = table.kept(column, between)
    for chunk in [table] if chunks is None else chunks:
        if isinstance(chunk, bytes):
            yield chunk
        else:
            yield from (between.join(texts).encode() for texts in make(chunk) if texts)


def made_lines(table: Table) -> Iterator[list[str]]:
    """The lines of CSV, without their ends, for some thousand rows at a time."""
    columns, fields = columns_of(table.listing.serializer), table.listing.serializer.fields
    wanted = [Cells(fields[name], csv_cells(list(group))) for name, group in groupby(columns, key=attrgetter("field"))]
    for chunk in table.chunks(wanted):
        yield list(map(",".join, zip(*chunk, strict=True)))


def cells_of(table: Table, columns: list[Column], cell: Callable[[Column], Callable[[Any], Any]]) -> list[Cells]:
    """The cells of columns; `cell` says what a file makes of the values of a column."""
    return [Cells(table.listing.serializer.fields[column.field], cell(column)) for column in columns]


def csv_cells(columns: list[Column]) -> Callable[[Any], str]:
    """A function from a field's value to the cells of its columns."""
    first, *more = [csv_cell(column) for column in columns]
    return (lambda value: ",".join(cell(value) for cell in (first, *more))) if more else first


def csv_cell(column: Column) -> Callable[[Any], str]:
    """A function from a field's value to a cell; what is unknown, or none, leaves it empty."""
    pick, write = column.pick, CSV_CELLS.get(column.type, quoted)

    def cell(value: Any) -> str:
        value = pick(value) if pick else value
        return "" if value is None or value == [] else write(value)

    return cell


def quoted(value: Any) -> str:
    """A text as a cell that no spreadsheet takes for a formula."""
    text = str(value).replace('"', '""')
    return f'"\'{text}"' if text.startswith(FORMULAS) else f'"{text}"'


def plain(number: Any) -> int | float:
    """A number as the JSON answers write it: whole ones without a point."""
    return encode(number) if isinstance(number, Decimal) else number


def joined(texts: list[Any]) -> str:
    """Several texts in one."""
    return BETWEEN.join(map(str, texts))


CSV_CELLS: dict[str, Callable[[Any], str]] = {
    "integer": str,
    "number": lambda number: str(plain(number)),
    "boolean": lambda value: "true" if value else "false",
    "time": lambda moment: quoted(moment.isoformat().replace("+00:00", "Z")),
    "texts": lambda texts: quoted(joined(texts)),
}


def write_ndjson(table: Table, file: IO[bytes]) -> None:
    """One JSON object a line: the results of the list as they are."""
    for lines in texts_of(table, "answer", "\n", made_objects):
        file.write(lines)
        file.write(b"\n")


def made_objects(table: Table) -> Iterator[list[str]]:
    """The rows as JSON, for some thousand at a time."""
    for rows in objects(table):
        yield [dumped(row).decode() for row in rows]


def objects(table: Table, *, with_geometry: bool = False) -> Iterator[list[dict[str, Any]]]:
    """The rows as the answers of the list give them, for some thousand at a time."""
    fields: dict[str, Any] = dict(table.listing.serializer.fields)
    if with_geometry:
        fields["geometry"] = table.listing.geometry
    for chunk in table.chunks([Cells(field) for field in fields.values()]):
        yield [dict(zip(fields, row, strict=True)) for row in zip(*chunk, strict=True)]


def dumped(value: Any) -> bytes:
    """JSON as the answers have it."""
    return orjson.dumps(value, default=encode, option=orjson.OPT_UTC_Z)


def write_geojson(table: Table, file: IO[bytes]) -> None:
    """A FeatureCollection (RFC 7946); a row without a place on the globe has no geometry, and the end says how many do."""
    file.write(b'{"type":"FeatureCollection","features":[')
    rows = unlocated = 0
    for row in chain.from_iterable(objects(table, with_geometry=True)):
        geometry = row.pop("geometry") or None
        feature = {"type": "Feature", "id": row["id"], "geometry": geometry, "properties": row}
        file.write((b",\n" if rows else b"\n") + dumped(feature))
        rows, unlocated = rows + 1, unlocated + (geometry is None)
    file.write(b'\n],"rows":%d,"rows_without_geometry":%d}\n' % (rows, unlocated))
