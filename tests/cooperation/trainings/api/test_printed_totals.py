"""The totals that reports print beside the sums of the rows, as the API tells of them."""

from typing import Any

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/reconciliation/printed-totals/"
PROGRAM = "IMET-1 - Fiscal Year 2011 Department of State Training"


def ask(address: str = "", status: int = 200) -> Any:
    response = Client().get(f"{ADDRESS}{address}")
    assert response.status_code == status, response.content
    return response.json()


def test_a_total_stands_beside_the_sum_of_its_rows():
    factories.make_training(quantity=3, total_cost=10_000)
    factories.make_training(quantity=None, total_cost=None)
    factories.make_printed_total(slug="a", quantity=2, total_cost=12_000)
    factories.refresh_sums()

    answer = ask("a/")

    assert (answer["id"], answer["url"]) == ("a", f"http://testserver{ADDRESS}a/")
    assert (answer["quantity"], answer["total_cost"]) == (2, 12_000)
    assert (answer["recorded_rows"], answer["recorded_quantity"], answer["recorded_cost"]) == (2, 3, 10_000)
    assert (answer["quantity_difference"], answer["cost_difference"], answer["agrees"]) == (1, -2_000, False)


def test_a_total_links_to_its_rows_spelling_by_spelling():
    factories.make_training()
    factories.make_training(program="IMET-1, FY 11")
    factories.make_training(program="CTFP, FY 11")
    factories.make_printed_total(slug="a", program_spellings=[PROGRAM, "IMET-1, FY 11"])

    links = ask("a/")["rows"]

    assert [Client().get(link).json()["count"] for link in links] == [1, 1]


@pytest.mark.parametrize(
    ("quantity", "cost", "agrees"),
    [
        (2, 12_000, True), (2, 12_002, True), (2, 11_998, True), (2, 12_003, False), (3, 12_000, False),
        (None, 12_000, None), (2, None, None),
    ],
)  # fmt: skip
def test_totals_agree_if_trainees_are_equal_and_dollars_within_two(quantity, cost, agrees):
    factories.make_training(quantity=2, total_cost=12_000)
    factories.make_printed_total(slug="a", quantity=quantity, total_cost=cost)
    factories.refresh_sums()

    assert ask("a/")["agrees"] is agrees


def test_without_rows_of_the_country_and_year_nothing_is_compared():
    factories.make_training(country="GTM", country_as_printed="Guatemala")
    factories.make_printed_total(slug="a")
    factories.refresh_sums()

    answer = ask("a/")

    assert (answer["recorded_rows"], answer["recorded_quantity"], answer["cost_difference"]) == (None, None, None)
    assert answer["agrees"] is None


def test_a_program_without_rows_in_a_year_that_has_some_differs_by_all_of_it():
    factories.make_training()
    factories.make_printed_total(
        slug="a", program="Section 1004", program_spellings=[], quantity=178, total_cost=784_000
    )
    factories.refresh_sums()

    answer = ask("a/")

    assert (answer["recorded_rows"], answer["rows"]) == (0, [])
    assert (answer["quantity_difference"], answer["cost_difference"], answer["agrees"]) == (-178, -784_000, False)


def three_totals() -> None:
    factories.make_training()
    factories.make_printed_total(slug="a")
    factories.make_printed_total(slug="b", program="CTFP", program_spellings=["CTFP"], quantity=9, total_cost=9)
    factories.make_printed_total(
        slug="c", report="2012_2013", fiscal_year=2012, country="GTM", country_as_printed="Guatemala"
    )
    factories.refresh_sums()


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["a", "b", "c"]),
        ("agrees=true", ["a"]),
        ("agrees=false", ["b"]),
        ("agrees__isnull=true", ["c"]),
        ("country=MEX", ["a", "b"]),
        ("country__in=GTM,PER", ["c"]),
        ("report=2012_2013", ["c"]),
        ("fiscal_year=2011", ["a", "b"]),
        ("fiscal_year__gte=2012", ["c"]),
        ("program_as_printed=ctfp", ["b"]),
        ("quantity__gte=5", ["b"]),
        ("recorded_rows=0", ["b"]),
        ("recorded_rows__isnull=true", ["c"]),
        ("ordering=cost_difference", ["b", "a", "c"]),
        ("ordering=-id", ["c", "b", "a"]),
    ],
)
def test_lists_are_filtered_and_ordered(query, found):
    three_totals()

    assert [item["id"] for item in ask(f"?{query}")["results"]] == found


def test_pages_follow_each_other():
    three_totals()

    first = ask("?page_size=2&fields=id")
    second = Client().get(first["next"]).json()

    assert [item["id"] for page in (first, second) for item in page["results"]] == ["a", "b", "c"]


def test_match_rates_are_told_by_report():
    three_totals()

    answer = ask("summary/")

    assert answer["group_by"] == ["report"]
    assert answer["overall"] == {
        "totals": 3, "agreeing": 1, "differing": 1, "not_compared": 1, "agreeing_percent": 50,
        "url": f"http://testserver{ADDRESS}", "differing_url": f"http://testserver{ADDRESS}?agrees=false",
    }  # fmt: skip
    assert [(item["group"], item["totals"], item["agreeing_percent"]) for item in answer["results"]] == [
        ({"report": "2011_2012"}, 2, 50),
        ({"report": "2012_2013"}, 1, None),
    ]


@pytest.mark.parametrize("group_by", ["report", "country", "fiscal_year", "country,fiscal_year"])
def test_every_group_links_to_its_totals(group_by):
    three_totals()

    for group in ask(f"summary/?group_by={group_by}&fiscal_year__gte=2011")["results"]:
        assert Client().get(group["url"]).json()["count"] == group["totals"]
        if group["differing"]:
            assert Client().get(group["differing_url"]).json()["count"] == group["differing"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("?report=2011", "report"), ("?country=Mexico", "country"), ("?agrees=maybe", "agrees"),
        ("?fiscal_year=abc", "fiscal_year"), ("?reprt=2011_2012", "reprt"), ("?ordering=program", "ordering"),
        ("summary/?group_by=program", "group_by"), ("summary/?ordering=id", "ordering"),
    ],
)  # fmt: skip
def test_wrong_questions_are_refused_with_their_parameter(query, parameter):
    assert [error["parameter"] for error in ask(query, status=400)["errors"]] == [parameter]


def test_nothing_imported_is_an_empty_list():
    assert ask() == {"count": 0, "next": None, "previous": None, "next_cursor": None, "results": []}
    assert ask("summary/")["overall"]["agreeing_percent"] is None


def test_what_does_not_exist_is_a_problem():
    ask("no-such-total/", status=404)


def test_lists_take_two_queries_and_summaries_one(django_assert_num_queries):
    three_totals()
    ask()

    for address, queries in (("?page_size=3", 2), ("summary/?country=MEX", 1)):
        with django_assert_num_queries(queries):
            ask(address)
