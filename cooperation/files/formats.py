"""The forms in which whole lists can be had."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import IO

from django.http import HttpRequest, HttpResponseBase

from config.rest.exporting import Listing
from cooperation.files import binary, writers
from cooperation.files.responses import file_response
from cooperation.files.tables import Table, table_of

# A workbook of more rows takes minutes to write and to open.
MAX_SHEET_ROWS = 50_000


@dataclass(frozen=True)
class FileFormat:
    """A form in which a whole list can be had.

    `is_packed` says that the form compresses by itself; `max_rows` how many rows it takes at most (None: any number).
    """

    name: str
    media_type: str
    description: str
    write: Callable[[Table, IO[bytes]], None]
    is_packed: bool = False
    needs_geometry: bool = False
    max_rows: int | None = None

    def holds(self, rows: int) -> bool:
        """Whether a file of the form takes so many rows."""
        return self.max_rows is None or rows <= self.max_rows

    def response(self, request: HttpRequest, listing: Listing) -> HttpResponseBase:
        """The file."""
        return file_response(request, self, table_of(listing))


FORMATS = {
    item.name: item
    for item in (
        FileFormat("csv", "text/csv; charset=utf-8", "a table for programs and databases.", writers.write_csv),
        FileFormat("ndjson", "application/x-ndjson", "the results of the list, one a line.", writers.write_ndjson),
        FileFormat(
            "parquet",
            "application/vnd.apache.parquet",
            "a typed table for analysis.",
            binary.write_parquet,
            is_packed=True,
        ),
        FileFormat(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            f"a spreadsheet, of at most {MAX_SHEET_ROWS:,} rows.",
            binary.write_xlsx,
            is_packed=True,
            max_rows=MAX_SHEET_ROWS,
        ),
        FileFormat(
            "geojson",
            "application/geo+json",
            "a map layer; rows without coordinates have no geometry.",
            writers.write_geojson,
            needs_geometry=True,
        ),
    )
}
