"""Discrepancies with what their records say, around programs; and where sources are cited."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from tests.contracts.endpoints import ROOT, get, pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


def follow(url: str) -> Any:
    parts = urlsplit(url)
    return get(parts.path, dict(parse_qsl(parts.query))).json()


def test_a_discrepancy_can_be_had_with_figures_words_speakers_and_paragraphs() -> None:
    answer = get(f"{ROOT}discrepancies/troops-or-security-forces/", {"expand": "records"}).json()

    found = {item["id"]: item for item in answer["records"]}["us-training-of-mexican-troops-fy2011"]
    first = found["statements"][0]
    assert (found["kind"], found["record"]["amount"], found["record"]["qualifier"]) == ("funding", 15_200_000, "exact")
    assert (first["words"], first["paragraph"]) == ("$15.2 million", 17)
    assert first["speaker"] == "narco-news-us-training-of-mexican-troops"
    assert first["speaker_title"].startswith("US Training of Mexican Troops")


def test_every_expanded_record_says_what_its_own_answer_says() -> None:
    brief = [item for page in pages_of("discrepancies", {"page_size": 100}) for item in page["results"]]
    whole = [
        item for page in pages_of("discrepancies", {"page_size": 100, "expand": "records"}) for item in page["results"]
    ]

    for one, other in zip(brief, whole, strict=True):
        links = [{name: item[name] for name in ("kind", "id", "url")} for item in other["records"]]
        assert links == one["records"]
    sample = {item["url"]: item for discrepancy in whole[::9] for item in discrepancy["records"]}
    for url, item in sample.items():
        own = follow(url)
        assert {name: own[name] for name in item["record"]} == item["record"]
        assert [citation["as_stated"] for citation in own["citations"]] == [
            said["words"] for said in item["statements"]
        ]


def test_a_program_gathers_the_discrepancies_of_its_money() -> None:
    program = get(f"{ROOT}programs/us-weapons-supply-to-mexico/").json()["discrepancies_around"]

    assert "overlap-of-assistance-and-weapons" in {item["id"] for item in program["results"]}
    assert program["count"] == len(program["results"]) == follow(program["url"])["count"]


def test_a_source_counts_its_citations_by_paragraph() -> None:
    source = get(f"{ROOT}sources/narco-news-us-training-of-mexican-troops/").json()

    counted = source["paragraphs_cited"]
    assert sum(item["citations"] for item in counted) == source["citations_here"]["count"]
    assert [item["paragraph"] for item in counted] == sorted({item["paragraph"] for item in counted})
    assert [follow(item["url"])["count"] for item in counted[:3]] == [item["citations"] for item in counted[:3]]
