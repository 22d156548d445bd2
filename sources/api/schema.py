"""How the fields of relations are described in the OpenAPI document; registered when the app is ready."""

from typing import Any

from drf_spectacular.extensions import OpenApiSerializerFieldExtension

from config.rest.schema import Schema
from sources.api.fields import RecordSerializer, RelatedSlugField, object_schema
from sources.api.relations import PartsField, RelatedListField
from sources.models import Part


class RelatedSlugExtension(OpenApiSerializerFieldExtension):
    """A related record is its public id, or the record where `expand` asks for it."""

    target_class = RelatedSlugField

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        kinds = [{"type": "string", "description": "Public id."}, {"type": "null"}]
        if issubclass(self.target.parent.Meta.model, Part):
            return {"anyOf": kinds}
        model = self.target.parent.Meta.model._meta.get_field(self.target.source).related_model
        record = auto_schema.resolve_serializer(RecordSerializer.by_model[model], direction).ref
        return {"anyOf": [*kinds, record]}


class PartsExtension(OpenApiSerializerFieldExtension):
    """Rows that belong to a record."""

    target_class = PartsField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        return {"type": "array", "items": auto_schema.resolve_serializer(self.target.serializer, direction).ref}


class RelatedListExtension(OpenApiSerializerFieldExtension):
    """The first records of another kind that refer to this one."""

    target_class = RelatedListField
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        item = auto_schema.resolve_serializer(self.target.serializer_class, direction).ref
        return object_schema(
            count={"type": "integer", "description": "How many there are in all."},
            url={"type": "string", "description": "Address of the list of all of them."},
            results={"type": "array", "items": item, "description": "The first hundred, each with its main fields."},
        )
