"""Facets count what the list with that value counts."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from cooperation.api.facets import MOST_FACETS
from tests.contracts.endpoints import ENDPOINTS, ROOT, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

FACETED = [plural for plural, view in ENDPOINTS.items() if "facets" in view.operations()]


def facets(plural: str, names: str, **filters: str) -> dict[str, Any]:
    response = get(f"{ROOT}{plural}/facets/", {"facets": names, **filters})
    assert response.status_code == 200, response.content
    answer: dict[str, Any] = response.json()
    return answer


def listed(url: str) -> int:
    parts = urlsplit(url)
    count: int = get(parts.path, {**dict(parse_qsl(parts.query)), "page_size": "1"}).json()["count"]
    return count


@pytest.mark.parametrize("plural", FACETED)
def test_each_count_is_that_of_the_list_behind_its_address(plural: str) -> None:
    names = list(ENDPOINTS[plural].facet_columns())
    assert names

    for first in range(0, len(names), MOST_FACETS):
        answer = facets(plural, ",".join(names[first : first + MOST_FACETS]), limit="2")
        assert answer["count"] == get(f"{ROOT}{plural}/", {"page_size": "1"}).json()["count"]
        for facet in answer["facets"]:
            for value in facet["values"]:
                assert listed(value["url"]) == value["count"], (facet["name"], value)
            if facet["unknown"]:
                assert listed(facet["unknown"]["url"]) == facet["unknown"]["count"], facet["name"]


def test_filters_hold_for_all_facets_and_several_values_each_count() -> None:
    narrow = facets("events", "place,kind", place__within="mexico", kind="arrest")
    [places, kinds] = narrow["facets"]

    assert narrow["count"] == get(f"{ROOT}events/", {"place__within": "mexico", "kind": "arrest"}).json()["count"]
    assert [(value["value"], value["count"]) for value in kinds["values"]] == [("arrest", narrow["count"])]
    for value in places["values"]:
        both = get(f"{ROOT}events/", {"place__within": "mexico", "kind": "arrest", "place": value["value"]}).json()
        assert value["count"] == both["count"]


def test_values_have_titles_and_the_most_frequent_come_first() -> None:
    [programs, stages] = facets("funding", "program,stage", limit="100")["facets"]

    titles = {value["value"]: value["title"] for value in programs["values"]}
    assert titles["merida-initiative"] == "Mérida Initiative"
    assert {value["value"]: value["title"] for value in stages["values"]}["training_value"] == "Value of training given"
    counts = [value["count"] for value in programs["values"]]
    assert counts == sorted(counts, reverse=True)
    assert programs["distinct"] == len(counts)


def test_a_limit_says_how_many_there_are_in_all() -> None:
    [few] = facets("events", "place", limit="1")["facets"]
    [all_] = facets("events", "place", limit="100")["facets"]

    assert len(few["values"]) == 1
    assert few["values"] == all_["values"][:1]
    assert few["distinct"] == all_["distinct"] > 1


@pytest.mark.parametrize(
    ("parameters", "wrong"),
    [({}, "facets"), ({"facets": "stages"}, "facets"), ({"facets": "stage", "limit": "101"}, "limit")],
)
def test_wrong_questions_are_refused(parameters: dict[str, str], wrong: str) -> None:
    response = get(f"{ROOT}funding/facets/", parameters)

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [wrong]


def test_more_facets_than_an_answer_has_are_refused() -> None:
    names = ",".join(list(ENDPOINTS["funding"].facet_columns())[: MOST_FACETS + 1])

    [error] = get(f"{ROOT}funding/facets/", {"facets": names}).json()["errors"]

    assert f"At most {MOST_FACETS}" in error["detail"]


def test_the_texts_that_training_activities_print_are_counted_by_the_names_of_their_filters() -> None:
    view = ENDPOINTS["trainings"]

    assert {"course_title", "delivery_unit", "recipient_unit", "program_as_printed"} <= set(view.facet_columns())
    assert set(view.facet_columns()) <= set(view.filterset_class.base_filters)
