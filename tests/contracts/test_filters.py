"""Every filter finds the records that its meaning, written in plain Python, finds among all."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cooperation.models import Qualifier
from tests import factories
from tests.cluster.through_router import wait_for_replicas
from tests.contracts.endpoints import ENDPOINTS, ROOT, VIEWS, body_of, get, id_of, ids_of
from tests.contracts.naive import behind, cases, citations_of, line_of, told_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


def add_rare_values() -> None:
    """What no document says yet, though one may: a range of money. All else has to be found in the fixtures."""
    # As everything that was ever published, stored by Django, whose digits SQLite compares: it writes fewer by itself.
    stored = {"status": "published", "modified_at": timezone.now()}
    factories.make_funding(amount=5, amount_max=7, qualifier=Qualifier.RANGE, **stored)
    if settings.READERS:
        wait_for_replicas()


@pytest.fixture(scope="module")
def records_of(real_data: None, django_db_blocker: Any) -> Iterator[Any]:
    """The records of a kind as objects, loaded once; what is found behind them is remembered as long."""
    with django_db_blocker.unblock():
        add_rare_values()

    @cache
    def all_of(plural: str) -> list[Any]:
        return list(VIEWS[plural].queryset.all())

    yield all_of
    for remembered in (behind, citations_of, line_of, told_of):
        remembered.cache_clear()


@pytest.mark.parametrize("plural", VIEWS)
def test_filters_find_what_they_mean(plural: str, records_of: Any) -> None:
    records = records_of(plural)
    # What full text finds is tested where it is searched.
    filters = {name: item for name, item in VIEWS[plural].filterset_class.base_filters.items() if name != "q"}
    expected = {
        (name, value): sorted(id_of(record) for record in records if holds(record))
        for name, item in filters.items()
        for value, holds in cases(records, name, item)
        if value
    }

    found = {(name, value): sorted(ids_of(plural, {name: value})) for name, value in expected}

    assert {question for question in expected if found[question] != expected[question]} == set()
    assert filters.keys() - {name for (name, _), ids in expected.items() if ids} == set(), "nothing to find"


CITED = [plural for plural, view in VIEWS.items() if "paragraph" in view.filterset_class.base_filters]


@pytest.mark.parametrize("plural", CITED)
def test_source_and_paragraph_are_of_one_citation(plural: str, records_of: Any) -> None:
    records = records_of(plural)
    places = sorted({(item.source.slug, item.paragraph) for record in records for item in citations_of(record)})[::40]

    for source, paragraph in places:
        expected = [
            record.slug
            for record in records
            if any((item.source.slug, item.paragraph) == (source, paragraph) for item in citations_of(record))
        ]
        assert sorted(ids_of(plural, {"source": source, "paragraph": paragraph})) == sorted(expected)


def test_filters_hold_together(records_of: Any) -> None:
    parameters = {"currency": "USD", "stage": "announced", "amount__gte": "1000000", "program__isnull": "false"}
    expected = [
        item.slug
        for item in records_of("funding")
        if (item.currency, item.stage) == ("USD", "announced") and item.amount and item.amount >= 10**6 and item.program
    ]

    assert sorted(ids_of("funding", parameters)) == sorted(expected)


@pytest.mark.parametrize("plural", ["events", "trainings"])
def test_a_hundred_public_ids_are_looked_up_in_one_query(
    plural: str, records_of: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ids = [id_of(item) for item in records_of(plural)][:100]

    with django_assert_num_queries(3):
        assert body_of(f"{ROOT}{plural}/", {"id__in": ",".join(ids), "fields": "id"})["count"] == len(ids)


def test_the_first_unknown_public_id_of_several_is_named() -> None:
    response = get(f"{ROOT}programs/?id__in=merida-initiative,merida-initiativ")

    assert response.status_code == 400
    assert response.json()["errors"][0]["suggestion"] == "merida-initiative"


@pytest.mark.parametrize("plural", [plural for plural, view in VIEWS.items() if hasattr(view, "measure")])
def test_every_group_names_the_address_of_exactly_its_records(plural: str, records_of: Any) -> None:
    for name in VIEWS[plural].measure.groups:
        groups = body_of(f"{ROOT}{plural}/summary/", {"group_by": name})["results"]
        some = groups[:: 1 + len(groups) // 30]
        lists = [body_of(f"{group['url']}&page_size=1&fields=id") for group in some]

        assert [page["count"] for page in lists] == [group["records"] for group in some]
        assert sum(group["records"] for group in groups) == len(records_of(plural))


def test_a_summary_takes_the_filters_of_its_list() -> None:
    parameters = {"fiscal_year__gte": "2006", "currency": "USD"}
    summary = body_of(f"{ROOT}funding/summary/", {"group_by": "stage", **parameters})

    assert sum(group["records"] for group in summary["results"]) == len(ids_of("funding", parameters))


@pytest.mark.parametrize("offset", ["-23:59", "-17:22", "%2B23:59"])
def test_a_moment_may_have_any_offset(offset: str) -> None:
    everything = body_of(f"{ROOT}events/?fields=id")["count"]

    assert body_of(f"{ROOT}events/?fields=id&modified_at__lte=2100-01-01T00:00:00{offset}")["count"] == everything


def test_a_group_by_too_many_groups_is_refused() -> None:
    response = get(f"{ROOT}funding/summary/", {"group_by": "stage,stage,nothing"})

    assert [error["parameter"] for error in response.json()["errors"]] == ["group_by"]


def test_discrepancies_rest_on_what_their_records_rest_on() -> None:
    """26 of 82 rest on one article: found by it, and by nothing else than its records."""
    article = "narco-news-us-training-of-mexican-troops"

    assert len(ids_of("discrepancies", {"source": article})) == 26
    assert len(ids_of("indicators", {"source": article})) > 0


@pytest.mark.parametrize("plural", ["authorities", "sources"])
def test_what_no_document_is_read_for_is_not_asked_for_its_documents(plural: str) -> None:
    response = get(f"{ROOT}{plural}/?source=narco-news-us-training-of-mexican-troops&paragraph=17")

    assert [error["parameter"] for error in response.json()["errors"]] == ["source", "paragraph"]


def test_every_filter_of_what_is_worked_out_finds_something() -> None:
    last = body_of(f"{ROOT}coverage/", {"ordering": "-id", "region": "western_hemisphere"})["results"][-1]

    for name in ENDPOINTS["coverage"].filterset_class.base_filters:
        assert body_of(f"{ROOT}coverage/", {name: last[name.split("__")[0]]})["count"] > 0, name


def test_what_is_dated_within_a_year_stands_between_certainly_and_possibly() -> None:
    counts = [len(ids_of("events", {name: "2011"})) for name in ("certainly_during", "during", "possibly_during")]

    assert counts == [3, 38, 83]
