"""Parquet with typed columns: amounts are decimals, several texts a list; each column says what it means."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import IO, Any

import pyarrow as pa
from pyarrow import parquet

from cooperation.files.answers import AnswerReader
from cooperation.files.columns import ColumnType, FileColumn, cells_by_column, file_columns

# Rows of one row group: enough to compress well, few enough for the memory.
GROUP = 20_000
PLACES = Decimal("0.00001")
TYPES: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.decimal128(25, 5),
    "boolean": pa.bool_(),
    "day": pa.date32(),
    "time": pa.timestamp("us", tz="UTC"),
    "texts": pa.list_(pa.string()),
}


def write_parquet(reader: AnswerReader, file: IO[bytes]) -> None:
    """Write a list as Parquet."""
    columns = file_columns(reader.listing.serializer)
    schema = pa.schema(map(_arrow_field, columns))
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        group: list[pa.RecordBatch] = []
        for answers in reader.answers():
            group.append(
                pa.record_batch(list(map(_arrow_array, columns, cells_by_column(columns, answers))), schema=schema)
            )
            if sum(batch.num_rows for batch in group) >= GROUP:
                writer.write_table(pa.Table.from_batches(group, schema))
                group = []
        writer.write_table(pa.Table.from_batches(group, schema))


def _arrow_field(column: FileColumn) -> pa.Field:
    return pa.field(column.name, TYPES[column.type], metadata={"description": column.description})


def _arrow_array(column: FileColumn, cells: Iterable[Any]) -> pa.Array:
    if convert := CONVERSIONS.get(column.type):
        cells = [None if cell is None else convert(cell) for cell in cells]
    return pa.array(cells, TYPES[column.type])


def _exact_decimal(number: Any) -> Decimal:
    """A number with the places that the column has."""
    return Decimal(str(number)).quantize(PLACES)


CONVERSIONS: dict[ColumnType, Callable[[Any], Any]] = {"text": str, "number": _exact_decimal}
