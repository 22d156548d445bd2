"""The columns of a list as a table, in the order of the data dictionary.

The serializer is the one declaration of a shape: a plain field is a column; what holds several values becomes one column of
texts, what holds several parts a column for each. Of the citations the first has columns of its own, for it makes the claim.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from drf_spectacular.drainage import get_override
from rest_framework import serializers

from config.rest.renderers import encode
from config.rest.statements import Row
from sources.api.citations import CITATION_SCHEMA
from sources.api.relations import PartsField, RecordLinksField

ColumnType = Literal["text", "integer", "number", "boolean", "day", "time", "texts"]

# The first that fits counts.
FIELD_TYPES: list[tuple[type[serializers.Field], ColumnType]] = [
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.DecimalField, "number"),
    (serializers.DateTimeField, "time"),
    (serializers.DateField, "day"),
    (serializers.ListField, "texts"),
    # The only JSON that records hold are lists of texts.
    (serializers.JSONField, "texts"),
]
SCHEMA_TYPES: dict[str, ColumnType] = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "array": "texts",
}
# A rendered row holds what JSON has in the place of days and times.
PARSERS: dict[ColumnType, Callable[[str], Any]] = {"day": date.fromisoformat, "time": datetime.fromisoformat}


@dataclass(frozen=True)
class FileColumn:
    """One column: what it is called and means, what its cells hold, and the field of the answer that they come from.

    `extract` makes the cell of the field's value (None: it is the value).
    """

    name: str
    type: ColumnType
    description: str
    field: str
    extract: Callable[[Any], Any] | None = None

    def cells(self, values: Iterable[Any]) -> Iterable[Any]:
        """The cells for values of the field."""
        cells = map(self.extract, values) if self.extract else values
        if parse := PARSERS.get(self.type):
            return [parse(cell) if isinstance(cell, str) else cell for cell in cells]
        return cells


def file_columns(serializer: serializers.Serializer) -> list[FileColumn]:
    """The columns in which the rows of a serializer are written."""
    return [column for name, field in serializer.fields.items() for column in _field_columns(name, field)]


def cells_by_column(columns: list[FileColumn], answers: list[Row]) -> list[Iterable[Any]]:
    """The cells of some rows, column by column; all answers hold the same fields in the same order."""
    values = dict(zip(answers[0], zip(*map(dict.values, answers), strict=True), strict=True)) if answers else {}
    return [column.cells(values.get(column.field, ())) for column in columns]


def _field_columns(name: str, field: serializers.Field) -> Iterator[FileColumn]:
    text = str(field.help_text or "")
    schema = get_override(field, "field")
    if schema is CITATION_SCHEMA:
        yield from _citation_columns(name)
    elif isinstance(field, RecordLinksField):
        yield FileColumn(name, "texts", text, name, _seed_references)
    elif isinstance(field, (PartsField, serializers.ListSerializer)):
        yield FileColumn(name, "texts", text, name, _part_texts)
    elif not isinstance(schema, dict):
        yield FileColumn(name, _field_type(field), text, name)
    elif "properties" in schema:
        yield from _member_columns(name, name, schema["properties"], lambda value: value)
    else:
        yield FileColumn(name, _schema_type(schema), text, name)


def _field_type(field: serializers.Field) -> ColumnType:
    return next((word for kind, word in FIELD_TYPES if isinstance(field, kind)), "text")


def _schema_type(schema: dict[str, Any]) -> ColumnType:
    kind = schema.get("type", "")
    # Null beside a type is no other type.
    return SCHEMA_TYPES.get(kind if isinstance(kind, str) else kind[0], "text")


def _member_columns(
    field: str, prefix: str, properties: dict[str, Any], find_object: Callable[[Any], dict[str, Any] | None]
) -> Iterator[FileColumn]:
    """A column for each member of the object that is found in the field's value."""
    for key, schema in properties.items():
        extract = _member_getter(key, find_object)
        yield FileColumn(f"{prefix}_{key}", _schema_type(schema), schema["description"], field, extract)


def _member_getter(key: str, find_object: Callable[[Any], dict[str, Any] | None]) -> Callable[[Any], Any]:
    return lambda value: None if (item := find_object(value)) is None else item[key]


def _citation_columns(name: str) -> Iterator[FileColumn]:
    """The first citation in its own columns, how many there are, and the others in words."""
    members = CITATION_SCHEMA["items"]["properties"]
    yield from _member_columns(name, "citation", members, lambda citations: citations[0] if citations else None)
    yield FileColumn("citations", "integer", "How many places the record rests on.", name, len)
    yield FileColumn("other_citations", "texts", "The places beside the first, in words.", name, _other_citations)


def _other_citations(citations: list[dict[str, Any]]) -> list[str]:
    return [f"{item['source']}, {item['place']}: “{item['as_stated']}”" for item in citations[1:]]


def _seed_references(records: list[dict[str, str]]) -> list[str]:
    """Records of any kind, as the seeds write them."""
    return [f"{item['kind']}/{item['id']}" for item in records]


def _part_texts(rows: list[dict[str, Any]]) -> list[str]:
    """Rows that belong to a record: the first thing that is known of each, the others in parentheses."""
    return [_part_text([str(value) for value in row.values() if value is not None]) for row in rows]


def _part_text(values: list[str]) -> str:
    first, *more = values or [""]
    return f"{first} ({', '.join(more)})" if more else first


def json_number(number: Any) -> int | float:
    """A number as the JSON answers write it: whole ones without a point."""
    return encode(number) if isinstance(number, Decimal) else number


def texts_in_one(texts: Iterable[Any]) -> str:
    """Several texts in one cell."""
    return "; ".join(map(str, texts))
