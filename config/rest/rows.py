"""Lists without objects: the rows of `values()`, shaped as the serializer declares.

A serializer is the one declaration of a shape. Its fields say which columns they need (`columns`), what they make of a row
(`from_row`), and, if they are to-many, what one further query brings for a page of rows (`fetch`).
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol, runtime_checkable

from django.db.models import QuerySet
from rest_framework import serializers

Row = dict[str, Any]


@runtime_checkable
class RowField(Protocol):
    """A field that makes its value from columns of a row."""

    columns: tuple[str, ...]

    def from_row(self, row: Row) -> Any:
        """The field's value."""


@runtime_checkable
class ManyField(Protocol):
    """A to-many field: one query brings its values for all rows of a page."""

    columns: tuple[str, ...]

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The field's values by primary key of the row."""


class RowSerializer(serializers.ModelSerializer):
    """A serializer whose shape lists are rendered in without making objects.

    `only` are the names of the fields to give (None: all); `expand` those of related records to give whole.
    """

    def __init__(
        self, *args: Any, only: Iterable[str] | None = None, expand: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if only is not None:
            for name in set(self.fields) - set(only):
                self.fields.pop(name)
        for name in set(expand) & set(self.fields):
            self.fields[name] = self.fields[name].expand()

    def raw(self, queryset: QuerySet, *extra: str) -> list[Row]:
        """The columns that the fields need, for each row of a queryset; one query."""
        columns = dict.fromkeys(column for field in self.fields.values() for column in columns_of(field))
        return list(queryset.values("pk", *columns, *extra))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The answers for rows from `raw`; one query for each to-many field."""
        fields = self.fields.items()
        fetched = {name: field.fetch(rows) for name, field in fields if isinstance(field, ManyField)}
        plan = [(name, value_from(name, field, fetched)) for name, field in fields]
        return [{name: value(row) for name, value in plan} for row in rows]


def columns_of(field: serializers.Field) -> tuple[str, ...]:
    """The columns that a field is made of."""
    if isinstance(field, (RowField, ManyField)):
        return field.columns
    return ("__".join(field.source_attrs),)


def value_from(name: str, field: serializers.Field, fetched: Mapping[str, Mapping[Any, Any]]) -> Any:
    """A function from a row to the field's value."""
    if name in fetched:
        values = fetched[name]
        return lambda row: values.get(row["pk"], [])
    if isinstance(field, RowField):
        return field.from_row
    (column,) = columns_of(field)
    return lambda row: row[column]
