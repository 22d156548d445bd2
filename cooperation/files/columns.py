"""The columns of a list as a table, in the order of the data dictionary.

The serializer is the one declaration of a shape: a plain field is a column; what holds several values becomes one column of
texts, what holds several parts a column for each. Of the citations the first has columns of its own, for it makes the claim.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from rest_framework import serializers

from sources.api.citations import CITATION_SCHEMA
from sources.api.relations import PartsField, RecordLinksField

Type = Literal["text", "integer", "number", "boolean", "day", "time", "texts"]

# The first that fits counts.
TYPES: list[tuple[type[serializers.Field], Type]] = [
    (serializers.BooleanField, "boolean"),
    (serializers.IntegerField, "integer"),
    (serializers.DecimalField, "number"),
    (serializers.DateTimeField, "time"),
    (serializers.DateField, "day"),
    (serializers.ListField, "texts"),
    # The only JSON that records hold are lists of texts.
    (serializers.JSONField, "texts"),
]
# OpenAPI's words for types.
WORDS: dict[str, Type] = {"integer": "integer", "number": "number", "boolean": "boolean", "array": "texts"}


@dataclass(frozen=True)
class Column:
    """One column: what it is called and means, what its cells hold, and how a cell comes from a field of the answer.

    `field` is the field's name; `pick` makes the cell of the field's value (None: it is the value).
    """

    name: str
    type: Type
    description: str
    field: str
    pick: Callable[[Any], Any] | None = None


def columns_of(serializer: serializers.Serializer) -> list[Column]:
    """The columns in which the rows of a serializer are written."""
    return [column for name, field in serializer.fields.items() for column in columns_from(name, field)]


def columns_from(name: str, field: serializers.Field) -> Iterator[Column]:
    """The columns of one field."""
    text = str(field.help_text or "")
    annotation = getattr(field, "_spectacular_annotation", {}).get("field")
    schema: dict[str, Any] = annotation if isinstance(annotation, dict) else {}
    if schema is CITATION_SCHEMA:
        yield from citation_columns(name)
    elif isinstance(field, RecordLinksField):
        yield Column(name, "texts", text, name, links)
    elif isinstance(field, (PartsField, serializers.ListSerializer)):
        yield Column(name, "texts", text, name, parts)
    elif "properties" in schema:
        yield from part_columns(name, name, schema["properties"], None)
    else:
        yield Column(name, word_of(schema) if schema else type_of(field), text, name)


def type_of(field: serializers.Field) -> Type:
    """What the cells of a plain field hold."""
    return next((word for kind, word in TYPES if isinstance(field, kind)), "text")


def word_of(schema: dict[str, Any]) -> Type:
    """What the cells of a value hold, by its schema; null beside the type is no other one."""
    kind = schema.get("type", "")
    return WORDS.get(kind if isinstance(kind, str) else kind[0], "text")


def part_columns(
    field: str, prefix: str, properties: dict[str, Any], first: Callable[[Any], Any] | None
) -> Iterator[Column]:
    """A column for each part of an object; `first` finds the object in the field's value (None: it is the value)."""
    for key, schema in properties.items():
        yield Column(f"{prefix}_{key}", word_of(schema), schema["description"], field, part(key, first))


def part(key: str, first: Callable[[Any], Any] | None) -> Callable[[Any], Any]:
    """A function from a field's value to one part of the object that it is or holds."""
    return lambda value: None if (found := first(value) if first else value) is None else found[key]


def citation_columns(name: str) -> Iterator[Column]:
    """The first citation in its own columns, how many there are, and the others in words."""
    yield from part_columns(name, "citation", CITATION_SCHEMA["items"]["properties"], first_of)
    yield Column("citations", "integer", "How many places the record rests on.", name, len)
    yield Column("other_citations", "texts", "The places beside the first, in words.", name, others)


def first_of(values: list[Any]) -> Any:
    """The first of several values; None if there is none."""
    return values[0] if values else None


def others(citations: list[dict[str, Any]]) -> list[str]:
    """All citations but the first: source, place and words."""
    return [f"{item['source']}, {item['place']}: “{item['as_stated']}”" for item in citations[1:]]


def links(records: list[dict[str, str]]) -> list[str]:
    """Records of any kind, as the seeds write them."""
    return [f"{item['kind']}/{item['id']}" for item in records]


def parts(rows: list[dict[str, Any]]) -> list[str]:
    """Rows that belong to a record: the first thing that is known of each, the others in parentheses."""
    return [in_words([str(value) for value in row.values() if value is not None]) for row in rows]


def in_words(values: list[str]) -> str:
    """Some values in one text."""
    first, *more = values or [""]
    return f"{first} ({', '.join(more)})" if more else first
