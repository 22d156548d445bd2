"""The formats in which whole lists can be had."""

from typing import IO

from cooperation.files.answers import AnswerReader
from cooperation.files.csv_format import write_csv
from cooperation.files.json_formats import write_geojson, write_ndjson
from cooperation.files.responses import FileFormat
from cooperation.files.xlsx_format import write_xlsx

# A workbook of more rows takes minutes to write and to open.
MAX_SHEET_ROWS = 50_000


def _write_parquet(reader: AnswerReader, file: IO[bytes]) -> None:
    # Arrow is large: who serves no Parquet does without.
    from cooperation.files.parquet_format import write_parquet  # noqa: PLC0415

    write_parquet(reader, file)


FORMATS = {
    item.name: item
    for item in (
        FileFormat("csv", "text/csv; charset=utf-8", "a table for programs and databases.", write_csv),
        FileFormat("ndjson", "application/x-ndjson", "the results of the list, one a line.", write_ndjson),
        FileFormat(
            "parquet",
            "application/vnd.apache.parquet",
            "a typed table for analysis.",
            _write_parquet,
            is_compressed=True,
        ),
        FileFormat(
            "xlsx",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            f"a spreadsheet, of at most {MAX_SHEET_ROWS:,} rows.",
            write_xlsx,
            is_compressed=True,
            max_rows=MAX_SHEET_ROWS,
        ),
        FileFormat(
            "geojson",
            "application/geo+json",
            "a map layer; rows without coordinates have no geometry.",
            write_geojson,
            needs_geometry=True,
        ),
    )
}
