"""Cells to a training activity and its doubts."""

from datetime import date

import pytest

from cooperation.trainings.importer.columns import FileError
from cooperation.trainings.importer.parse import parse_row
from cooperation.trainings.models import TrainingFlag
from tests.cooperation.trainings.importer.files import VOCABULARY, line_of


def parsed(**changed):
    return parse_row(line_of(**changed), VOCABULARY)


def test_a_clean_row_is_understood_without_doubt():
    row, doubts = parsed()

    assert doubts == []
    assert row.page.report == "2011_2012"
    assert row.page.page == "24"
    assert (row.trained.code, row.trained.region) == ("MEX", "western_hemisphere")
    assert (row.program.fiscal_year, row.program.authority, row.program.department) == (2011, "imet", "state")
    assert row.course_title == ("INFANTRY OFFICER BASIC", "infantry officer basic")
    assert row.delivery_unit == ("INFANTRY SCHOOL - 3", "infantry school")
    assert (row.days.start, row.days.end) == (date(2011, 1, 10), date(2011, 2, 25))
    assert (row.where.country, row.where.place.slug, row.where.in_country) == ("USA", "fort-benning", False)
    assert (row.figures.quantity, row.figures.total_cost) == (2, 12000)


@pytest.mark.parametrize(
    ("changed", "flags"),
    [
        ({"end_printed": "1/9/2011", "end": "2011-01-09"}, TrainingFlag.DATES_REVERSED),
        ({"end_printed": "10/1/2011", "end": "2011-10-01"}, TrainingFlag.DATE_OUTSIDE_FISCAL_YEAR),
        (
            {"start_printed": "1/10/1900", "start": "1900-01-10"},
            TrainingFlag.DATE_OUTSIDE_FISCAL_YEAR | TrainingFlag.DATE_IMPLAUSIBLE,
        ),
        (
            {"end_printed": "2/25/2207", "end": "2207-02-25"},
            TrainingFlag.DATE_OUTSIDE_FISCAL_YEAR | TrainingFlag.DATE_IMPLAUSIBLE,
        ),
        ({"start_printed": "1/10/11 1/11/11", "start": ""}, TrainingFlag.DATE_UNREADABLE),
        ({"start": "2011-01-11"}, TrainingFlag.DATES_DISAGREE),
        ({"start_printed": "$1,177", "start": ""}, TrainingFlag.CELLS_SHIFTED | TrainingFlag.DATE_UNREADABLE),
        ({"total_cost": ""}, TrainingFlag.COST_UNKNOWN),
        ({"total_cost": "0"}, TrainingFlag.COST_ZERO),
        ({"total_cost": "twelve"}, TrainingFlag.COST_UNREADABLE),
        ({"quantity": ""}, TrainingFlag.QUANTITY_UNKNOWN),
        ({"quantity": "0"}, TrainingFlag.QUANTITY_ZERO),
        ({"quantity": "N/A"}, TrainingFlag.QUANTITY_UNREADABLE),
        ({"quantity": "30 30"}, TrainingFlag.QUANTITY_UNREADABLE),
        ({"location": "39529-7099"}, TrainingFlag.CELLS_SHIFTED | TrainingFlag.LOCATION_UNMAPPED),
        ({"location": "VARIOUS"}, TrainingFlag.LOCATION_UNMAPPED),
        ({"recipient_unit": "Marine Corps Riverine Brigade, Bogotß"}, TrainingFlag.MOJIBAKE),
        ({"iso": "COL"}, TrainingFlag.COUNTRY_DISAGREES),
        ({"country": "Atlantis"}, TrainingFlag.COUNTRY_UNKNOWN),
        ({"program": "Alms, FY 2011"}, TrainingFlag.PROGRAM_UNMAPPED),
        ({"program": "ALP - FY 2011 DoD Training"}, TrainingFlag.PROGRAM_UNMAPPED),
        ({"program": "IMET-1"}, TrainingFlag.FISCAL_YEAR_FROM_REPORT),
        ({"program": "IMET-1 - Fiscal Year 1910 DoS Training"}, TrainingFlag.FISCAL_YEAR_FROM_REPORT),
        ({"program": "IMET-1 - Fiscal Year 2100 DoS Training"}, TrainingFlag.FISCAL_YEAR_FROM_REPORT),
        ({"program": "IMET-1 - FY 2010 DoS Training"}, TrainingFlag.FISCAL_YEAR_FROM_REPORT),
        (
            {"program": "DoS Western Hemisphere Region, Mexico, Section 1004 (Note 1), FY 2011"},
            TrainingFlag.DEPARTMENT_DISAGREES,
        ),
        ({"course_title": "-"}, TrainingFlag.COURSE_TITLE_MISSING),
        ({"page": "223 224"}, TrainingFlag.PAGE_UNREADABLE),
        ({"recipient_unit": "SGT 52335424"}, TrainingFlag.NUMBER_MASKED),
    ],
)
def test_a_doubt_is_a_flag_and_the_row_stays(changed, flags):
    row, doubts = parsed(**changed)

    assert row.flags == flags
    assert {doubt.reason for doubt in doubts} == set(flags)
    assert {doubt.line for doubt in doubts} == {2}


def test_a_placeholder_is_null_and_stays_in_the_raw_cells():
    row, doubts = parsed(start_printed="Start date not included in 1999-2000 report", start="", location="-")

    assert row.days.start is None
    assert (row.where.text, row.where.in_country) == (None, None)
    assert "Start date not included in 1999-2000 report" in row.cells
    assert doubts == []


def test_a_page_that_is_a_sentence_is_no_page():
    row, doubts = parsed(page="No page numbers: 2006-2007 report was published as web-page, not document.")

    assert row.page.page is None
    assert doubts == []


def test_rows_of_a_page_share_it_and_rows_of_another_do_not():
    assert parsed()[0].page == parsed(course_title="OTHER")[0].page
    assert parsed()[0].page.number != parsed(page="25")[0].page.number


def test_the_number_of_a_person_is_masked_in_the_raw_cells_and_in_the_doubt():
    row, doubts = parsed(recipient_unit="SGT 52335424")

    assert row.recipient_unit.printed == "SGT [number masked]"
    assert "52335424" not in repr(row)
    assert "52335424" not in repr(doubts)


def test_a_country_that_nobody_knows_has_the_code_of_the_file_or_none():
    assert parsed(country="Atlantis")[0].trained.code == "MEX"
    assert parsed(country="Atlantis", iso="?")[0].trained.code == "ZZZ"


@pytest.mark.parametrize(
    ("year", "taken"), [("1910", 2011), ("2100", 2011), ("2010", 2011), ("2011", 2011), ("2012", 2012)]
)
def test_a_report_tells_of_the_two_years_that_it_is_named_after(year, taken):
    row, _ = parsed(program=f"IMET-1 - Fiscal Year {year} Department of State Training")

    assert row.program.fiscal_year == taken


def test_the_code_beside_it_decides_what_an_unclear_name_means():
    assert parsed(country="Congo (DROC)", iso="COD")[0].trained.code == "COD"
    assert parsed(country="Korea", iso="PRK")[0].trained.code == "PRK"
    assert parsed(country="Congo (South)", iso="COD")[0].trained.code == "COD"


def test_the_code_beside_it_does_not_change_what_a_clear_name_means():
    row, doubts = parsed(country="Niger", iso="NGA")

    assert row.trained.code == "NER"
    assert [doubt.reason for doubt in doubts] == [TrainingFlag.COUNTRY_DISAGREES]


@pytest.mark.parametrize(
    ("group", "region"),
    [
        ("2008_2009_Africa_fmtrpt.tsv", "africa"),
        ("2008_2009_Near_East_North_Africa_fmtrpt.tsv", "near_east"),
        ("2008_2009_South_Central_Asia_fmtrpt.tsv", "south_asia"),
        ("2008_2009_East_Asia_and_Pacific_fmtrpt.tsv", "east_asia_pacific"),
        ("2008_2009_Europe_and_Eurasia_fmtrpt.tsv", "europe"),
        ("2000_2001_NIS_fmtrpt.tsv", "newly_independent_states"),
    ],
)
def test_a_part_of_a_report_names_its_region(group, region):
    assert parsed(group=group)[0].trained.region == region


def test_the_region_of_a_report_for_all_regions_is_that_of_the_country():
    row, _ = parsed(country="Kenya", iso="KEN", group="2005_2006_All_Regions_fmtrpt.tsv", section="Volume I")

    assert row.trained.region == "africa"


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"id": "17"}, "line 2: training:id:admin: “17” is no id"),
        ({"group": "", "section": ""}, "line 2: qa:training_group: “” names no report"),
    ],
)
def test_a_row_without_id_or_report_is_none(changed, words):
    with pytest.raises(FileError, match=words):
        parsed(**changed)
