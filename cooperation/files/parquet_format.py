"""Parquet with typed columns: amounts are decimals, several texts a list; each column says what it means."""

from decimal import Decimal
from typing import IO, Any

import pyarrow as pa
from pyarrow import parquet

from config.rest.rows import Row
from cooperation.files.answers import AnswerReader
from cooperation.files.columns import ColumnType, FileColumn, file_columns

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
            group.append(pa.record_batch([_arrow_array(column, answers) for column in columns], schema=schema))
            if sum(batch.num_rows for batch in group) >= GROUP:
                writer.write_table(pa.Table.from_batches(group, schema))
                group = []
        writer.write_table(pa.Table.from_batches(group, schema))


def _arrow_field(column: FileColumn) -> pa.Field:
    return pa.field(column.name, TYPES[column.type], metadata={"description": column.description})


def _arrow_array(column: FileColumn, answers: list[Row]) -> pa.Array:
    values = column.values(answers)
    if column.type == "text":
        values = [None if value is None else str(value) for value in values]
    elif column.type == "number":
        values = [None if value is None else _exact_decimal(value) for value in values]
    return pa.array(values, TYPES[column.type])


def _exact_decimal(number: Any) -> Decimal:
    """A number with the places that the column has."""
    return Decimal(str(number)).quantize(PLACES)
