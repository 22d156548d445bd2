"""To-many fields of an answer: what belongs to a record, and what refers to it; one query brings them for a page."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Count, F, Window
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.addresses import absolute
from config.rest.keyed import AmongKeys
from config.rest.rows import RowSerializer
from config.rest.statements import KeyedStatement, Row
from sources.api.fields import RecordSerializer, object_schema, plain_serializer
from sources.models import RecordKind, Status, address_of

# How many related records an answer names before it leaves the rest to their own list.
MANY = 100


class ManyField(serializers.Field):
    """A to-many field, read-only; subclasses say in `pairs` what belongs to which record."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, **kwargs)

    columns: tuple[str, ...] = ()

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        """Primary keys of records, each with one value, in the order of the values."""
        raise NotImplementedError

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        values: dict[int, list[Any]] = defaultdict(list)
        for owner, value in self.pairs([row["pk"] for row in rows]):
            values[owner].append(value)
        return values


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class ManySlugsField(ManyField):
    """Public ids of related records, in their order; published ones only."""

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        return self.statement.rows(ids)

    @cached_property
    def statement(self) -> KeyedStatement:
        relation: Any = self.parent.Meta.model._meta.get_field(self.source)
        forward: Any = relation if isinstance(relation, models.ManyToManyField) else relation.field
        owner, related = forward.m2m_field_name(), forward.m2m_reverse_field_name()
        if forward is not relation:
            owner, related = related, owner
        links = forward.remote_field.through.objects.filter(
            AmongKeys(owner), **{f"{related}__status": Status.PUBLISHED}
        )
        ordered = links.order_by(f"{related}__record_kind", f"{related}__slug")
        return KeyedStatement(ordered, f"{owner}_id", f"{related}__slug")


class PartsField(ManyField):
    """Rows that belong to a record, such as its aliases, each as its serializer declares."""

    def __init__(self, serializer: type[RowSerializer], **kwargs: Any) -> None:
        self.serializer = serializer
        super().__init__(**kwargs)

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        rows = self.statement.named(ids)
        return zip((row[self.owner] for row in rows), self.serializer.with_fields().shape(rows), strict=True)

    @cached_property
    def owner(self) -> str:
        relation: Any = self.parent.Meta.model._meta.get_field(self.source)
        return f"{relation.field.name}_id"

    @cached_property
    def statement(self) -> KeyedStatement:
        relation: Any = self.parent.Meta.model._meta.get_field(self.source)
        parts = relation.related_model.objects.filter(AmongKeys(self.owner))
        return KeyedStatement(parts, *self.serializer.with_fields().columns, self.owner)


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
        return RecordSerializer.by_model[self.model]

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The list for each row; details have one."""
        return {row["pk"]: self.listed(row["pk"], row["slug"]) for row in rows}

    def listed(self, pk: int, slug: str) -> dict[str, Any]:
        serializer = plain_serializer(self.model, self.only)
        rows = self.statement.named([pk])
        address = f"{serializer.list_address()}?{self.parameter}={slug}"
        return {"count": rows[0]["total"] if rows else 0, "url": absolute(address), "results": serializer.shape(rows)}

    def keys(self) -> models.QuerySet:
        """The primary keys of those that refer to the records which are named when the statement is executed."""
        return self.model.objects.filter(AmongKeys(self.lookup)).values("pk")

    @cached_property
    def statement(self) -> KeyedStatement:
        related = self.model.objects.published().filter(pk__in=self.keys())
        related = related.annotate(total=Window(Count("pk"))).order_by(F(self.order).asc(nulls_last=True), "slug")
        return KeyedStatement(related[:MANY], *plain_serializer(self.model, self.only).columns, "total")


LINK = object_schema(
    kind={"type": "string", "description": "Kind of the record."},
    id={"type": "string", "description": "Public id of the record."},
    url={"type": "string", "description": "Address of the record."},
)


@extend_schema_field({"type": "array", "items": LINK})
class RecordLinksField(ManyField):
    """Records of any kind."""

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        return [(pk, link_to(kind, slug)) for pk, kind, slug in self.statement.rows(ids)]

    @cached_property
    def statement(self) -> KeyedStatement:
        links = self.parent.Meta.model._meta.get_field(self.source).remote_field.through.objects
        owner = f"{self.parent.Meta.model._meta.model_name}_id"
        published = links.filter(AmongKeys(owner), record__status=Status.PUBLISHED)
        ordered = published.order_by("record__record_kind", "record__slug")
        return KeyedStatement(ordered, owner, "record__record_kind", "record__slug")


def link_to(record_kind: str, slug: str) -> dict[str, str]:
    return {"kind": record_kind, "id": slug, "url": absolute(address_of(RecordKind(record_kind).plural, slug))}
