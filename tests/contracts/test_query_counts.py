"""How many queries an answer takes: one for the rows, one for the count, one for each to-many field (citations: two, for
what each rests on is looked up too), one for each expanded record; the same for one result as for a hundred.

Django leaves out a query for members of an empty set, so each number is pinned where the set is not empty: expanded fields
on records that have them, the citations of places on places that are cited, details on records with all kinds of parts.

How many each address takes stands in query_counts.json, which `make counts` writes; what holds for all of them stands here.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.contracts.endpoints import ROOT, VIEWS, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

FILE = Path(__file__).with_name("query_counts.json")
DOCUMENT = "narco-news-us-training-of-mexican-troops"
# Only some places are cited.
QUESTIONS = {"places": f"&source={DOCUMENT}"}
# The first reconciliation asks for places, others for schools too: each kind of record takes one query.
ONE_ROW_LESS = {"reconciliation": 1}
EXPANDED = [
    ("programs", "parent"),
    ("programs", "body"),
    ("organizations", "parent"),
    ("organizations", "successor"),
    ("places", "parent"),
    ("funding", "program"),
    ("funding", "provider"),
    ("funding", "recipient"),
    ("observations", "indicator"),
    ("observations", "place"),
    ("observations", "organization"),
    ("observations", "program"),
    ("observations", "event"),
    ("sources", "derived_from"),
    ("citations", "attributed_to"),
    ("trainings", "authority"),
    ("trainings", "place"),
    ("trainings", "school"),
]
# Those that the first record has; what is hidden behind a training's filter for unknown ones takes a query to look up.
ALWAYS_KNOWN = {
    ("observations", "indicator"),
    ("trainings", "authority"),
    ("trainings", "place"),
    ("trainings", "school"),
}
OTHERS = [
    "programs/merida-initiative/",
    "organizations/mexican-army/",
    "places/mexico-city/",
    "authorities/imet/",
    "funding/us-training-of-mexican-troops-fy2011/",
    "funding/us-training-of-mexican-troops-fy2011/history/",
    "events/el-chapo-capture-2014/",
    "indicators/homicides-in-mexico/",
    f"sources/{DOCUMENT}/",
    "funding/summary/",
    "funding/summary/?group_by=fiscal_year,stage,program",
    "reconciliation/mexican-trainees-fy2011/",
    "reconciliation/printed-totals/summary/",
    "observations/summary/",
    "observations/summary/?group_by=place,organization,program,event",
]


def list_of(plural: str, page_size: int) -> str:
    return f"{plural}/?page_size={page_size}{QUESTIONS.get(plural, '')}"


def counted(addresses: list[str], queries_of: Any) -> dict[str, int]:
    """How many queries the answers take, all of which have something to say."""
    counts = {}
    for address in addresses:
        with queries_of() as asked:
            assert body_of(f"{ROOT}{address}").get("results", True), address
        counts[address] = len(asked)
    return counts


def test_answers_take_as_many_queries_as_the_file_says(queries_of: Any, pytestconfig: pytest.Config) -> None:
    counts = counted([*(list_of(plural, 100) for plural in VIEWS), *OTHERS], queries_of)

    if pytestconfig.getoption("write_counts"):
        FILE.write_text(json.dumps(counts, indent=2) + "\n")
    assert counts == json.loads(FILE.read_text())


def test_one_row_takes_as_many_queries_as_a_hundred(queries_of: Any) -> None:
    one = counted([list_of(plural, 1) for plural in VIEWS], queries_of)

    counts = json.loads(FILE.read_text())
    assert one == {list_of(plural, 1): counts[list_of(plural, 100)] - ONE_ROW_LESS.get(plural, 0) for plural in VIEWS}


@pytest.mark.parametrize("page_size", [1, 100])
def test_expanded_records_take_one_query_more(page_size: int, queries_of: Any) -> None:
    addresses = []
    for plural, field in EXPANDED:
        known = "" if (plural, field) in ALWAYS_KNOWN else f"&{field}__isnull=false"
        addresses.append(f"{plural}/?page_size={page_size}&expand={field}&fields={field}{known}")

    assert counted(addresses, queries_of) == dict.fromkeys(addresses, 3)


@pytest.mark.parametrize("page_size", [1, 100])
def test_fields_that_are_not_wanted_take_no_query(page_size: int, queries_of: Any) -> None:
    addresses = [f"{plural}/?page_size={page_size}&fields=id" for plural in VIEWS]

    assert counted(addresses, queries_of) == dict.fromkeys(addresses, 2)
