"""Answers are made from rows, without objects; the serializers, given objects, say the same byte for byte."""

from collections.abc import Iterable, Iterator
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.http import HttpResponse
from django.utils import timezone

from sources.api.serializers import ChangeSerializer
from sources.models import Change, Dataset
from sources.models.dataset import current_version
from tests.contracts.endpoints import (
    ENDPOINTS,
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


def together(plurals: Iterable[str]) -> list[Any]:
    """Kinds of records, each to be tested in one process, for which its objects are loaded once."""
    return [pytest.param(plural, marks=pytest.mark.xdist_group(f"answers of {plural}")) for plural in plurals]


@cache
def records_of(plural: str) -> dict[str, Any]:
    return {id_of(record): record for record in VIEWS[plural].queryset.all()}


@cache
def said_of_objects(plural: str, serializer_class: type[Any]) -> dict[str, Any]:
    """What a serializer says of each object."""
    serializer = serializer_class()
    return {slug: serializer.to_representation(record) for slug, record in records_of(plural).items()}


@pytest.fixture(scope="module", autouse=True)
def of_this_module(real_data: None) -> Iterator[None]:
    """Objects are kept as long as their rows are there."""
    yield
    records_of.cache_clear()
    said_of_objects.cache_clear()


@pytest.mark.parametrize("plural", together(VIEWS))
def test_lists_say_what_their_serializer_says_of_objects(plural: str) -> None:
    said = said_of_objects(plural, VIEWS[plural].serializer_class)

    for page in pages_of(plural, {"page_size": 100}):
        assert rendered(page["results"]) == rendered([said[item["id"]] for item in page["results"]])


@pytest.mark.parametrize("plural", together(EXPANDABLE))
def test_lists_with_expanded_records_say_what_their_serializer_says_of_objects(plural: str) -> None:
    expand = EXPANDABLE[plural]
    records = records_of(plural)
    serializer = VIEWS[plural].serializer_class(expand=expand.split(","))

    for page in pages_of(plural, {"page_size": 100, "expand": expand}):
        expected = [serializer.to_representation(records[item["id"]]) for item in page["results"]]
        assert rendered(page["results"]) == rendered(expected)


@pytest.mark.parametrize("plural", together(plural for plural in WITH_DETAILS if plural in VIEWS))
def test_details_say_what_their_serializer_says_of_objects(plural: str) -> None:
    view = VIEWS[plural]

    for slug, said in said_of_objects(plural, view.detail_serializer_class or view.serializer_class).items():
        assert get(f"{ROOT}{plural}/{slug}/").content == rendered(said)


@pytest.mark.parametrize("plural", together(WITH_HISTORY))
def test_histories_say_what_their_serializer_says_of_changes(plural: str) -> None:
    for slug, record in records_of(plural).items():
        changes = ChangeSerializer(Change.objects.filter(record=record), many=True).data
        expected = {"count": len(changes), "next": None, "previous": None, "results": changes}
        assert get(f"{ROOT}{plural}/{slug}/history/").content == rendered(expected)


@pytest.mark.parametrize("plural", WITH_SUMMARY)
def test_summaries_say_what_their_serializer_says(plural: str) -> None:
    serializer = VIEWS[plural].operations()["summary"].serializer()

    for name in groups_of(plural):
        response = get(f"{ROOT}{plural}/summary/?group_by={name}")

        assert response.content == rendered(serializer.to_representation(response.json()))


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_a_program_that_says_what_it_reads_gets_the_same_as_one_that_does_not(plural: str) -> None:
    # In the second in which the dataset has changed, which on PostgreSQL is when somebody asks, answers do not say when it did.
    current_version()
    Dataset.objects.update(changed_at=timezone.now() - timedelta(minutes=1))
    addresses = [f"{ROOT}{plural}/?page_size=3", f"{ROOT}{plural}/?no_such_parameter=1", f"{ROOT}{plural}/no-such-id/"]
    found = get(addresses[0]).json()["results"]
    addresses += [item["url"] for item in found if plural in WITH_DETAILS]

    for address in addresses:
        plain, asked = get(address), get(address, accept="application/json, text/plain;q=0.5")
        assert (plain.status_code, plain.content) == (asked.status_code, asked.content)
        assert heads(plain) == heads(asked)


def heads(response: HttpResponse) -> dict[str, str]:
    """What an answer says of itself, but for what is of one request or one question."""
    return {name: value for name, value in response.items() if name not in ("X-Request-ID", "ETag")}
