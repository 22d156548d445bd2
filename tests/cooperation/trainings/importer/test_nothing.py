"""Lines that report nothing are no training activities."""

import pytest

from cooperation.trainings.importer.nothing import is_nothing, nothing_in, statement_in
from tests.cooperation.trainings.importer.files import cells_of, line_of

BARE = {
    "quantity": "", "total_cost": "", "start_printed": "", "start": "", "end_printed": "", "end": "", "course_title": "",
    "group": "2007_2008_East_Asia_and_Pacific_fmtrpt.tsv", "section": "2007-2008, Volume I - Section IV",
}  # fmt: skip
HONG_KONG = "No activities reported for Hong Kong in 2007-2008"


def bare(**changed):
    return line_of(**{**BARE, "country": "Hong Kong", "iso": "HKG", "program": HONG_KONG, **changed})


@pytest.mark.parametrize(
    "text",
    [
        HONG_KONG, "No activity reported for Liechtenstein in 2011-2012.", "NO ACTIVITIES REPORTED", "No training reported",
        "No training was provided to Niue in 2007", "No military training activities were conducted in 2009-2010",
        "There were no activities for Andorra in 2004-2005", "No activities to report", "No reported activities",
        "Nothing to report for Malta in 2003-2004", "None reported", "Negative report for Tuvalu", "No events were held",
    ],
)  # fmt: skip
def test_words_that_say_that_there_is_nothing_are_known(text):
    assert is_nothing(text)


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "N/A", "Not Reported", "Non-SA, UC - FY 2008 DoD Training", "NOTAM TRAINING", "National Training Center",
        "Illegal, Unreported, And Unregulated (IUU) Fishing", "No Fear Act Training for Managers", "NONCOMMISSIONED OFFICER",
        "No activities beyond the perimeter: force protection course",
    ],
)  # fmt: skip
def test_a_course_or_program_is_not_taken_for_nothing(text):
    assert not is_nothing(text)


def test_the_statement_may_stand_as_program_or_as_title():
    in_title = bare(program="-", course_title="No activities  reported for Niue in 2007-2008")

    assert statement_in(bare().cells) == HONG_KONG
    assert statement_in(in_title.cells) == "No activities reported for Niue in 2007-2008"
    assert statement_in(cells_of()) is None


@pytest.mark.parametrize("figures", [{"quantity": "3"}, {"total_cost": "12.50"}, {"start_printed": "1/10/2008"}])
def test_a_line_with_trainees_costs_or_days_is_a_training_activity(figures):
    assert statement_in(bare(**figures).cells) is None


def test_a_zero_or_a_placeholder_is_no_figure():
    assert statement_in(bare(quantity="0", total_cost="0.00", start="-").cells) == HONG_KONG


def test_a_statement_has_country_year_region_and_page():
    nothing = nothing_in(bare(page="12"), HONG_KONG)

    assert (nothing.country, nothing.fiscal_year, nothing.region) == ("HKG", 2007, "east_asia_pacific")
    assert (nothing.page.report, nothing.page.page, nothing.statement) == ("2007_2008", "12", HONG_KONG)


def test_the_statement_names_the_country_where_the_line_does_not():
    said = "No activities reported for Nauru in 2007-2008"

    assert nothing_in(bare(country="", iso="", program=said), said).country == "NRU"
