"""Summaries as an answer: their groups, their addresses, their limits."""

import pytest
from django.test import Client

from cooperation.api import summaries
from cooperation.api.summaries import written
from tests import factories

pytestmark = pytest.mark.django_db

YEARLY = {
    "status": "published",
    "basis": "one_year",
    "flow": "us_assistance",
    "stage": "delivered",
    "calendar": "us_fiscal",
}


def summary(kind: str, query: str) -> dict:
    return Client().get(f"/api/v1/{kind}/summary/?{query}").json()


def test_an_empty_list_has_no_groups() -> None:
    without = {"records": 0, "url": None}

    assert summary("funding", "") == {"group_by": [], "count": 0, "without_fiscal_year": without, "results": []}


def test_a_summary_says_how_many_records_drop_out_for_want_of_a_fiscal_year() -> None:
    for year in (2010, 2011, None, None):
        factories.make_funding(
            status="published", currency="USD", fiscal_year=year, calendar="us_fiscal" if year else None
        )
    factories.make_funding(status="published", currency="MXN")

    dropped = summary("funding", "fiscal_year__gte=2011&currency=USD")["without_fiscal_year"]

    assert dropped == {"records": 2, "url": "http://testserver/api/v1/funding/?currency=USD&fiscal_year__isnull=true"}
    assert Client().get(dropped["url"]).json()["count"] == 2
    assert summary("funding", "currency=USD")["without_fiscal_year"]["records"] == 0
    assert summary("funding", "fiscal_year__isnull=true")["without_fiscal_year"]["records"] == 0


def test_a_group_tells_all_that_may_be_said_of_its_figures() -> None:
    for year, amount in ((2010, 100), (2011, "250.50")):
        program = factories.make_program(slug=f"program-of-{year}", status="published")
        factories.make_funding(**YEARLY, program=program, fiscal_year=year, amount=amount)

    assert summary("funding", "group_by=stage")["results"] == [
        {
            "group": {"stage": "delivered", "currency": "USD"},
            "titles": {"stage": "Delivered"},
            "records": 2,
            "unknown": 0,
            "smallest": 100,
            "largest": 250.5,
            "total": 350.5,
            "no_total_because": None,
            "url": "http://testserver/api/v1/funding/?stage=delivered&currency=USD",
        }
    ]


def test_the_address_of_a_group_keeps_the_filters_of_the_summary() -> None:
    factories.make_funding(**YEARLY, fiscal_year=2011)

    [group] = summary("funding", "group_by=program&fiscal_year__gte=2006&currency=USD")["results"]

    assert group["url"] == "http://testserver/api/v1/funding/?fiscal_year__gte=2006&currency=USD&program__isnull=true"


def test_more_groups_than_an_answer_holds_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(summaries, "MAX_GROUPS", 2)
    for year in (2009, 2010, 2011):
        factories.make_funding(**YEARLY, fiscal_year=year)

    problem = summary("funding", "group_by=fiscal_year")

    assert (problem["status"], problem["errors"][0]["parameter"]) == (400, "group_by")
    assert summary("funding", "group_by=fiscal_year&fiscal_year__gte=2010")["count"] == 2


@pytest.mark.parametrize(
    ("value", "text"), [(None, "true"), (True, "true"), (False, "false"), (2011, "2011"), ("sold", "sold")]
)
def test_the_value_of_a_group_is_written_as_its_filter_reads_it(value: object, text: str) -> None:
    assert written(value) == text
