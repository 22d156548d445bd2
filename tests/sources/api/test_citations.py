"""Citations inside the answers about other records."""

from typing import Any

import pytest
from django.test import Client

from sources.models import Record, Support
from tests import factories

pytestmark = pytest.mark.django_db


def published_source(**given: Any) -> Any:
    return factories.make_source(status="published", **given)


def citations_of(record: Record) -> list[dict[str, Any]]:
    return Client().get(record.get_absolute_url()).json()["citations"]


def test_the_citation_that_makes_the_claim_comes_first() -> None:
    primary = factories.make_citation(source=published_source(slug="zzz"), as_stated="first")
    further = factories.make_citation(source=published_source(slug="aaa"), as_stated="second")
    event = factories.make_event(status="published", citation=primary)
    Support.objects.create(record=event, citation=further, field="start", stance="mentions")

    assert [(item["as_stated"], item["stance"], item["field"]) for item in citations_of(event)] == [
        ("first", "supports", None),
        ("second", "mentions", "start"),
    ]


def test_a_citation_names_place_speaker_and_what_it_rests_on() -> None:
    speaker, report = published_source(slug="a-general"), published_source(slug="a-report")
    citation = factories.make_citation(
        source=published_source(slug="an-article", url="https://example.org/a"), paragraph=17, attributed_to=speaker,
        as_stated="$1.4 billion",
    )  # fmt: skip
    citation.rests_on.set([report])

    [found] = citations_of(factories.make_event(status="published", citation=citation))

    assert found == {
        "id": citation.slug,
        "source": "an-article",
        "place": "paragraph 17",
        "paragraph": 17,
        "as_stated": "$1.4 billion",
        "attributed_to": "a-general",
        "rests_on": ["a-report"],
        "stance": "supports",
        "field": None,
        "link": found["link"],
    }
    assert found["link"].startswith("https://example.org/a#:~:text=")


def test_a_citation_without_an_address_has_no_link() -> None:
    event = factories.make_event(status="published")

    assert [item["link"] for item in citations_of(event)] == [None]


def test_speakers_and_grounds_in_draft_are_not_named() -> None:
    citation = factories.make_citation(source=published_source(), attributed_to=factories.make_source())
    citation.rests_on.set([factories.make_source()])

    [found] = citations_of(factories.make_event(status="published", citation=citation))

    assert (found["attributed_to"], found["rests_on"]) == (None, [])


def test_a_support_in_a_draft_source_is_not_given() -> None:
    event = factories.make_event(status="published")
    Support.objects.create(record=event, citation=factories.make_citation())

    assert len(citations_of(event)) == 1


def test_a_claim_of_a_draft_source_is_not_public() -> None:
    event = factories.make_event(status="published", citation=factories.make_citation())

    assert Client().get(event.get_absolute_url()).status_code == 404
