"""Rows that SQLite writes as JSON itself: a page of a wide table then costs no object for each of its values.

A field says by an expression (`written`) what it gives; one that is a plain column need not. A serializer can be written if
all its fields can, but for the public id and the address, which lead every answer and are quicker made here. PostgreSQL,
whose JSON has spaces and an order of its own, and answers with line breaks go the usual way; a test holds both ways to the
same bytes.
"""

from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

from django.db.models import F, Func, TextField
from django.db.models.expressions import Combinable
from django.db.models.functions import JSONObject
from rest_framework import serializers

LEADING = ("id", "url")
# What a plain column of these types holds is what an answer gives.
PLAIN = (serializers.CharField, serializers.IntegerField, serializers.ChoiceField)


@runtime_checkable
class WrittenField(Protocol):
    """A field that the database can write."""

    def written(self) -> Combinable:
        """What it gives, as an expression of the row's columns."""


class Truth(Func):
    """A boolean, which SQLite keeps as 0 or 1, as JSON's true or false."""

    template = "CASE %(expressions)s WHEN 1 THEN json('true') WHEN 0 THEN json('false') END"
    output_field = TextField()


@dataclass(frozen=True, eq=False)
class Written:
    """A row as a JSON object; one is another than the next, however alike, for comparing expressions takes time."""

    expression: JSONObject


def written_by(fields: dict[str, serializers.Field]) -> Written | None:
    """A row as a JSON object of some fields, in their order; None if the database cannot write one of them."""
    expressions: dict[str, Any] = {name: expression_of(field) for name, field in fields.items()}
    if None in expressions.values() or not expressions:
        return None
    row = JSONObject(**expressions)
    row.output_field = TextField()
    return Written(row)


def expression_of(field: serializers.Field) -> Combinable | None:
    """What a field gives, as an expression of the row's columns; None if the database cannot write it."""
    if isinstance(field, WrittenField):
        return field.written()
    if hasattr(field, "from_row") or hasattr(field, "fetch"):
        return None
    column = "__".join(field.source_attrs)
    if isinstance(field, serializers.BooleanField):
        return Truth(column)
    return F(column) if isinstance(field, PLAIN) else None
