"""The OpenAPI document, made from what the views answer and understand."""

from collections.abc import Iterable, Mapping
from inspect import getdoc
from typing import Any

from drf_spectacular.openapi import AutoSchema as SpectacularSchema
from drf_spectacular.plumbing import ResolvedComponent
from rest_framework import serializers

from config.rest.errors import MEDIA_TYPE
from config.rest.exporting import JSON, Format
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
INTEGER, TEXT = {"type": "integer"}, {"type": "string"}
# Headers of answers, each with its schema and what it says.
HEADERS: dict[str, tuple[Schema, str]] = {
    "X-Request-ID": (TEXT, "Name of the request, for the log: the one that it brought, or a new one."),
    "RateLimit": (TEXT, "How many requests are left in this minute (`r`), and when the next begins (`t`, seconds)."),
    "RateLimit-Policy": (TEXT, "How many requests one address may make (`q`) in how many seconds (`w`)."),
    "ETag": (TEXT, "Name of this very answer, for `If-None-Match`."),
    "Last-Modified": (
        TEXT,
        "When the dataset changed last, for `If-Modified-Since`; not in the second in which it did.",
    ),
    "Cache-Control": (TEXT, "For how long the answer may be kept."),
    "X-Dataset-Version": (INTEGER, "Version of the dataset from which the answer was made."),
    "Link": (TEXT, "Addresses of the next and the previous page (RFC 8288), where there are any."),
    "Retry-After": (INTEGER, "Seconds after which to ask again."),
    "Content-Disposition": (TEXT, "Name of the file."),
    "Accept-Ranges": (TEXT, "`bytes` where parts of the file can be asked for."),
    "X-File-SHA256": (TEXT, "SHA-256 of the file before any compression."),
    "X-Total-Count": (INTEGER, "How many rows the file has."),
}
OF_EVERY = ("X-Request-ID",)
OF_GOOD = ("ETag", "Last-Modified", "Cache-Control", "X-Dataset-Version")
OF_PAGES, OF_PROBLEMS, OF_DELAYS = ("Link",), ("RateLimit", "RateLimit-Policy"), ("Retry-After",)
OF_FILES = ("Content-Disposition", "Accept-Ranges", "X-File-SHA256", "X-Total-Count")
# Media types of files that are text.
TEXTS = ("text/", "application/x-ndjson")
WORDS = {
    "list": ("List {plural}", "A page of them, filtered and ordered as asked."),
    "export": ("All {plural} as a file", ""),
    "retrieve": ("One of {plural}", "One record, with what one would click for next."),
    "history": ("History of one of {plural}", ""),
    "facets": ("Values of filters of {plural}", ""),
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
        own = WORDS[self.view.action][1] or getdoc(getattr(self.view, self.view.action))
        return f"{getdoc(self.view.__class__)} {own}"

    def get_auth(self) -> list[Schema]:
        """Nothing: everybody may read, which is said once for all."""
        return []

    def _get_parameters(self) -> list[Schema]:
        """The path's parameters and those that the action understands."""
        path = self._resolve_path_parameters(["slug"]) if "{slug}" in self.path else []
        for parameter in path:
            parameter["description"] = "Public id of the record."
        if "{file_format}" in self.path:
            path.append(file_format_parameter(self.operation.files))
        own = map(parameter_schema, self.operation.parameters)
        return [*path, *(json_alone(item) if item["name"] == "format" else item for item in own)]

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        """The answer, and the problems that the action can meet."""
        codes = ["400", "406", "429", "503"]
        if "{slug}" in self.path:
            codes += ["404", "410"] if self.view.can_be_gone else ["404"]
        problem = self.resolve_serializer(ProblemSerializer, "response").ref
        problems = {
            code: {
                "description": PROBLEMS[code],
                "headers": header_references([*OF_EVERY, *OF_PROBLEMS, *(OF_DELAYS if code in ("429", "503") else ())]),
                "content": {MEDIA_TYPE: {"schema": problem}},
            }
            for code in sorted(codes)
        }
        if self.operation.serializer is None:
            content = file_contents(self.operation.files)
            headers = [*OF_EVERY, *OF_GOOD, *OF_FILES]
        else:
            # A list that is asked for a file (`format`) answers as the address of the file does, which describes it.
            content = {"application/json": {"schema": self.answer_schema()}}
            headers = [*OF_EVERY, *OF_GOOD, *(OF_PAGES if self.operation.is_page else ())]
        good = {"description": "The answer.", "headers": header_references(headers), "content": content}
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


def json_alone(parameter: Schema) -> Schema:
    """`format` where the answer is described as JSON; the addresses of the files describe what else it may be."""
    return {**parameter, "schema": {**parameter["schema"], "enum": [JSON]}}


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
    """The files that an action gives, by media type: a map layer as JSON, text as text, anything else as bytes."""
    return {
        item.media_type.partition(";")[0]: {
            "schema": {**file_schema(item), "description": f"{name}: {item.description}"},
        }
        for name, item in files.items()
    }


def file_schema(item: Format) -> Schema:
    """What a file is to a program."""
    if item.needs_geometry:
        return {"type": "object", "additionalProperties": True}
    is_text = item.media_type.startswith(TEXTS)
    return {"type": "string"} if is_text else {"type": "string", "format": "binary"}


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


def header_references(names: Iterable[str]) -> Schema:
    """Headers of an answer, by reference to what the document says of each once."""
    return {name: {"$ref": f"#/components/headers/{name}"} for name in names}


def with_headers(result: Schema, generator: Any, **kwargs: Any) -> Schema:
    """Say once what each header is, and that nothing needs a login."""
    result["security"] = []
    result["components"]["headers"] = {
        name: {"description": description, "schema": schema} for name, (schema, description) in HEADERS.items()
    }
    return result


def nothing_is_written(result: Any, generator: Any = None, **kwargs: Any) -> Any:
    """Leave out that every field is read-only: nothing is written through the API."""
    if isinstance(result, dict):
        result.pop("readOnly", None)
    for item in result.values() if isinstance(result, dict) else result if isinstance(result, list) else ():
        nothing_is_written(item)
    return result


def only_ids_are_certain(result: Schema, generator: Any, **kwargs: Any) -> Schema:
    """Say of records that only the id is always there: `fields` can ask for fewer fields."""
    for schema in result["components"]["schemas"].values():
        if "id" in schema.get("properties", {}) and "required" in schema:
            schema["required"] = ["id"]
    return result
