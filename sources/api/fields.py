"""Fields of an answer: figures, days, and links to other records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Count, F, Window
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.rows import Row, RowSerializer
from sources.models import OPEN_END, OPEN_START, Kind, Record, RecordKind, Status, address_of

# How many related records an answer names before it leaves the rest to their own list.
MANY = 100


def absolute(address: str) -> str:
    """An address as answers give it: behind the public scheme and host, if a setting names them."""
    return f"{settings.PUBLIC_URL}{address}"


@extend_schema_field(OpenApiTypes.DOUBLE)
class NumberField(serializers.DecimalField):
    """A decimal column as a JSON number."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.source,)

    def from_row(self, row: Row) -> Decimal | None:
        """The number; the renderer writes it."""
        return row[self.source]

    def to_representation(self, value: Decimal) -> Decimal:
        """The number; the renderer writes it."""
        return value


class DayField(serializers.DateField):
    """A day; an open end is null."""

    @property
    def columns(self) -> tuple[str, ...]:
        """The column."""
        return (self.source,)

    def from_row(self, row: Row) -> date | None:
        """The day, unless it stands for an open end."""
        return closed(row[self.source])

    def get_attribute(self, instance: models.Model) -> date | None:
        """The day, unless it stands for an open end."""
        return closed(super().get_attribute(instance))


def closed(day: date | None) -> date | None:
    """The day, or None for the days that stand for an open end."""
    return None if day in (OPEN_START, OPEN_END) else day


class AddressField(serializers.CharField):
    """Address of the record itself."""

    def __init__(self, plural: str, **kwargs: Any) -> None:
        self.plural = plural
        super().__init__(source="slug", read_only=True, help_text="Address of the record.", **kwargs)

    @property
    def columns(self) -> tuple[str, ...]:
        """The public id."""
        return ("slug",)

    def from_row(self, row: Row) -> str:
        """The address."""
        return self.to_representation(row["slug"])

    def to_representation(self, value: str) -> str:
        """The address of a public id."""
        return absolute(address_of(self.plural, value))


class RelatedSlugField(serializers.SlugRelatedField):
    """Public id of a related record; null if there is none that is published."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(slug_field="slug", read_only=True, **kwargs)

    @property
    def columns(self) -> tuple[str, ...]:
        """Public id and status of the related record."""
        return (f"{self.source}__slug", f"{self.source}__status")

    def from_row(self, row: Row) -> str | None:
        """The public id, if the public may know of it."""
        return row[f"{self.source}__slug"] if row[f"{self.source}__status"] == Status.PUBLISHED else None

    def get_attribute(self, instance: models.Model) -> Any:
        """The related record, if the public may know of it."""
        related = getattr(instance, self.source)
        return related if related is not None and related.is_published else None

    def expand(self) -> "RelatedRecordField":
        """The field that gives the related record whole."""
        return RelatedRecordField(self.parent.Meta.model._meta.get_field(self.source).related_model)


class RelatedRecordField(serializers.Field):
    """A related record with its own plain fields, one query for a page."""

    def __init__(self, model: type[Kind]) -> None:
        self.model = model
        super().__init__(read_only=True)

    @property
    def columns(self) -> tuple[str, ...]:
        """Primary key of the related record."""
        return (f"{self.source}_id",)

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The related records by primary key of the row; null where none is published."""
        serializer = plain_serializer(self.model)
        found = serializer.raw(self.model._default_manager.published().filter(pk__in={row[self.columns[0]] for row in rows}))
        records = dict(zip((row["pk"] for row in found), serializer.shape(found), strict=True))
        return {row["pk"]: records.get(row[self.columns[0]]) for row in rows}

    def get_attribute(self, instance: models.Model) -> Any:
        """The related record, if the public may know of it."""
        return self.model._default_manager.published().filter(pk=getattr(instance, self.columns[0])).first()

    def to_representation(self, value: Any) -> Any:
        """The plain fields of the related record."""
        return plain_serializer(self.model).to_representation(value)


def plain_serializer(model: type[models.Model], only: Iterable[str] | None = None) -> RowSerializer:
    """The serializer of a kind, without its to-many fields unless they are asked for by name."""
    serializer_class = RecordSerializer.by_model[model]
    if only is None:
        only = [name for name, field in serializer_class().fields.items() if not hasattr(field, "fetch")]
    return serializer_class(only=only)


class ManyField(serializers.Field):
    """A to-many field, read-only; subclasses say in `pairs` what belongs to which record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    columns: tuple[str, ...] = ()

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        """Primary keys of records, each with one value, in the order of the values."""
        raise NotImplementedError

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The values of each record."""
        values: dict[int, list[Any]] = defaultdict(list)
        for owner, value in self.pairs([row["pk"] for row in rows]):
            values[owner].append(value)
        return values

    def get_attribute(self, instance: models.Model) -> list[Any]:
        """The values of one record."""
        return [value for _, value in self.pairs([instance.pk])]

    def to_representation(self, value: Any) -> Any:
        """The values as they are."""
        return value


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class ManySlugsField(ManyField):
    """Public ids of related records, in their order; published ones only."""

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        """One pair for each published related record."""
        relation = self.parent.Meta.model._meta.get_field(self.source)
        forward = relation if isinstance(relation, models.ManyToManyField) else relation.field
        owner, related = forward.m2m_field_name(), forward.m2m_reverse_field_name()
        if forward is not relation:
            owner, related = related, owner
        links = forward.remote_field.through._default_manager.filter(
            **{f"{owner}__in": ids, f"{related}__status": Status.PUBLISHED}
        )
        return links.order_by(f"{related}__record_kind", f"{related}__slug").values_list(f"{owner}_id", f"{related}__slug")


class PartsField(ManyField):
    """Rows that belong to a record, such as its aliases, each as its serializer declares."""

    def __init__(self, serializer: type[RowSerializer], **kwargs: Any) -> None:
        self.serializer = serializer
        super().__init__(**kwargs)

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        """One pair for each row."""
        relation = self.parent.Meta.model._meta.get_field(self.source)
        owner = f"{relation.field.name}_id"
        parts = relation.related_model._default_manager.filter(**{f"{owner}__in": ids})
        serializer = self.serializer()
        rows = serializer.raw(parts, owner)
        return [(row[owner], shaped) for row, shaped in zip(rows, serializer.shape(rows), strict=True)]


class RelatedListField(ManyField):
    """Records of another kind that refer to this one: how many, the first hundred, and the address of them all."""

    def __init__(
        self,
        model: type[models.Model],
        parameter: str,
        only: tuple[str, ...],
        *,
        lookup: str | None = None,
        order: str = "slug",
        **kwargs: Any,
    ) -> None:
        self.model, self.parameter, self.only = model, parameter, only
        self.lookup, self.order = lookup or parameter, order
        super().__init__(**kwargs)

    columns = ("slug",)

    @property
    def serializer_class(self) -> type["RecordSerializer"]:
        """What shows each of the records."""
        return RecordSerializer.by_model[self.model]

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The list for each row; details have one."""
        return {row["pk"]: self.listed(row["pk"], row["slug"]) for row in rows}

    def get_attribute(self, instance: Record) -> Any:
        """The list of one record."""
        return self.listed(instance.pk, instance.slug)

    def listed(self, pk: int, slug: str) -> dict[str, Any]:
        """Count, address and first records."""
        serializer = plain_serializer(self.model, self.only)
        keys = self.model._default_manager.filter(**{self.lookup: pk}).values("pk")
        related = self.model._default_manager.published().filter(pk__in=keys)
        related = related.annotate(total=Window(Count("pk"))).order_by(F(self.order).asc(nulls_last=True), "slug")
        rows = serializer.raw(related[:MANY], "total")
        address = f"{serializer.list_address()}?{self.parameter}={slug}"
        return {"count": rows[0]["total"] if rows else 0, "url": absolute(address), "results": serializer.shape(rows)}


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["kind", "id", "url"],
            "properties": {
                "kind": {"type": "string", "description": "Kind of the record."},
                "id": {"type": "string", "description": "Public id of the record."},
                "url": {"type": "string", "description": "Address of the record."},
            },
        },
    }
)
class RecordLinksField(ManyField):
    """Records of any kind."""

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        """One pair for each published record."""
        links = self.parent.Meta.model._meta.get_field(self.source).remote_field.through._default_manager
        owner = f"{self.parent.Meta.model._meta.model_name}_id"
        found = links.filter(**{f"{owner}__in": ids, "record__status": Status.PUBLISHED})
        rows = found.order_by("record__record_kind", "record__slug").values_list(owner, "record__record_kind", "record__slug")
        return [(pk, link_to(kind, slug)) for pk, kind, slug in rows]


def link_to(record_kind: str, slug: str) -> dict[str, str]:
    """Kind, public id and address of a record."""
    return {"kind": record_kind, "id": slug, "url": absolute(address_of(RecordKind(record_kind).plural, slug))}


class RecordSerializer(RowSerializer):
    """What the serializers of all kinds share: how columns become fields."""

    by_model: dict[type[models.Model], type["RecordSerializer"]] = {}

    serializer_field_mapping = {
        **serializers.ModelSerializer.serializer_field_mapping,
        models.DecimalField: NumberField,
        models.DateField: DayField,
    }
    serializer_related_field = RelatedSlugField

    def __init_subclass__(cls, **kwargs: Any) -> None:
        """Remember the first serializer of each kind: the one that shows a record inside another's answer."""
        super().__init_subclass__(**kwargs)
        if hasattr(cls, "Meta"):
            RecordSerializer.by_model.setdefault(cls.Meta.model, cls)

    @classmethod
    def list_address(cls) -> str:
        """Address of the list of all records of the kind, relative to the host."""
        return f"/api/v1/{cls.Meta.model.KIND.plural}/"

    def build_standard_field(self, field_name: str, model_field: models.Field) -> Any:
        """Nothing is written through the API: no validators, no initial values."""
        field_class, kwargs = super().build_standard_field(field_name, model_field)
        for name in ("validators", "required", "style", "allow_blank", "min_value", "max_value"):
            kwargs.pop(name, None)
        return field_class, {**kwargs, "read_only": True}

    def build_relational_field(self, field_name: str, relation_info: Any) -> Any:
        """A related record by its public id, described as its column is."""
        return RelatedSlugField, {"help_text": relation_info.model_field.help_text}
