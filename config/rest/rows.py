"""Lists without objects: the rows of `values()`, shaped as the serializer declares.

A serializer is the one declaration of a shape. Its fields say which columns they need (`columns`), what they make of a row
(`from_row`), and, if they are to-many, what one further query brings for a page of rows (`fetch`).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Any, ClassVar, Protocol, Self, TypeVar, runtime_checkable

from django.db.models import Model, QuerySet
from rest_framework import serializers

from config.rest.rendered import RenderedColumn
from config.rest.statements import Row

Serializer = TypeVar("Serializer", bound="RowSerializer")


@runtime_checkable
class RowField(Protocol):
    """A field that makes its value from columns of a row."""

    columns: tuple[str, ...]

    def from_row(self, row: Row) -> Any:
        """The field's value."""


@runtime_checkable
class ToManyField(Protocol):
    """A to-many field: one query brings its values for all rows of a page."""

    columns: tuple[str, ...]

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The field's values by primary key of the row."""


class RowSerializer(serializers.ModelSerializer):
    """A serializer whose shape lists are rendered in without making objects.

    `only` are the names of the fields to give (None: all); `expand` those of related records to give whole. `rendered_in` is
    the table where rows with all fields are kept as they are rendered, if there is one.
    """

    rendered_in: ClassVar[type[Model] | None] = None

    def __init__(
        self, *args: Any, only: Iterable[str] | None = None, expand: Iterable[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.has_all_fields = only is None and not expand
        if only is not None:
            for name in set(self.fields) - set(only):
                self.fields.pop(name)
        for name in set(expand) & set(self.fields):
            self.fields[name] = self.fields[name].expand()

    @classmethod
    def with_fields(cls, only: tuple[str, ...] | None = None, expand: tuple[str, ...] = ()) -> Self:
        """The serializer of these fields, built once: building its fields takes longer than rendering a page with them."""
        return serializer_of(cls, only, expand)

    @classmethod
    def expandable(cls) -> tuple[str, ...]:
        """Names of the fields that `expand` can give whole."""
        return tuple(name for name, field in cls.with_fields().fields.items() if hasattr(field, "expand"))

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that the fields need, the primary key first."""
        return tuple(dict.fromkeys(["pk", *(column for field in self.fields.values() for column in columns_of(field))]))

    @cached_property
    def column_values(self) -> Callable[[Row], Iterable[Any]]:
        """From a row to a value for each field: its column, or anything for those that are made of more."""
        return itemgetter(*((columns_of(field) or ("pk",))[0] for field in self.fields.values()), "pk")

    @cached_property
    def row_fields(self) -> dict[str, Callable[[Row], Any]]:
        """The fields that are more than a column, and what makes their values of a row."""
        return {name: field.from_row for name, field in self.fields.items() if isinstance(field, RowField)}

    @cached_property
    def many_fields(self) -> dict[str, ToManyField]:
        return {name: field for name, field in self.fields.items() if isinstance(field, ToManyField)}

    def rendered(self, column: str) -> RenderedColumn | None:
        """A column of the table where rows of this shape are kept as they are rendered; None if they are not."""
        return RenderedColumn(self.rendered_in, column) if self.rendered_in and self.has_all_fields else None

    def raw(self, queryset: QuerySet, *extra: str) -> list[Row]:
        """The columns that the fields need, for each row of a queryset; one query."""
        return list(queryset.values(*self.columns, *extra))

    def shape(self, rows: list[Row]) -> list[Row]:
        """The answers for rows from `raw`; one query for each to-many field."""
        many = {name: value_of_many(field.fetch(rows)) for name, field in self.many_fields.items()}
        functions = [*self.row_fields.items(), *many.items()]
        answers = []
        for row in rows:
            answer = dict(zip(self.fields, self.column_values(row), strict=False))
            for name, value in functions:
                answer[name] = value(row)
            answers.append(answer)
        return answers

    def shape_keys(self, keys: Sequence[Any], using: str) -> dict[Any, Row]:
        """The answers for some rows of the model by their primary keys; no query for none."""
        rows = self.raw(self.Meta.model.objects.using(using).filter(pk__in=keys)) if keys else []
        return dict(zip([row["pk"] for row in rows], self.shape(rows), strict=True)) if rows else {}


@lru_cache(maxsize=512)
def serializer_of(serializer: type[Serializer], only: tuple[str, ...] | None, expand: tuple[str, ...]) -> Serializer:
    """The serializer of some fields; it keeps nothing of a request."""
    return serializer(only=only, expand=expand)


def columns_of(field: serializers.Field) -> tuple[str, ...]:
    """The columns that a field is made of."""
    if isinstance(field, (RowField, ToManyField)):
        return field.columns
    return ("__".join(field.source_attrs),)


def value_of_many(values: Mapping[Any, Any]) -> Callable[[Row], Any]:
    """A function from a row to what a to-many field holds for it."""
    return lambda row: values.get(row["pk"], [])
