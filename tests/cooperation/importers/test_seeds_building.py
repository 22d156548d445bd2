"""Entries to fixture objects: what they become, in which order, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from cooperation.importers.seeds.building import build_fixtures, build_objects, stale_fixtures
from cooperation.importers.seeds.seed_files import SeedError
from sources.models import citation_slug
from tests.seeds import PAPER, read_tiny

# The rules of the tables are asked of the database.
pytestmark = pytest.mark.django_db

ARMY = "organizations:\n  - {slug: army, at: 1, as_stated: the Army, name: Army, kind: force}\n"
TRAINED = "indicators:\n  - {slug: trained, name: Trained, unit: persons, definition: Who finished a course.}\n"


def fields_of(folder: Path, model: str, *sections: str) -> list[dict[str, Any]]:
    return [item["fields"] for item in build_objects(read_tiny(folder, PAPER, *sections))[model]]


def problems_of(folder: Path, *sections: str, **others: str) -> list[str]:
    files = read_tiny(folder, *sections, **others)
    with pytest.raises(SeedError) as raised:
        build_objects(files)
    return raised.value.problems


def funding(line: str) -> str:
    return f"funding:\n  - {{slug: aid, at: 1, as_stated: $5, {line}}}\n"


def test_a_record_is_published_with_its_note(tmp_path: Path) -> None:
    records = fields_of(
        tmp_path, "sources.record", "places:\n  - {slug: puebla, name: Puebla, kind: state, note: Ours.}\n"
    )

    assert records == [
        {"record_kind": "source", "slug": "paper", "note": None, "status": "published"},
        {"record_kind": "place", "slug": "puebla", "note": "Ours.", "status": "published"},
    ]


def test_a_row_has_every_column_with_defaults_and_the_days_of_its_dates(tmp_path: Path) -> None:
    (row,) = fields_of(
        tmp_path,
        "cooperation.funding",
        funding("amount: 5, currency: USD, qualifier: exact, fiscal_year: 2011, calendar: us_fiscal"),
    )

    assert row == {
        "record_ptr": ["funding", "aid"],
        "citation": [citation_slug("paper", "paragraph 1", "$5", None)],
        "confidence": "medium",
        "assertion": "stated",
        "qualifier": "exact",
        "precision": None,
        "calendar": "us_fiscal",
        "fiscal_year": 2011,
        "basis": None,
        "program": None,
        "amount": "5.00",
        "amount_max": None,
        "currency": "USD",
        "stage": None,
        "flow": None,
        "period": None,
        "period_earliest": "2010-10-01",
        "period_latest": "2011-09-30",
        "period_is_uncertain": False,
        "provider": None,
        "recipient": None,
        "recipient_country": None,
        "covers": None,
        "sector": None,
    }


def test_the_same_words_of_the_same_speaker_are_one_citation_that_rests_on_all_their_sources(tmp_path: Path) -> None:
    citations = fields_of(
        tmp_path,
        "sources.citation",
        "sources:\n  - {slug: b-report, title: B, kind: statement}\n  - {slug: a-report, title: A, kind: statement}\n",
        "organizations:\n"
        "  - {slug: army, at: 1, as_stated: the Army, rests_on: [b-report], name: Army, kind: force}\n"
        "  - {slug: navy, at: 1, as_stated: the Army, rests_on: [a-report, b-report], name: Navy, kind: force}\n"
        "  - {slug: police, at: 1, as_stated: the Army, attributed_to: a-report, name: Police, kind: force}\n",
    )

    assert sorted(citations, key=lambda row: row["attributed_to"] or []) == [
        {
            "slug": citation_slug("paper", "paragraph 1", "the Army", None),
            "source": ["source", "paper"],
            "paragraph": 1,
            "as_stated": "the Army",
            "attributed_to": None,
            "rests_on": [("source", "a-report"), ("source", "b-report")],
        },
        {
            "slug": citation_slug("paper", "paragraph 1", "the Army", "a-report"),
            "source": ["source", "paper"],
            "paragraph": 1,
            "as_stated": "the Army",
            "attributed_to": ["source", "a-report"],
            "rests_on": [],
        },
    ]


def test_a_document_without_paragraphs_is_cited_by_section_and_page(tmp_path: Path) -> None:
    place = "{section: IV, page_printed: 12, page_file: 40}"
    (citation,) = fields_of(tmp_path, "sources.citation", ARMY.replace("at: 1", f"at: {place}"))

    assert citation["slug"] == citation_slug("paper", "section IV, page 12", "the Army", None)
    assert {name: citation[name] for name in ("section", "page_printed", "page_file")} == {
        "section": "IV",
        "page_printed": "12",
        "page_file": 40,
    }


def test_a_source_is_known_through_the_document_of_its_file_unless_it_says_otherwise(tmp_path: Path) -> None:
    sources = fields_of(
        tmp_path,
        "sources.source",
        "sources:\n"
        "  - {slug: a, title: A, kind: statement}\n"
        "  - {slug: b, title: B, kind: statement, reported_in: [a]}\n"
        "  - {slug: c, title: C, kind: statement, reported_in: []}\n",
    )

    assert {row["record_ptr"][1]: row["reported_in"] for row in sources} == {
        "a": [["source", "paper"]],
        "b": [("source", "a")],
        "c": [],
        "paper": [],
    }


def test_supports_in_a_record_and_of_other_files_records_become_the_same_rows(tmp_path: Path) -> None:
    objects = build_objects(
        read_tiny(
            tmp_path,
            PAPER,
            "supports:\n  - {record: organization/army, at: 3, as_stated: soldiers, stance: mentions}\n",
            other=PAPER.replace("paper", "other")
            + ARMY.replace("force}", "force, supports: [{at: 2, as_stated: Army, field: name}]}"),
        )
    )

    assert [item["fields"] for item in objects["sources.support"]] == [
        {
            "record": ["organization", "army"],
            "citation": [citation_slug("other", "paragraph 2", "Army", None)],
            "field": "name",
            "stance": "supports",
        },
        {
            "record": ["organization", "army"],
            "citation": [citation_slug("paper", "paragraph 3", "soldiers", None)],
            "field": "",
            "stance": "mentions",
        },
    ]


def test_exclusions_are_ranges_of_paragraphs_or_words_in_one(tmp_path: Path) -> None:
    exclusions = fields_of(
        tmp_path,
        "sources.exclusion",
        "excluded:\n  - {paragraphs: 3-5, reason: advert}\n  - {paragraphs: 9, reason: menu}\n",
        "set_aside:\n  - {at: 2, as_stated: 7, occurrence: 2, reason: page number}\n",
    )

    assert exclusions == [
        {
            "source": ["source", "paper"],
            "paragraph": 2,
            "last_paragraph": None,
            "as_stated": "7",
            "occurrence": 2,
            "reason": "page number",
        },
        {
            "source": ["source", "paper"],
            "paragraph": 3,
            "last_paragraph": 5,
            "as_stated": None,
            "occurrence": None,
            "reason": "advert",
        },
        {
            "source": ["source", "paper"],
            "paragraph": 9,
            "last_paragraph": 9,
            "as_stated": None,
            "occurrence": None,
            "reason": "menu",
        },
    ]


def test_participants_keep_their_order_while_everything_else_is_sorted(tmp_path: Path) -> None:
    event = (
        "events:\n  - slug: talks\n    at: 1\n    as_stated: talks\n    title: Talks\n    kind: meeting\n    description: Talks.\n"
        "    participants: [{person: Zoe, role: host}, {person: Abe, role: speaker}]\n    places: [puebla, oaxaca]\n"
        "places:\n  - {slug: puebla, name: Puebla, kind: state}\n  - {slug: oaxaca, name: Oaxaca, kind: state}\n"
    )

    objects = build_objects(read_tiny(tmp_path, PAPER, event))

    assert [item["fields"]["person"] for item in objects["cooperation.participant"]] == ["Zoe", "Abe"]
    assert objects["cooperation.event"][0]["fields"]["places"] == [("place", "oaxaca"), ("place", "puebla")]
    assert [item["fields"]["name"] for item in objects["cooperation.place"]] == ["Oaxaca", "Puebla"]


def test_the_order_of_hand_does_not_change_the_bytes(tmp_path: Path) -> None:
    places = ("  - {slug: puebla, name: Puebla, kind: state}\n", "  - {slug: oaxaca, name: Oaxaca, kind: state}\n")

    first, second = (
        build_fixtures(read_tiny(tmp_path, "places:\n", *order, PAPER)) for order in (places, places[::-1])
    )

    assert first == second
    assert first["12_participants.json"] == b"[\n\n]\n"
    assert first["01_records.json"].splitlines()[1] == (
        b'{"fields":{"note":null,"record_kind":"place","slug":"oaxaca","status":"published"},"model":"sources.record"},'
    )


def test_fixtures_that_differ_are_missing_or_left_over_are_stale(tmp_path: Path) -> None:
    for name, content in {"same": b"1", "other": b"2", "left": b"3"}.items():
        (tmp_path / f"{name}.json").write_bytes(content)

    stale = stale_fixtures({"same.json": b"1", "other.json": b"0", "new.json": b"4"}, tmp_path)

    assert stale == ["left.json", "new.json", "other.json"]


@pytest.mark.parametrize(
    ("section", "problem"),
    [
        ("places:\n  - {slug: a, name: A, kind: state, nmae: B}\n", "place/a: unknown field “nmae”"),
        (
            "places:\n  - {slug: a, name: A, kind: state, note: here, there}\n",
            "place/a: unknown field “there” (words with a comma need quotes)",
        ),
        ("places:\n  - {slug: a, name: A, kind: state, at: 1}\n", "place/a: unknown field “at”"),
        (
            "places:\n  - {slug: A, name: A, kind: state}\n",
            "place/A: slug: Lower-case letters, digits and single hyphens only.",
        ),
        (
            "places:\n  - {slug: new, name: A, kind: state}\n",
            "place/new: slug: “new” is reserved for an address of the API.",
        ),
        ("places:\n  - {slug: a, kind: state}\n", "place/a: name: This field cannot be blank."),
        (
            "places:\n  - {slug: a, name: A, kind: town}\n",
            "place/a: kind: Value 'town' is not a valid choice. Choose one of: region, country, state, municipality, city, facility, port, base.",
        ),
        (
            "places:\n  - {slug: a, name: A, kind: state, iso_3166_1: MX}\n",
            "place/a: iso_3166_1: “MX” is no ISO 3166-1 alpha-3 country code, such as MEX or USA. Is MEX meant?",
        ),
        ("places:\n  - {slug: a, name: A, kind: state, parent: b}\n", "place/a: there is no place “b”"),
        (
            "places:\n  - {slug: a, name: A, kind: state, latitude: 1}\n",
            "place/a: place_has_both_coordinates_or_none: Constraint “place_has_both_coordinates_or_none” is violated.",
        ),
        ("places:\n  - {slug: a, name: A, kind: state, aliases: [B]}\n", "place/a: aliases: “B” is no mapping"),
        ("places:\n  - {slug: a, name: A, kind: state, aliases: B}\n", "place/a: aliases: “B” is no list"),
        (
            "places:\n  - {slug: a, name: A, kind: state, aliases: [{name: B, kind: nick}]}\n",
            "place/a: aliases: kind: Value 'nick' is not a valid choice. Choose one of: acronym, former_name, translation, misprint, variant.",
        ),
        (
            "places:\n  - {slug: a, name: A, kind: state, aliases: [{name: B, kind: variant, x: 1}]}\n",
            "place/a: aliases: unknown field “x”",
        ),
        (
            "sources:\n  - {slug: a, title: A, kind: statement, authors: Ann}\n",
            'source/a: authors: Authors are a list of names, such as ["Jane Doe"].',
        ),
        (
            "sources:\n  - {slug: a, title: A, kind: statement, reported_in: paper}\n",
            "source/a: reported_in: “paper” is no list",
        ),
        (
            "sources:\n  - {slug: a, title: A, kind: statement, published: 2011-13}\n",
            "source/a: published: '2011-13' is not a date: expected EDTF such as 2011, 2011-04, 2011-04-30, 2013?, 199X, "
            "2010-10/2011-09, 2008/.. or ../2009",
        ),
        (
            funding("amount: 5, qualifier: exact"),
            "funding/aid: funding_amount_is_positive_and_has_currency: An amount is not negative and has a currency.",
        ),
        (
            funding("amount: 5, currency: USD"),
            "funding/aid: funding_has_qualifier_exactly_with_figure: A figure has a qualifier, and a qualifier has a figure.",
        ),
        (funding("occurrence: 2"), "funding/aid: unknown field “occurrence”"),
        (funding("rests_on: paper"), "funding/aid: citation: rests_on: “paper” is no list"),
        (funding("attributed_to: somebody"), "funding/aid: citation: there is no source “somebody”"),
        (funding("supports: [{at: 2, as_stated: $5, feild: amount}]"), "funding/aid: support: unknown field “feild”"),
        (
            funding("supports: [{at: 2, as_stated: $5, field: value}]"),
            "funding/aid: support: funding has no field “value”",
        ),
        (
            funding("supports: [{at: 2, as_stated: $5, stance: denies}]"),
            "funding/aid: support: unknown stance “denies”",
        ),
        (
            funding("supports: [{at: 2, as_stated: $5}, {at: 2, as_stated: $5}]"),
            "funding/aid: support: says the same as paper.yaml:6",
        ),
        (funding("supports: [{as_stated: $5}]"), "funding/aid: “at” (a paragraph) and “as_stated” are needed"),
        (funding("supports: [{at: 2-3, as_stated: $5}]"), "funding/aid: “at” (a paragraph) and “as_stated” are needed"),
        (
            funding("supports: [{at: 2, as_stated: a b c d e f g h}]"),
            "funding/aid: as_stated: more than seven words: “a b c d e f g h”",
        ),
        (
            funding("supports: [{at: 0, as_stated: $5}]"),
            "funding/aid: citation: citation_has_one_kind_of_place: Give a paragraph, or a section (with its page), or a row.",
        ),
        (
            "observations:\n  - {slug: a, at: 1, as_stated: five, value: 5, qualifier: exact}\n",
            "observation/a: indicator: is missing",
        ),
        (
            "discrepancies:\n  - {slug: a, title: A, kind: scope, explanation: Why.}\n",
            "discrepancy/a: records: is missing",
        ),
        (
            "discrepancies:\n  - {slug: a, title: A, kind: scope, explanation: Why., records: [funding/b]}\n",
            "discrepancy/a: there is no funding “b”",
        ),
        (
            "events:\n  - {slug: a, at: 1, as_stated: talks, title: A, kind: meeting, description: A., participants: [{role: host}]}\n",
            "event/a: participants: participant_is_somebody: Name an organization, a person or an office.",
        ),
        (
            "supports:\n  - {record: army, at: 1, as_stated: the Army}\n",
            "“army” is not written kind/slug",
        ),
        (
            "supports:\n  - {record: organization/army, at: 1, as_stated: the Army}\n",
            "organization/army: support: there is no organization “army”",
        ),
        ("excluded:\n  - {paragraphs: all, reason: menu}\n", "excluded: “all” is no paragraph, such as 7 or 35-106"),
        (
            "excluded:\n  - {paragraphs: 5-3, reason: menu}\n",
            "excluded: exclusion_ends_after_it_begins: Constraint “exclusion_ends_after_it_begins” is violated.",
        ),
        ("excluded:\n  - {paragraphs: 5}\n", "excluded: “reason” is missing"),
        ("excluded:\n  - {at: 5, paragraphs: 5, reason: menu}\n", "excluded: unknown field “at”"),
        ("set_aside:\n  - {at: 5, reason: pronoun}\n", "set_aside: “as_stated” is missing"),
        (
            "set_aside:\n  - {at: 5, as_stated: one, occurrence: second, reason: pronoun}\n",
            "set_aside: occurrence: “second” value must be an integer.",
        ),
    ],
)
def test_what_is_wrong_is_named_by_file_and_line(tmp_path: Path, section: str, problem: str) -> None:
    assert problems_of(tmp_path, PAPER, section) == [f"paper.yaml:6: {problem}"]


def test_a_record_defined_twice_names_the_first_place(tmp_path: Path) -> None:
    place = "places:\n  - {slug: a, name: A, kind: state}\n"

    assert problems_of(tmp_path, place, other=place) == ["paper.yaml:2: place/a: defined already at other.yaml:2"]


def test_a_claim_and_an_exclusion_need_a_document(tmp_path: Path) -> None:
    assert problems_of(tmp_path, ARMY, "excluded:\n  - {paragraphs: 1, reason: menu}\n") == [
        "paper.yaml:2: organization/army: a claim stands in the file of a document",
        "paper.yaml:4: excluded: stands in the file of a document",
    ]


def test_problems_come_by_file_and_line_and_each_once(tmp_path: Path) -> None:
    places = "".join(f"  - {{slug: a{number}, name: A, kind: town}}\n" for number in range(10))

    problems = problems_of(tmp_path, "places:\n", places, another="places:\n  - {slug: b, name: B, kind: town}\n")

    assert [problem.partition(": ")[0] for problem in problems] == [
        "another.yaml:2",
        *(f"paper.yaml:{line}" for line in range(2, 12)),
    ]
