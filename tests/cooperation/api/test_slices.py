"""The OpenAPI document in slices, one for each kind."""

import json
from typing import Any

import pytest
from django.test import Client

from cooperation.api.documents.openapi import PATH
from cooperation.api.documents.slices import kinds, operations, references

WHOLE = json.loads(PATH.read_bytes())
# A form of so many fields fits three screens, above its button.
MOST_FIELDS = 15


def slice_of(kind: str) -> dict[str, Any]:
    return Client(headers={"host": "localhost"}).get(f"/api/schema/{kind}/").json()


def ids(document: dict[str, Any]) -> list[str]:
    return [operation["operationId"] for operation in operations(document)]


@pytest.mark.parametrize("kind", kinds())
def test_a_slice_has_the_operations_of_its_kind_and_every_schema_that_they_name(kind: str) -> None:
    found = slice_of(kind)

    assert {tag for operation in operations(found) for tag in operation["tags"]} == {kind}
    assert set(references(found)) == set(found["components"]["schemas"])


def test_all_slices_together_have_every_operation_once() -> None:
    assert sorted(name for kind in kinds() for name in ids(slice_of(kind))) == sorted(ids(WHOLE))


@pytest.mark.parametrize("kind", kinds())
def test_what_is_asked_most_stands_first_and_the_rest_is_folded(kind: str) -> None:
    for operation in operations(slice_of(kind)):
        folded = [item.get("x-folded", False) for item in operation["parameters"]]

        assert folded == sorted(folded), operation["operationId"]
        assert folded.count(False) <= MOST_FIELDS


def test_words_and_relations_and_dates_come_before_order_and_page() -> None:
    operation = slice_of("events")["paths"]["/api/v1/events/"]["get"]
    names = [item["name"] for item in operation["parameters"] if not item.get("x-folded")]

    assert names[:4] == ["q", "kind", "program", "organization"]
    assert names[-3:] == ["ordering", "page_size", "cursor"]
    assert {item["name"] for item in operation["parameters"]} == {
        item["name"] for item in WHOLE["paths"]["/api/v1/events/"]["get"]["parameters"]
    }


def test_a_slice_of_no_kind_is_not_found() -> None:
    assert Client(headers={"host": "localhost"}).get("/api/schema/nothing/").status_code == 404


@pytest.mark.parametrize("kind", kinds())
def test_no_line_of_a_description_is_indented_into_a_block_of_code(kind: str) -> None:
    assert all("\n    " not in operation["description"] for operation in operations(slice_of(kind)))
