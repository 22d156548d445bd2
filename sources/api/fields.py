"""Fields of an answer: figures, days, and links to other records."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import Any

from django.db import models
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.addresses import absolute
from config.rest.keyed import AmongKeys
from config.rest.rows import RowSerializer
from config.rest.statements import KeyedStatement, Row
from sources.models import OPEN_END, OPEN_START, Kind, Status, address_of


def object_schema(**properties: Any) -> dict[str, Any]:
    """An object whose members are always there."""
    return {"type": "object", "required": list(properties), "properties": properties}


@extend_schema_field(OpenApiTypes.DOUBLE)
class JsonNumberField(serializers.DecimalField):
    """A decimal column as a JSON number, which is how the renderer writes it."""


class OpenDayField(serializers.DateField):
    """A day; an open end is null."""

    source: str

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.source,)

    def from_row(self, row: Row) -> date | None:
        return closed(row[self.source])


def closed(day: date | None) -> date | None:
    return None if day in (OPEN_START, OPEN_END) else day


class AddressField(serializers.CharField):
    """Address of the record itself; `source` is the column of its public id."""

    source: str

    def __init__(self, plural: str, *, source: str = "slug", **kwargs: Any) -> None:
        self.plural = plural
        super().__init__(source=source, read_only=True, help_text="Address of the record.", **kwargs)

    @property
    def columns(self) -> tuple[str, ...]:
        return (self.source,)

    def from_row(self, row: Row) -> str:
        return self.to_representation(row[self.source])

    def to_representation(self, value: str) -> str:
        return absolute(address_of(self.plural, value))


class RelatedSlugField(serializers.SlugRelatedField):
    """Public id of a related record; null if there is none that is published."""

    source: str

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", read_only=True, **kwargs)

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.source}__slug", f"{self.source}__status")

    def from_row(self, row: Row) -> str | None:
        """The public id, if the public may know of it."""
        return row[f"{self.source}__slug"] if row[f"{self.source}__status"] == Status.PUBLISHED else None

    def expand(self) -> "RelatedRecordField":
        return RelatedRecordField(self.parent.Meta.model._meta.get_field(self.source).related_model)


class RelatedRecordField(serializers.Field):
    """A related record with its own plain fields, one query for a page."""

    def __init__(self, model: type[Kind]) -> None:
        self.model = model
        super().__init__(read_only=True)

    @property
    def columns(self) -> tuple[str, ...]:
        return (f"{self.source}_id",)

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The related records by primary key of the row; null where none is published."""
        serializer = plain_serializer(self.model)
        related = self.statement.named({row[self.columns[0]] for row in rows})
        records = dict(zip((row["pk"] for row in related), serializer.shape(related), strict=True))
        return {row["pk"]: records.get(row[self.columns[0]]) for row in rows}

    @cached_property
    def statement(self) -> KeyedStatement:
        published = self.model.objects.published().filter(AmongKeys("pk"))
        return KeyedStatement(published, *plain_serializer(self.model).columns)


def plain_serializer(model: type[models.Model], only: Iterable[str] | None = None) -> RowSerializer:
    """The serializer of a kind, without its to-many fields unless they are asked for by name."""
    serializer_class = RecordSerializer.by_model[model]
    if only is None:
        only = [name for name, field in serializer_class.with_fields().fields.items() if not hasattr(field, "fetch")]
    return serializer_class.with_fields(tuple(only))


class RecordSerializer(RowSerializer):
    """What the serializers of all kinds share: how columns become fields."""

    by_model: dict[type[models.Model], type["RecordSerializer"]] = {}

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DecimalField: JsonNumberField,
        models.DateField: OpenDayField,
    }
    serializer_related_field = RelatedSlugField

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Remember the first serializer of each kind: the one that shows a record inside another's answer."""
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "Meta"):
            RecordSerializer.by_model.setdefault(cls.Meta.model, cls)

    @classmethod
    def list_address(cls) -> str:
        return f"/api/v1/{cls.Meta.model.KIND.plural}/"

    def build_standard_field(self, field_name: str, model_field: models.Field) -> Any:
        """Nothing is written through the API: no validators, no initial values."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        for name in ("validators", "required", "style", "allow_blank", "min_value", "max_value"):
            kwargs.pop(name, None)
        return field_class, {**kwargs, "read_only": True}

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        return RelatedSlugField, {"help_text": relation_info.model_field.help_text}
