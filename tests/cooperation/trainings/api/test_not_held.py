"""What is asked for and not imported is named: a zero is then no answer."""

from typing import Any

import pytest

from cooperation.trainings.coverage import grid
from cooperation.trainings.coverage.reports import Gap, ReportFacts
from cooperation.trainings.models import ReportedYear
from tests.contracts.endpoints import ROOT, body_of
from tests.factories import make_training

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def western_hemisphere_of_two_years(settings: Any) -> None:
    """Mexico in fiscal 2010 and 2011; Guatemala stands in neither report."""
    settings.CACHE_MEGABYTES = 0
    for year in (2010, 2011):
        make_training(country="MEX", fiscal_year=year, report=f"{year}_{year + 1}", region="western_hemisphere")
    ReportedYear.objects.refresh()


def not_held(**asked: Any) -> dict[str, Any]:
    """What a page says of it, and the summary of the same rows alike."""
    page = body_of(f"{ROOT}trainings/", asked)
    assert body_of(f"{ROOT}trainings/summary/", asked)["not_held"] == page["not_held"]
    return page["not_held"]


def named(**asked: Any) -> tuple[dict[str, list[int]], list[int]]:
    found = not_held(**asked)
    countries = {item["country"]: item["fiscal_years"] for item in found["countries"]}
    return countries, [item["fiscal_year"] for item in found["fiscal_years"]]


def test_a_country_of_which_nothing_is_imported_is_named_with_every_year() -> None:
    countries, years = named(country="AFG")

    assert (list(countries), years) == (["AFG"], [])
    assert {2010, 2011} <= set(countries["AFG"])


def test_of_several_countries_and_years_those_that_are_not_held_are_named() -> None:
    assert named(country__in="MEX,AFG", fiscal_year__in="2011,2012") == ({"AFG": [2011, 2012], "MEX": [2012]}, [])


def test_a_year_beyond_the_reports_is_named() -> None:
    assert named(fiscal_year=2031) == ({}, [2031])
    assert named(country="MEX", fiscal_year=2031) == ({"MEX": [2031]}, [])
    assert named(fiscal_year__gte=2031) == ({}, [2031])
    assert named(certainly_during="2030-10/2031-09") == ({}, [2031])


def test_a_region_that_is_not_imported_is_named_by_its_years() -> None:
    assert named(region="africa", fiscal_year=2011) == ({}, [2011])
    assert named(region="western_hemisphere", fiscal_year=2011) == ({}, [])


def test_what_is_held_or_reported_by_nobody_is_not_named() -> None:
    assert named() == ({}, [])
    assert named(country="MEX", fiscal_year__gte=2010, fiscal_year__lte=2011) == ({}, [])
    assert named(country="GTM", fiscal_year=2011) == ({}, [])
    assert named(country="ZZZ") == ({}, [])


def test_the_address_leads_to_the_reason() -> None:
    [afghanistan] = not_held(country="AFG", fiscal_year=2011)["countries"]
    [region] = not_held(region="africa", fiscal_year=2011)["fiscal_years"]

    [cell] = body_of(afghanistan["url"])["results"]
    assert (cell["id"], cell["status"]) == ("afg-2011", "not_imported")
    assert {cell["region"] for cell in body_of(region["url"])["results"]} == {"africa"}


def test_a_country_whose_rows_are_known_to_be_lacking_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """The seeds say which; where all of a report is imported, nothing else tells that the zero is none."""
    gap = Gap("2011_2012", "source_corrupt", "A page cannot be read.", "The publisher", country="GTM")
    monkeypatch.setattr(grid, "report_facts", lambda: ReportFacts({"2011_2012": (2011,)}, (gap,)))

    assert named(country="GTM", fiscal_year=2011) == ({"GTM": [2011]}, [])
