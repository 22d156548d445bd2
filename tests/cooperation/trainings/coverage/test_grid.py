"""Absence is never zero: it says why, as far as anybody can know."""

from typing import Any

import pytest

from cooperation.trainings.coverage.grid import Cell, CoverageStatus, Grid
from cooperation.trainings.coverage.reports import Caveat, Gap, ReportFacts
from cooperation.trainings.models import NothingReported, ReportedYear, ReportPage

YEARS = {"1999_2000": (1999, 2000), "2000_2001": (2000, 2001), "2003_2004": (2003,)}
GAP = Gap("2003_2004", "withheld", "Section VII is kept back.", "Page IV-3", region="western_hemisphere", country="HTI")


def summed(country: str, fiscal_year: int, report: str, **given: Any) -> ReportedYear:
    """What one report holds of a country and year."""
    fixed = {"region": "western_hemisphere", "is_counted": True, "rows": 5, "trainees": 89, "cost": 25_561}
    known = {"known_quantities": 5, "known_costs": 4, "courses": 3}
    return ReportedYear(country=country, fiscal_year=fiscal_year, report=report, **{**fixed, **known, **given})


def cell(country: str, year: int, *sums: ReportedYear, gaps: tuple[Gap, ...] = ()) -> Cell:
    """One cell of a grid with some sums and known gaps."""
    return Cell(Grid(list(sums), ReportFacts(YEARS, gaps), frozenset([country])), country, year)


def test_rows_are_reported_with_their_sums() -> None:
    found = cell("HTI", 2003, summed("HTI", 2003, "2003_2004"))

    assert (found.status, found.rows) == (CoverageStatus.REPORTED, 5)
    assert found.counted is not None
    assert (found.counted.trainees, found.counted.unknown_costs) == (89, 1)
    assert found.explanation == "The rows of report 2003_2004 count."


def test_without_any_import_nothing_is_known() -> None:
    found = cell("HTI", 2003)

    assert (found.status, found.rows, found.counted) == (CoverageStatus.NOT_IMPORTED, None, None)
    assert "import_fmtrpt" in found.explanation


def test_a_country_that_a_report_of_its_region_leaves_out_is_not_reported() -> None:
    found = cell("HTI", 2003, summed("MEX", 2003, "2003_2004"))

    assert (found.status, found.rows) == (CoverageStatus.NOT_REPORTED, None)
    assert "not zero" in found.explanation


def test_a_region_that_is_not_imported_tells_nothing_of_its_countries() -> None:
    assert cell("KEN", 2003, summed("MEX", 2003, "2003_2004")).status == CoverageStatus.NOT_IMPORTED


def test_a_report_that_is_not_imported_leaves_open_what_the_other_does_not_say() -> None:
    found = cell("HTI", 2000, summed("MEX", 2000, "2000_2001"))

    assert found.status == CoverageStatus.NOT_IMPORTED
    assert {part.report: part.status for part in found.parts} == {
        "1999_2000": CoverageStatus.NOT_IMPORTED,
        "2000_2001": CoverageStatus.NOT_REPORTED,
    }


def test_of_two_reports_the_latest_counts_and_both_are_named() -> None:
    earlier = summed("MEX", 2000, "1999_2000", is_counted=False, rows=7)
    found = cell("MEX", 2000, earlier, summed("MEX", 2000, "2000_2001"))

    assert (found.rows, found.counted and found.counted.rows) == (12, 5)
    assert [part.report for part in found.parts] == ["2000_2001", "1999_2000"]
    assert "The rows of report 1999_2000 do not count, because a later report covers the same." in found.explanation


def nothing_of(country: str, fiscal_year: int, report: str) -> NothingReported:
    """A line of a report that says that there is nothing."""
    page = ReportPage(id=1, report=report, section="Volume I", page="12", url="https://example.org/report.pdf")
    return NothingReported(
        published_id="00000000-0000-4000-8000-000000000000", page=page, report=report, region="east_asia_pacific",
        country=country, fiscal_year=fiscal_year, statement="No activities reported for Niue in 2003-2004",
    )  # fmt: skip


def test_a_report_that_says_that_there_was_nothing_is_cited() -> None:
    grid = Grid([], ReportFacts(YEARS), nothing=[nothing_of("NIU", 2003, "2003_2004")])

    found = Cell(grid, "NIU", 2003)

    assert (found.status, found.rows, found.region) == (CoverageStatus.NOT_REPORTED, None, "east_asia_pacific")
    assert "says so itself: “No activities reported for Niue in 2003-2004”" in found.explanation
    assert [(item.text, item.source) for item in found.parts[0].evidence] == [
        (
            "No activities reported for Niue in 2003-2004",
            "Volume I, page 12, line 00000000-0000-4000-8000-000000000000, https://example.org/report.pdf",
        )
    ]


def test_rows_outweigh_a_line_that_says_that_there_was_nothing() -> None:
    grid = Grid([summed("NIU", 2003, "2003_2004")], ReportFacts(YEARS), nothing=[nothing_of("NIU", 2003, "2003_2004")])

    assert Cell(grid, "NIU", 2003).status == CoverageStatus.REPORTED


def test_what_has_to_be_known_of_a_report_stands_beside_what_it_tells() -> None:
    caveats = (
        Caveat("No units are printed.", "the publisher", "1999_2000"),
        Caveat("Volume II is classified.", "the same"),
    )
    grid = Grid([summed("MEX", 2000, "2000_2001")], ReportFacts(YEARS, caveats=caveats))

    texts = {part.report: [item.text for item in part.evidence] for part in Cell(grid, "MEX", 2000).parts}

    assert texts == {
        "2000_2001": ["Volume II is classified."],
        "1999_2000": ["No units are printed.", "Volume II is classified."],
    }


@pytest.mark.parametrize("status", ["withheld", "source_corrupt"])
def test_a_known_gap_says_why(status: str) -> None:
    gap = Gap("2003_2004", status, "Section VII is kept back.", "Page IV-3", country="HTI")

    found = cell("HTI", 2003, summed("MEX", 2003, "2003_2004"), gaps=(gap,))

    assert found.status == status
    assert found.explanation == "Report 2003_2004 lacks the rows: Section VII is kept back."


@pytest.mark.parametrize(("country", "year"), [("MEX", 2003), ("HTI", 2000), ("KEN", 2003)])
def test_a_gap_holds_for_its_report_and_country_only(country: str, year: int) -> None:
    assert cell(country, year, summed("BRA", 2003, "2003_2004"), gaps=(GAP,)).status != CoverageStatus.WITHHELD


def test_rows_that_are_there_in_spite_of_a_gap_are_reported_and_the_gap_is_told() -> None:
    found = cell("HTI", 2003, summed("HTI", 2003, "2003_2004"), gaps=(GAP,))

    assert found.status == CoverageStatus.REPORTED
    assert "Some rows are lacking: Section VII is kept back." in found.explanation


def test_a_year_that_no_report_covers_has_none() -> None:
    found = cell("MEX", 1990, summed("MEX", 2003, "2003_2004"))

    assert (found.status, found.parts, found.rows) == (CoverageStatus.NO_REPORT, [], None)


def test_a_newer_report_than_the_seeds_know_covers_the_first_of_its_years() -> None:
    grid = Grid([summed("MEX", 2021, "2021_2022")], ReportFacts(YEARS))

    assert Cell(grid, "HTI", 2021).status == CoverageStatus.NOT_REPORTED
    assert Cell(grid, "HTI", 2022).status == CoverageStatus.NO_REPORT


def test_rows_of_a_year_that_their_report_does_not_cover_are_reported_and_say_nothing_of_others() -> None:
    grid = Grid([summed("MEX", 1989, "2003_2004")], ReportFacts(YEARS))

    assert Cell(grid, "MEX", 1989).status == CoverageStatus.REPORTED
    assert Cell(grid, "HTI", 1989).status == CoverageStatus.NO_REPORT


def test_every_country_is_there_once_for_each_year() -> None:
    grid = Grid([summed("ZZZ", 2003, "2003_2004", region=None)], ReportFacts(YEARS), frozenset(["GUF"]))

    keys = [cell.key for cell in grid.cells()]

    assert len(keys) == len(set(keys)) == 4 * len(grid.regions)
    assert {"mex-1999", "hti-2003", "zzz-2001", "guf-2000"} <= set(keys)
