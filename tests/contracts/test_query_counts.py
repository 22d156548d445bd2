"""How many queries an answer takes: one for the rows, one for the count, one for each to-many field (citations: two, for
what each rests on is looked up too), one for each expanded record; the same for one result as for a hundred.

Django leaves out a query for members of an empty set, so each number is pinned where the set is not empty: expanded fields
on records that have them, the citations of places on places that are cited, details on records with all kinds of parts.
"""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.contracts.endpoints import ROOT, VIEWS, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

DOCUMENT = "narco-news-us-training-of-mexican-troops"
LISTS: dict[str, int] = {
    "programs": 8,
    "organizations": 6,
    "places": 7,
    "authorities": 5,
    "funding": 5,
    "events": 8,
    "indicators": 4,
    "observations": 5,
    "sources": 4,
    "citations": 4,
    "discrepancies": 3,
    "trainings": 3,
    "reconciliation": 11,
    "reconciliation/printed-totals": 2,
    "changes": 2,
}
# Only some places are cited; the filter that finds them takes one query for the document.
CITED = {"places": {"source": DOCUMENT}}
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
]
# Those that the first record has; what is hidden behind a training's filter for unknown ones takes a query to look up.
ALWAYS_KNOWN = {("observations", "indicator"), ("trainings", "authority"), ("trainings", "place")}
OTHERS = {
    "programs/merida-initiative/": 11,
    "organizations/mexican-army/": 11,
    "places/mexico-city/": 9,
    "authorities/imet/": 4,
    "funding/us-training-of-mexican-troops-fy2011/": 4,
    "funding/us-training-of-mexican-troops-fy2011/history/": 3,
    "events/el-chapo-capture-2014/": 8,
    "indicators/homicides-in-mexico/": 6,
    f"sources/{DOCUMENT}/": 9,
    "funding/summary/": 1,
    "funding/summary/?group_by=fiscal_year,stage,program": 4,
    "reconciliation/mexican-trainees-fy2011/": 9,
    "reconciliation/printed-totals/summary/": 1,
    "observations/summary/": 6,
    "observations/summary/?group_by=place,organization,program,event": 6,
}


@pytest.mark.parametrize("page_size", [1, 100])
@pytest.mark.parametrize(("plural", "queries"), LISTS.items())
def test_lists_take_as_many_queries(
    plural: str, queries: int, page_size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    parameters: dict[str, Any] = {"page_size": page_size, **CITED.get(plural, {})}

    with django_assert_num_queries(queries):
        assert body_of(f"{ROOT}{plural}/", parameters)["results"]


@pytest.mark.parametrize("page_size", [1, 100])
@pytest.mark.parametrize(("plural", "field"), EXPANDED)
def test_expanded_records_take_one_query_more(
    plural: str, field: str, page_size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    known = {} if (plural, field) in ALWAYS_KNOWN else {f"{field}__isnull": "false"}
    parameters = {"page_size": page_size, "expand": field, "fields": field, **known}

    with django_assert_num_queries(3):
        assert body_of(f"{ROOT}{plural}/", parameters)["results"]


@pytest.mark.parametrize("page_size", [1, 100])
@pytest.mark.parametrize("plural", VIEWS)
def test_fields_that_are_not_wanted_take_no_query(
    plural: str, page_size: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        assert body_of(f"{ROOT}{plural}/", {"page_size": page_size, "fields": "id"})["results"]


@pytest.mark.parametrize(("address", "queries"), OTHERS.items())
def test_details_histories_and_summaries_take_as_many_queries(
    address: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(queries):
        body_of(f"{ROOT}{address}")
