"""`/api/v1/coverage/`: what is known of each country and fiscal year."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from cooperation.trainings.coverage.reports import report_facts
from cooperation.trainings.models import ReportedYear
from tests.contracts.endpoints import ROOT, body_of, get
from tests.factories import make_training

pytestmark = pytest.mark.django_db

FIGURES = ("rows", "rows_counted", "trainees", "unknown_quantities", "cost", "unknown_costs", "trainings")


@pytest.fixture(autouse=True)
def uncached(settings: Any) -> None:
    """Every answer is made anew."""
    settings.CACHE_MEGABYTES = 0


def bring(**given: Any) -> None:
    """A training, and the sums that an import keeps."""
    make_training(**given)
    ReportedYear.objects.refresh()


def results(**asked: Any) -> list[dict[str, Any]]:
    """The results of a page."""
    return body_of(f"{ROOT}coverage/", asked)["results"]


def walk(page: dict[str, Any], link: str) -> list[dict[str, Any]]:
    """A page and all pages behind its links in one direction."""
    found = [page]
    while found[-1][link]:
        found.append(body_of(found[-1][link]))
    return found


def ids_of(pages: list[dict[str, Any]]) -> list[str]:
    """Public ids of the results of some pages."""
    return [row["id"] for page in pages for row in page["results"]]


def test_before_any_import_nothing_is_imported_and_no_figure_is_zero() -> None:
    [row] = results(country="HTI", fiscal_year=2003)

    assert row["status"] == "not_imported"
    assert {row[name] for name in FIGURES} == {None}
    assert body_of(f"{ROOT}coverage/", {"status": "reported"})["count"] == 0


CLASSIFIED = {
    "text": "Some reports have further volumes that are classified (of the report of 2011, two of three); the rows are the "
    "unclassified part.",
    "source": "Security Force Monitor, notes on its dataset fmtrpt_data",
}


def test_does_the_absence_of_haiti_mean_zero() -> None:
    bring(country="MEX", fiscal_year=2003, report="2003_2004")

    [row] = results(country="HTI", fiscal_year=2003)

    assert row == {
        "id": "hti-2003",
        "url": "http://localhost/api/v1/coverage/hti-2003/",
        "country": "HTI",
        "country_name": "Haiti",
        "region": "western_hemisphere",
        "fiscal_year": 2003,
        "status": "not_reported",
        "explanation": "Report 2003_2004 has rows of this region and none of this country: not reported, which is not zero.",
        "reports": [{"report": "2003_2004", "status": "not_reported", "rows": None, "evidence": [CLASSIFIED]}],
        **dict.fromkeys(FIGURES),
    }


def test_rows_come_with_their_sums_and_the_address_of_their_list() -> None:
    bring(country="MEX", fiscal_year=2011, quantity=None)
    bring(country="MEX", fiscal_year=2011, quantity=3, total_cost=None)
    bring(country="MEX", fiscal_year=2011, quantity=9, report="2010_2011", is_counted=False)

    [row] = results(country="MEX", fiscal_year=2011)

    assert (row["status"], row["rows"], row["rows_counted"]) == ("reported", 3, 2)
    assert (row["trainees"], row["unknown_quantities"]) == (3, 1)
    assert (row["cost"], row["unknown_costs"]) == (12_000, 1)
    assert row["trainings"] == "http://localhost/api/v1/trainings/?country=MEX&fiscal_year=2011&is_counted=true"
    assert body_of(row["trainings"])["count"] == 2


def test_figures_of_rows_that_do_not_tell_are_unknown_not_zero() -> None:
    bring(country="MEX", fiscal_year=2011, quantity=None, total_cost=None)

    [row] = results(country="MEX", fiscal_year=2011)

    assert (row["rows"], row["trainees"], row["cost"]) == (1, None, None)


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"country": "MEX", "fiscal_year__gte": 2019}, ["mex-2019", "mex-2020"]),
        ({"country__in": "MEX,HTI", "fiscal_year__in": "1999,2011"}, ["hti-1999", "hti-2011", "mex-1999", "mex-2011"]),
        ({"country": "MEX", "fiscal_year__lte": 2000}, ["mex-1999", "mex-2000"]),
        ({"status": "reported"}, ["mex-2011"]),
        ({"status__in": "reported,withheld"}, ["mex-2011"]),
        ({"region": "africa", "country": "MEX"}, []),
        ({"region__in": "western_hemisphere,africa", "country": "MEX", "fiscal_year": 2011}, ["mex-2011"]),
        ({"country": "GUF", "fiscal_year": 1990}, ["guf-1990"]),
        ({"country": "MEX", "fiscal_year__gte": 2019, "ordering": "-id"}, ["mex-2020", "mex-2019"]),
        ({"country__in": "MEX,HTI", "fiscal_year__lte": 2000, "ordering": "fiscal_year"}, ["hti-1999", "mex-1999", "hti-2000", "mex-2000"]),
        ({"country__in": "MEX,HTI", "fiscal_year__lte": 2000, "ordering": "-fiscal_year"}, ["mex-2000", "hti-2000", "mex-1999", "hti-1999"]),
    ],
)  # fmt: skip
def test_filters_and_orders(asked: dict[str, Any], ids: list[str]) -> None:
    bring(country="MEX", fiscal_year=2011)

    assert [row["id"] for row in results(**asked)] == ids


def test_whoever_asks_for_a_year_without_a_report_is_told_so() -> None:
    [row] = results(country="HTI", fiscal_year=1990)

    assert (row["status"], row["reports"], row["rows"]) == ("no_report", [], None)


@pytest.mark.parametrize("ordering", ["id", "-id", "fiscal_year", "-fiscal_year"])
def test_pages_hold_each_cell_once_there_and_back(ordering: str) -> None:
    asked = {"region": "south_asia", "ordering": ordering, "page_size": 100}

    there = walk(body_of(f"{ROOT}coverage/", asked), "next")
    back = walk(there[-1], "previous")

    assert len(ids_of(there)) == len(set(ids_of(there))) == there[0]["count"]
    assert ids_of(back[::-1]) == ids_of(there)


def test_one_cell_has_an_address_of_its_own() -> None:
    bring(country="MEX", fiscal_year=2011)

    assert body_of(f"{ROOT}coverage/mex-2011/") == results(country="MEX", fiscal_year=2011)[0]
    assert body_of(f"{ROOT}coverage/mex-2011/", {"fields": "status"}) == {"id": "mex-2011", "status": "reported"}


@pytest.mark.parametrize("key", ["xxx-2011", "mex-0000", "mex", "MEX-2011", "mex-20111", "mexico-2011"])
def test_what_is_no_country_and_year_is_not_there(key: str) -> None:
    assert get(f"{ROOT}coverage/{key}/").status_code == 404


def test_a_country_by_its_name_is_an_error_with_its_code() -> None:
    [error] = get(f"{ROOT}coverage/", {"country": "Haiti"}).json()["errors"]

    assert (error["parameter"], error["suggestion"]) == ("country", "HTI")


@pytest.mark.parametrize("address", ["coverage/", "coverage/?status=reported", "coverage/mex-2011/"])
def test_an_answer_takes_two_queries(address: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    bring(country="MEX", fiscal_year=2011)
    report_facts()

    with django_assert_num_queries(2):
        body_of(f"{ROOT}{address}")
