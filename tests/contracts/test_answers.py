"""Answers are made from rows, without objects; the serializers, given objects, say the same byte for byte."""

from typing import Any

import pytest

from sources.api.serializers import ChangeSerializer
from sources.models import Change
from tests.contracts.endpoints import (
    ROOT,
    VIEWS,
    WITH_DETAILS,
    WITH_HISTORY,
    WITH_SUMMARY,
    get,
    groups_of,
    id_of,
    pages_of,
    rendered,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

EXPANDABLE = {
    "programs": "parent,body",
    "organizations": "parent,successor",
    "places": "parent",
    "authorities": "successor",
    "funding": "program,provider,recipient",
    "observations": "indicator,place,organization,program,event",
    "sources": "derived_from",
    "citations": "source,attributed_to",
    "trainings": "authority,place",
}


def records_of(plural: str) -> dict[str, Any]:
    return {id_of(record): record for record in VIEWS[plural].queryset.all()}


@pytest.mark.parametrize("plural", VIEWS)
def test_lists_say_what_their_serializer_says_of_objects(plural: str) -> None:
    records = records_of(plural)
    serializer = VIEWS[plural].serializer_class()

    for page in pages_of(plural, {"page_size": 100}):
        expected = [serializer.to_representation(records[item["id"]]) for item in page["results"]]
        assert rendered(page["results"]) == rendered(expected)


@pytest.mark.parametrize(("plural", "expand"), EXPANDABLE.items())
def test_lists_with_expanded_records_say_what_their_serializer_says_of_objects(plural: str, expand: str) -> None:
    records = records_of(plural)
    serializer = VIEWS[plural].serializer_class(expand=expand.split(","))

    for page in pages_of(plural, {"page_size": 100, "expand": expand}):
        expected = [serializer.to_representation(records[item["id"]]) for item in page["results"]]
        assert rendered(page["results"]) == rendered(expected)


@pytest.mark.parametrize("plural", [plural for plural in WITH_DETAILS if plural in VIEWS])
def test_details_say_what_their_serializer_says_of_objects(plural: str) -> None:
    view = VIEWS[plural]
    serializer = (view.detail_serializer_class or view.serializer_class)()

    for slug, record in records_of(plural).items():
        assert get(f"{ROOT}{plural}/{slug}/").content == rendered(serializer.to_representation(record))


@pytest.mark.parametrize("plural", WITH_HISTORY)
def test_histories_say_what_their_serializer_says_of_changes(plural: str) -> None:
    for slug, record in records_of(plural).items():
        changes = ChangeSerializer(Change.objects.filter(record=record), many=True).data
        expected = {"count": len(changes), "next": None, "previous": None, "results": changes}
        assert get(f"{ROOT}{plural}/{slug}/history/").content == rendered(expected)


@pytest.mark.parametrize("plural", WITH_SUMMARY)
def test_summaries_say_what_their_serializer_says(plural: str) -> None:
    serializer = VIEWS[plural].answers()["summary"].serializer()

    for name in groups_of(plural):
        response = get(f"{ROOT}{plural}/summary/?group_by={name}")

        assert response.content == rendered(serializer.to_representation(response.json()))
