"""The columns of a list as a table, in the order of the data dictionary.

The serializer is the one declaration of a shape: a plain field is a column; what holds several values becomes one column of
texts, what holds several parts a column for each. Of the citations the first has columns of its own, for it makes the claim.
A record that is linked by its public id has its title in the next column.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal, cast

from drf_spectacular.drainage import get_override
from rest_framework import serializers

from config.rest.renderers import encode
from config.rest.statements import Row
from cooperation.files.titles import Titles, linked_titles
from sources.api.citations import CITATION_SCHEMA
from sources.api.fields import RelatedSlugField
from sources.api.relations import ManySlugsField, PartsField, RecordLinksField
from sources.models import Source

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
SCHEMA_TYPES: dict[str, ColumnType] = {"integer": "integer", "number": "number", "boolean": "boolean", "array": "texts"}
# Decimal digits that a number of the machine keeps.
EXACT_DIGITS = 15
# A rendered row holds what JSON has in the place of days and times.
PARSERS: dict[ColumnType, Callable[[str], Any]] = {"day": date.fromisoformat, "time": datetime.fromisoformat}


@dataclass(frozen=True)
class FileColumn:
    """One column: what it is called and means, what its cells hold, and the field of the answer that they come from.

    `extract` makes the cell of the field's value (None: it is the value). `is_long`: a number with more digits than one of the
    machine keeps, such as an amount of money.
    """

    name: str
    type: ColumnType
    description: str
    field: str
    extract: Callable[[Any], Any] | None = None
    is_long: bool = False

    def cells(self, values: Iterable[Any]) -> Iterable[Any]:
        cells = map(self.extract, values) if self.extract else values
        if parse := PARSERS.get(self.type):
            return [parse(cell) if isinstance(cell, str) else cell for cell in cells]
        return cells


def file_columns(serializer: serializers.Serializer) -> list[FileColumn]:
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
    elif isinstance(field, RelatedSlugField):
        yield FileColumn(name, "text", text, name)
        yield from _title_column(name, name, linked_titles(field), is_list=False)
    elif isinstance(field, ManySlugsField):
        yield FileColumn(name, "texts", text, name)
        yield from _title_column(name, name, linked_titles(field), is_list=True)
    elif not isinstance(schema, dict):
        is_long = isinstance(field, serializers.DecimalField) and (field.max_digits or 0) > EXACT_DIGITS
        yield FileColumn(name, _field_type(field), text, name, is_long=is_long)
    elif "properties" in schema:
        yield from _member_columns(name, name, schema["properties"], lambda value: value)
    else:
        yield FileColumn(name, _schema_type(schema), text, name)


def _title_column(name: str, field: str, titles: Titles, *, is_list: bool) -> Iterator[FileColumn]:
    """The titles of records that are linked in the column before; none for kinds that have no titles."""
    if not titles.model.has_titles():
        return
    if is_list:
        text = f"Titles of `{name}`, in their order."
        yield FileColumn(f"{name}_titles", "texts", text, field, lambda slugs: [titles.get(slug) for slug in slugs])
    else:
        yield FileColumn(f"{name}_title", "text", f"Title of `{name}`.", field, titles.get)


def _field_type(field: serializers.Field) -> ColumnType:
    return next((word for kind, word in FIELD_TYPES if isinstance(field, kind)), "text")


def _schema_type(schema: dict[str, Any]) -> ColumnType:
    kind = schema.get("type", "")
    # Null beside a type is no other type.
    return SCHEMA_TYPES.get(kind if isinstance(kind, str) else kind[0], "text")


def _member_columns(
    field: str, prefix: str, properties: dict[str, Any], find_object: Callable[[Any], dict[str, Any] | None]
) -> Iterator[FileColumn]:
    for key, schema in properties.items():
        extract = _member_getter(key, find_object)
        yield FileColumn(f"{prefix}_{key}", _schema_type(schema), schema["description"], field, extract)


def _member_getter(key: str, find_object: Callable[[Any], dict[str, Any] | None]) -> Callable[[Any], Any]:
    return lambda value: None if (item := find_object(value)) is None else item[key]


def _citation_columns(name: str) -> Iterator[FileColumn]:
    """The first citation in its own columns, how many there are, and the others in words."""
    sources = Titles(Source)
    for key, schema in CITATION_SCHEMA["items"]["properties"].items():
        [column] = _member_columns(name, "citation", {key: schema}, _first_citation)
        yield column
        if key in ("source", "attributed_to"):
            title = f"Title of `{column.name}`."
            yield FileColumn(f"{column.name}_title", "text", title, name, _title_of_member(column, sources))
    yield FileColumn("citations", "integer", "How many places the record rests on.", name, len)
    yield FileColumn("other_citations", "texts", "The places beside the first, in words.", name, _other_citations)


def _first_citation(citations: list[dict[str, Any]]) -> dict[str, Any] | None:
    return citations[0] if citations else None


def _title_of_member(column: FileColumn, titles: Titles) -> Callable[[Any], str | None]:
    find_slug = cast("Callable[[Any], str | None]", column.extract)
    return lambda value: titles.get(find_slug(value))


def _other_citations(citations: list[dict[str, Any]]) -> list[str]:
    return [f"{item['source']}, {item['place']}: “{item['as_stated']}”" for item in citations[1:]]


def _seed_references(records: list[dict[str, str]]) -> list[str]:
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


def exact_number(number: Any) -> str:
    """A number in digits, all of them: 1400000000, 22.5."""
    return f"{Decimal(str(number)).normalize():f}"


def texts_in_one(texts: Iterable[Any]) -> str:
    return "; ".join(map(str, texts))
