"""The OpenAPI document in slices, one for each kind: what a page of forms loads, with what is asked most in front."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import orjson
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from cooperation.api.documents.openapi import PATH, Schema, at_this_site, operations

# What most questions need, in the order in which a form asks for it; the rest is marked as folded.
COMMON = tuple(
    (
        "file_format slug group_by q kind country recipient_country program stage organization "
        "school recipient place course_title__has indicator authority source fiscal_year during possibly_during "
        "is_counted ordering limit page_size cursor at__gte record action status"
    ).split()
)
REFERENCE = "#/components/schemas/"


@cache
def document() -> Schema:
    """The whole document."""
    return orjson.loads(PATH.read_bytes())  # type: ignore[no-any-return]


@cache
def kinds() -> tuple[str, ...]:
    """The words by which operations are grouped, in the order of the document."""
    declared = [tag["name"] for tag in document().get("tags", [])]
    used = dict.fromkeys(tag for operation in operations(document()) for tag in operation["tags"])
    return tuple(sorted(used, key=lambda tag: declared.index(tag) if tag in declared else len(declared)))


@cache
def slice_of(kind: str) -> bytes:
    """The document with the operations of one kind, and with the schemas that they need."""
    whole = document()
    paths = {
        path: {method: with_common_first(operation) for method, operation in methods.items()}
        for path, methods in whole["paths"].items()
        if any(kind in operation["tags"] for operation in methods.values())
    }
    needed = needed_schemas(paths, whole["components"]["schemas"])
    tags = [tag for tag in whole.get("tags", []) if tag["name"] == kind]
    components = {**whole["components"], "schemas": needed}
    return orjson.dumps({**whole, "tags": tags, "paths": paths, "components": components})


def with_common_first(operation: Schema) -> Schema:
    """An operation whose common parameters stand first; the others, if there are more than a few, are marked."""
    parameters = operation.get("parameters", [])
    common = [item for item in parameters if item["name"] in COMMON]
    others = [item for item in parameters if item["name"] not in COMMON]
    common.sort(key=lambda item: COMMON.index(item["name"]))
    return {**operation, "parameters": [*common, *({**item, "x-folded": True} for item in others)]}


def needed_schemas(part: Any, schemas: Schema) -> Schema:
    """The schemas to which a part refers, and those to which they do, in their order."""
    found: set[str] = set()
    open_parts = [part]
    while open_parts:
        names = set(references(open_parts.pop())) - found
        found |= names
        open_parts += [schemas[name] for name in names]
    return {name: schema for name, schema in schemas.items() if name in found}


def references(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        if isinstance(reference := part.get("$ref"), str) and reference.startswith(REFERENCE):
            yield reference.removeprefix(REFERENCE)
        part = list(part.values())
    if isinstance(part, list):
        for item in part:
            yield from references(item)


def sentence_of(kind: str) -> str:
    """What the document says of a kind."""
    return next((tag["description"] for tag in document().get("tags", []) if tag["name"] == kind), "")


@require_safe
def slice_view(request: HttpRequest, kind: str) -> HttpResponse:
    if kind not in kinds():
        raise Http404
    return HttpResponse(at_this_site(slice_of(kind)), content_type="application/json")
