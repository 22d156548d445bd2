"""The OpenAPI document, made from what the views answer and understand."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from config.rest.errors import MEDIA_TYPE
from config.rest.exporting import Format
from config.rest.operations import Operation

Schema = dict[str, Any]


class ParameterErrorSerializer(serializers.Serializer):
    """What is wrong with one parameter."""

    parameter = serializers.CharField(help_text="Name of the parameter.")
    detail = serializers.CharField(help_text="What is wrong with it.")
    suggestion = serializers.CharField(allow_null=True, help_text="What was probably meant; null if nothing is near.")


class ProblemSerializer(serializers.Serializer):
    """An error, as RFC 9457 problem details."""

    type = serializers.CharField(help_text="Address of the page about problems of this kind.")
    title = serializers.CharField(help_text="The status in words.")
    status = serializers.IntegerField(help_text="The HTTP status.")
    detail = serializers.CharField(help_text="What happened.")
    # A member of the answer, not the errors of this serializer.
    errors = ParameterErrorSerializer(  # type: ignore[assignment]
        many=True, required=False, help_text="The parameters that are wrong, if any are."
    )


PROBLEMS = {
    "400": "A parameter is unknown, repeated or wrong; `errors` names each and what was probably meant.",
    "404": "There is no such record.",
    "406": "The answer exists as JSON only.",
    "410": "The record was withdrawn; `detail` says why.",
    "429": "Too many requests from one address in a minute; `Retry-After` says when to ask again.",
    "503": "No database answers, the answer or file takes too long, or another large file is being made; `detail` says which.",
}
WORDS = {
    "list": ("List {plural}", "A page of them, filtered and ordered as asked."),
    "export": ("All {plural} as a file", ""),
    "retrieve": ("One of {plural}", "One record, with what one would click for next."),
    "history": ("History of one of {plural}", ""),
    "summary": ("Summary of {plural}", ""),
    "summary_export": ("Summary of {plural} as a file", ""),
}


class AutoSchema(SpectacularSchema):
    """Describes the actions of `ReadOnlyView`."""

    @property
    def operation(self) -> Operation:
        """What the action answers and understands."""
        operation: Operation = self.view.operations()[self.view.action]
        return operation

    def get_operation_id(self) -> str:
        """Kind and action, such as funding_list."""
        return f"{self.plural}_{self.view.action}"

    @property
    def plural(self) -> str:
        """The word of the kind, which is also the last of its address."""
        return self.view.basename

    def get_tags(self) -> list[str]:
        """Operations are grouped by kind."""
        return [self.plural]

    def get_summary(self) -> str:
        """The operation in a few words."""
        return WORDS[self.view.action][0].format(plural=self.plural)

    def get_description(self) -> str:
        """What the kind is, and what the operation gives."""
        own = WORDS[self.view.action][1] or str(getattr(self.view, self.view.action).__doc__)
        return f"{self.view.__class__.__doc__} {own}"

    def get_auth(self) -> list[Schema]:
        """Everybody may read."""
        return [{}]

    def _get_parameters(self) -> list[Schema]:
        """The path's parameters and those that the action understands."""
        path = self._resolve_path_parameters(["slug"]) if "{slug}" in self.path else []
        for parameter in path:
            parameter["description"] = "Public id of the record."
        if "{file_format}" in self.path:
            path.append(file_format_parameter(self.operation.files))
        return [*path, *(parameter_schema(item) for item in self.operation.parameters)]

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        """The answer, and the problems that the action can meet."""
        codes = ["400", "406", "429", "503"]
        if "{slug}" in self.path:
            codes += ["404", "410"] if self.view.can_be_gone else ["404"]
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        problems = {
            code: {"description": PROBLEMS[code], "content": {MEDIA_TYPE: {"schema": problem}}}
            for code in sorted(codes)
        }
        content = {"application/json": {"schema": self.answer_schema()}} if self.operation.serializer else {}
        good = {"description": "The answer.", "content": {**content, **file_contents(self.operation.files)}}
        return {"200": good, **problems}

    def answer_schema(self) -> Schema:
        """Schema of a good answer."""
        serializer: Any = self.operation.serializer
        one = self.resolve_serializer(serializer, "response")
        if not self.operation.is_page:
            return one.ref
        beside = {
            name: {**self.resolve_serializer(item, "response").ref, "description": str(item.__doc__)}
            for name, item in self.operation.beside.items()
        }
        schema = page_schema(one.ref, beside)
        page = ResolvedComponent(
            name=f"{one.name}Page", type=ResolvedComponent.SCHEMA, schema=schema, object=f"{one.name}Page"
        )
        self.registry.register_on_missing(page)
        return page.ref


def parameter_schema(parameter: Any) -> Schema:
    """OpenAPI's words for a parameter; lists are separated by commas."""
    schema: Schema = {
        "name": parameter.name,
        "in": "query",
        "description": parameter.description,
        "schema": parameter.schema,
    }
    return {**schema, "style": "form", "explode": False} if parameter.schema.get("type") == "array" else schema


def file_format_parameter(files: Mapping[str, Format]) -> Schema:
    """The form of a file, as its address names it."""
    words = " ".join(f"`{name}`: {item.description}" for name, item in files.items())
    return {
        "name": "file_format",
        "in": "path",
        "required": True,
        "description": f"The form of the file. {words}",
        "schema": {"type": "string", "enum": list(files)},
    }


def file_contents(files: Mapping[str, Format]) -> Schema:
    """The files that an action gives, by media type; text as text, anything else as bytes."""
    return {
        item.media_type.partition(";")[0]: {
            # A map layer is JSON, the others are what they are.
            "schema": {
                "type": "object" if item.needs_geometry else "string",
                "description": f"{name}: {item.description}",
            }
        }
        for name, item in files.items()
    }


def page_schema(item: Schema, beside: Schema) -> Schema:
    """Schema of a page of items, and of what it says beside them, by name."""
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "description": "One page of a list.",
        "required": ["count", "next", "previous", "next_cursor", *beside, "results"],
        "properties": {
            "count": {"type": "integer", "description": "How many results there are in all."},
            "next": {**link, "description": "Address of the next page; null on the last."},
            "previous": {**link, "description": "Address of the previous page; null on the first."},
            "next_cursor": {
                "type": ["string", "null"],
                "description": "What `cursor` is given for the next page; null on the last.",
            },
            **beside,
            "results": {"type": "array", "items": item, "description": "The results of this page."},
        },
    }


def only_ids_are_certain(result: Schema, generator: Any, **kwargs: Any) -> Schema:
    """Say of records that only the id is always there: `fields` can ask for fewer fields."""
    for schema in result["components"]["schemas"].values():
        if "id" in schema.get("properties", {}) and "required" in schema:
            schema["required"] = ["id"]
    return result
