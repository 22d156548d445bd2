"""Filters along sources, dates and trees, on records made for the purpose."""

from typing import Any

import pytest
from django.test import Client

from cooperation.models import Place
from sources.models import Support
from tests import factories

pytestmark = pytest.mark.django_db


def ids(kind: str, **parameters: Any) -> list[str]:
    return [item["id"] for item in Client().get(f"/api/v1/{kind}/", parameters).json()["results"]]


@pytest.mark.parametrize(
    ("period", "certainly", "possibly"),
    [
        ("2011", True, True),
        ("2011-04", True, True),
        ("2011?", False, True),
        ("201X", False, True),
        ("2010/2011", False, True),
        ("2010/..", False, True),
        ("../2011", False, True),
        ("2010", False, False),
        ("2012-01-01", False, False),
        (None, False, False),
    ],
)
def test_a_date_lies_certainly_or_possibly_inside_a_year(period: str | None, certainly: bool, possibly: bool) -> None:
    factories.make_funding(slug="it", status="published", period=period)

    assert ids("funding", certainly_during="2011") == (["it"] if certainly else [])
    assert ids("funding", possibly_during="2011") == (["it"] if possibly else [])


def test_a_tree_that_bites_its_tail_ends_by_itself() -> None:
    one = factories.make_place(slug="one", status="published")
    two = factories.make_place(slug="two", status="published", parent=one)
    Place.objects.filter(pk=one.pk).update(parent=two)

    assert ids("places", parent__within="one") == ["one", "two"]


def test_a_record_that_fits_twice_is_given_once() -> None:
    places = [factories.make_place(status="published") for _ in range(2)]
    event = factories.make_event(slug="it", status="published")
    event.places.set(places)

    parameters = {"place__in": ",".join(place.slug for place in places)}

    assert ids("events", **parameters) == ["it"]
    assert Client().get("/api/v1/events/", parameters).json()["count"] == 1


def test_a_source_is_found_in_every_role_but_a_paragraph_only_in_its_document() -> None:
    document, speaker, ground = (
        factories.make_source(slug=slug, status="published") for slug in ("document", "speaker", "ground")
    )
    citation = factories.make_citation(source=document, paragraph=7, attributed_to=speaker)
    citation.rests_on.set([ground])
    factories.make_event(slug="it", status="published", citation=citation)

    assert [ids("events", source=slug) for slug in ("document", "speaker", "ground")] == [["it"]] * 3
    assert [ids("events", source=slug, paragraph=7) for slug in ("document", "speaker", "ground")] == [["it"], [], []]


def test_source_and_paragraph_of_two_citations_do_not_make_one() -> None:
    one, other = (factories.make_source(slug=slug, status="published") for slug in ("one", "other"))
    event = factories.make_event(status="published", citation=factories.make_citation(source=one, paragraph=1))
    Support.objects.create(record=event, citation=factories.make_citation(source=other, paragraph=2))

    assert ids("events", source="one", paragraph=2) == []
    assert ids("events", source="other", paragraph=2) == [event.slug]


@pytest.mark.parametrize("slug", ["100%-of-it", "%s", "%(text)s"])
def test_an_unknown_public_id_may_hold_percent_signs(slug: str) -> None:
    [error] = Client().get("/api/v1/funding/", {"program": slug}).json()["errors"]

    assert error["detail"] == f"There is no program “{slug}”."
