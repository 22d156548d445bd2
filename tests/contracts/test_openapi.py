"""The OpenAPI document says everything, and the answers are what it says."""

from collections.abc import Iterator
from functools import cache
from io import StringIO
from typing import Any

import jsonschema
import pytest
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from cooperation.api.urls import router
from tests.contracts.endpoints import (
    ENDPOINTS,
    ROOT,
    VIEWS,
    WITH_DETAILS,
    WITH_HISTORY,
    WITH_SUMMARY,
    get,
    groups_of,
    some_ids,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

PROBLEM = "application/problem+json"
SAMPLE = [
    (f"{ROOT}funding/?fiscal_yaer=2011", "/api/v1/funding/", 400),
    (f"{ROOT}funding/?stage=anounced", "/api/v1/funding/", 400),
    (f"{ROOT}funding/no-such-record/", "/api/v1/funding/{slug}/", 404),
    (f"{ROOT}funding/no-such-record/history/", "/api/v1/funding/{slug}/history/", 404),
    (f"{ROOT}funding/?fields=amount,currency&page_size=100", "/api/v1/funding/", 200),
    (f"{ROOT}funding/?expand=program,provider&page_size=100", "/api/v1/funding/", 200),
    (f"{ROOT}observations/?expand=indicator,place&page_size=100", "/api/v1/observations/", 200),
]


@cache
def document() -> dict[str, Any]:
    return SchemaGenerator().get_schema(request=None, public=True)


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for operation in methods.values():
            yield path, operation


def undescribed(node: Any, where: str) -> Iterator[str]:
    """Addresses of the properties that have no description."""
    if isinstance(node, list):
        for number, item in enumerate(node):
            yield from undescribed(item, f"{where}/{number}")
    if isinstance(node, dict):
        for name, item in node.get("properties", {}).items():
            if not item.get("description"):
                yield f"{where}/{name}"
        for name, item in node.items():
            yield from undescribed(item, f"{where}/{name}")


def schema_of(path: str, status: int) -> dict[str, Any]:
    content = document()["paths"][path]["get"]["responses"][str(status)]["content"]
    media_type = "application/json" if status == 200 else PROBLEM
    return {**content[media_type]["schema"], "components": document()["components"]}


def check(address: str, path: str, status: int = 200) -> None:
    response = get(address)
    assert response.status_code == status, address
    jsonschema.Draft202012Validator(schema_of(path, status)).validate(response.json())


def test_the_document_is_generated_without_a_warning() -> None:
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=StringIO())


def test_every_route_is_in_the_document() -> None:
    routes = {f"{ROOT}{plural}/" for plural, _, _ in router.registry}
    routes |= {f"{ROOT}{plural}/{{slug}}/" for plural in WITH_DETAILS}
    routes |= {f"{ROOT}{plural}/{{slug}}/history/" for plural in WITH_HISTORY}
    routes |= {f"{ROOT}{plural}/summary{end}" for plural in WITH_SUMMARY for end in ("/", ".{file_format}")}
    routes |= {f"{ROOT}{plural}.{{file_format}}" for plural in ENDPOINTS}

    assert routes <= set(document()["paths"])
    assert len(router.urls) == len(routes)


def test_every_operation_and_parameter_is_described() -> None:
    for path, operation in operations():
        assert operation["description"], path
        assert operation["summary"], path
        assert [item["name"] for item in operation.get("parameters", []) if not item.get("description")] == [], path


def test_every_property_is_described() -> None:
    assert list(undescribed(document()["components"]["schemas"], "")) == []
    assert list(undescribed(document()["paths"], "")) == []


def test_every_parameter_of_every_view_is_in_the_document() -> None:
    ends = {
        "list": "/",
        "export": ".{file_format}",
        "summary_export": "/summary.{file_format}",
        "retrieve": "/{slug}/",
        "history": "/{slug}/history/",
        "summary": "/summary/",
    }
    for plural, view in ENDPOINTS.items():
        for action, answer in view.operations().items():
            parameters = document()["paths"][f"{ROOT}{plural}{ends[action]}"]["get"].get("parameters", [])
            named = {item["name"] for item in parameters if item["in"] == "query"}
            assert named == {item.name for item in answer.parameters}


def test_every_error_is_a_problem() -> None:
    for path, operation in operations():
        errors = {status: body for status, body in operation["responses"].items() if status != "200"}
        assert set(errors) >= ({"400", "404", "406"} if "{slug}" in path else {"400", "406"}), path
        assert {media_type for body in errors.values() for media_type in body["content"]} == {PROBLEM}, path
        is_kept = any(kind in path for kind in ("citations", "coverage", "printed-totals"))
        assert ("410" in errors) == ("{slug}" in path and not is_kept), path


@pytest.mark.parametrize(("address", "path", "status"), SAMPLE)
def test_answers_are_what_the_document_says(address: str, path: str, status: int) -> None:
    check(address, path, status)


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_every_page_is_what_the_document_says(plural: str) -> None:
    check(f"{ROOT}{plural}/?page_size=100", f"{ROOT}{plural}/")


@pytest.mark.parametrize("plural", [plural for plural in WITH_DETAILS if plural in VIEWS])
def test_details_and_histories_are_what_the_document_says(plural: str) -> None:
    for slug in some_ids(plural, step=15):
        check(f"{ROOT}{plural}/{slug}/", f"{ROOT}{plural}/{{slug}}/")
        if plural in WITH_HISTORY:
            check(f"{ROOT}{plural}/{slug}/history/", f"{ROOT}{plural}/{{slug}}/history/")


@pytest.mark.parametrize("plural", WITH_SUMMARY)
def test_summaries_are_what_the_document_says(plural: str) -> None:
    for name in groups_of(plural):
        check(f"{ROOT}{plural}/summary/?group_by={name}", f"{ROOT}{plural}/summary/")
