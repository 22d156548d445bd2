"""Parquet with typed columns: several texts are a list; each column says what it means.

Numbers are those of the machine, with which every program reckons and draws. Beside one that may have more digits, as an amount
of money, stands a column with all of them as text.
"""

from collections.abc import Callable, Iterable, Iterator
from typing import IO, Any

import pyarrow as pa
from pyarrow import parquet

from cooperation.files.answers import AnswerReader
from cooperation.files.columns import ColumnType, FileColumn, cells_by_column, exact_number, file_columns

# Rows of one row group: enough to compress well, few enough for the memory.
GROUP = 20_000
TYPES: dict[ColumnType, pa.DataType] = {
    "text": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "day": pa.date32(),
    "time": pa.timestamp("us", tz="UTC"),
    "texts": pa.list_(pa.string()),
}


def write_parquet(reader: AnswerReader, file: IO[bytes]) -> None:
    columns = file_columns(reader.listing.serializer)
    schema = pa.schema([field for column in columns for field in _arrow_fields(column)])
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        group: list[pa.RecordBatch] = []
        for answers in reader.answers():
            cells = zip(columns, cells_by_column(columns, answers), strict=True)
            arrays = [array for column, values in cells for array in _arrow_arrays(column, values)]
            group.append(pa.record_batch(arrays, schema=schema))
            if sum(batch.num_rows for batch in group) >= GROUP:
                writer.write_table(pa.Table.from_batches(group, schema))
                group = []
        writer.write_table(pa.Table.from_batches(group, schema))


def _arrow_fields(column: FileColumn) -> Iterator[pa.Field]:
    yield pa.field(column.name, TYPES[column.type], metadata={"description": column.description})
    if column.is_long:
        text = f"The same in all digits. {column.description}"
        yield pa.field(f"{column.name}_exact", pa.string(), metadata={"description": text})


def _arrow_arrays(column: FileColumn, cells: Iterable[Any]) -> Iterator[pa.Array]:
    cells = list(cells)
    if column.type == "number":
        yield _converted(cells, float, pa.float64())
    else:
        try:
            yield pa.array(cells, TYPES[column.type])
        except pa.ArrowTypeError:
            # Such as public ids that are no texts.
            yield _converted(cells, str, TYPES[column.type])
    if column.is_long:
        yield _converted(cells, exact_number, pa.string())


def _converted(cells: Iterable[Any], convert: Callable[[Any], Any], to: pa.DataType) -> pa.Array:
    return pa.array([None if cell is None else convert(cell) for cell in cells], to)
