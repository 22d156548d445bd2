"""The OpenAPI document says everything, and the answers are what it says."""

import json
from collections.abc import Iterator
from functools import cache
from io import StringIO
from typing import Any

import jsonschema
import pytest
import yaml
from django.core.management import call_command
from drf_spectacular.generators import SchemaGenerator

from cooperation.api.documents.openapi import PATH
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
    routes |= {f"{ROOT}{plural}/facets/" for plural, view in ENDPOINTS.items() if "facets" in view.operations()}

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
        "facets": "/facets/",
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


@cache
def published() -> dict[str, Any]:
    """The document as it is served, with its examples."""
    return json.loads(PATH.read_bytes())  # type: ignore[no-any-return]


def good_answer(path: str) -> dict[str, Any]:
    answer: dict[str, Any] = document()["paths"][path]["get"]["responses"]["200"]
    return answer


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_files_are_described_where_their_address_is_and_lists_as_json(plural: str) -> None:
    assert set(good_answer(f"{ROOT}{plural}/")["content"]) == {"application/json"}
    files = good_answer(f"{ROOT}{plural}.{{file_format}}")["content"]
    assert set(files) == {
        item.media_type.partition(";")[0] for item in ENDPOINTS[plural].operations()["export"].files.values()
    }
    assert {name for name, content in files.items() if content["schema"].get("format") == "binary"} == {
        "application/vnd.apache.parquet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    }


def test_operations_are_grouped_by_kinds_that_are_named_in_order_each_with_a_sentence() -> None:
    tags = document()["tags"]

    assert [tag["name"] for tag in tags] == ["root", *(view[2] for view in router.registry), "search"]
    assert all(tag["description"] for tag in tags)
    assert {name for _, operation in operations() for name in operation["tags"]} == {tag["name"] for tag in tags}


def test_every_list_has_an_example_with_real_data() -> None:
    for path, methods in published()["paths"].items():
        if methods["get"]["operationId"].endswith("_list"):
            examples = methods["get"]["responses"]["200"]["content"]["application/json"]["examples"]
            assert examples["real"]["value"]["results"], path


def test_examples_are_what_the_document_says() -> None:
    for methods in published()["paths"].values():
        content = methods["get"]["responses"]["200"]["content"].get("application/json", {})
        for example in content.get("examples", {}).values():
            schema = {**content["schema"], "components": published()["components"]}
            jsonschema.Draft202012Validator(schema).validate(example["value"])


def test_nothing_is_called_read_only() -> None:
    assert b"readOnly" not in PATH.read_bytes()


def test_a_related_record_that_can_be_asked_for_whole_is_described_by_its_kind() -> None:
    place = document()["components"]["schemas"]["Observation"]["properties"]["place"]

    assert {"$ref": "#/components/schemas/Place"} in place["anyOf"]


@pytest.mark.parametrize("address", ["funding/?page_size=1", "places/mexico/", "funding.csv", "funding/?wrong=1"])
def test_headers_that_are_described_are_sent(address: str, settings: Any) -> None:
    settings.RATE_LIMIT = 1000
    path = {"funding.csv": "funding.{file_format}", "places/mexico/": "places/{slug}/"}.get(address, "funding/")
    response = get(f"{ROOT}{address}")
    answer = document()["paths"][f"{ROOT}{path}"]["get"]["responses"][str(response.status_code)]

    # In the second in which the dataset has changed, answers do not say when it did.
    assert set(answer["headers"]) - {"Last-Modified"} <= set(response.headers)
    assert set(answer["headers"]) <= set(document()["components"]["headers"])


def test_the_document_is_had_as_yaml_too() -> None:
    response = get("/api/schema.yaml")

    assert response["Content-Type"] == "application/yaml"
    assert yaml.safe_load(response.content) == get("/api/schema/").json()
