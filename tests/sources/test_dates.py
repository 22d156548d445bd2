"""EDTF text to bounds and certainty, and the bounds of fiscal years."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.dates import Interval, fiscal_year_bounds, parse_edtf


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2011", date(2011, 1, 1), date(2011, 12, 31)),
        ("2011-04", date(2011, 4, 1), date(2011, 4, 30)),
        ("2012-02", date(2012, 2, 1), date(2012, 2, 29)),
        ("1900-02", date(1900, 2, 1), date(1900, 2, 28)),
        ("2011-04-30", date(2011, 4, 30), date(2011, 4, 30)),
        ("2010-10/2011-09", date(2010, 10, 1), date(2011, 9, 30)),
        ("2011-06/2011", date(2011, 6, 1), date(2011, 12, 31)),
        ("2011-04-30/2011-04", date(2011, 4, 30), date(2011, 4, 30)),
        ("0001", date(1, 1, 1), date(1, 12, 31)),
        ("9999", date(9999, 1, 1), date(9999, 12, 31)),
    ],
)
def test_certain_date_has_the_bounds_of_its_precision(text: str, earliest: date, latest: date) -> None:
    assert parse_edtf(text) == Interval(earliest, latest, is_uncertain=False)


@pytest.mark.parametrize(
    ("text", "earliest", "latest"),
    [
        ("2013?", date(2013, 1, 1), date(2013, 12, 31)),
        ("2010~", date(2010, 1, 1), date(2010, 12, 31)),
        ("2010%", date(2010, 1, 1), date(2010, 12, 31)),
        ("2010-11-24?", date(2010, 11, 24), date(2010, 11, 24)),
        ("2009?/2011", date(2009, 1, 1), date(2011, 12, 31)),
        ("2009/2011~", date(2009, 1, 1), date(2011, 12, 31)),
        ("199X", date(1990, 1, 1), date(1999, 12, 31)),
        ("199X?", date(1990, 1, 1), date(1999, 12, 31)),
        ("20XX", date(2000, 1, 1), date(2099, 12, 31)),
        ("199X/2005", date(1990, 1, 1), date(2005, 12, 31)),
    ],
)
def test_doubt_makes_a_date_uncertain_without_widening_it(text: str, earliest: date, latest: date) -> None:
    assert parse_edtf(text) == Interval(earliest, latest, is_uncertain=True)


@pytest.mark.parametrize(
    ("text", "interval"),
    [
        ("2008/..", Interval(date(2008, 1, 1), None)),
        ("../2009", Interval(None, date(2009, 12, 31))),
        ("2008-10?/..", Interval(date(2008, 10, 1), None, is_uncertain=True)),
        ("../199X", Interval(None, date(1999, 12, 31), is_uncertain=True)),
    ],
)
def test_open_end_has_no_bound(text: str, interval: Interval) -> None:
    assert parse_edtf(text) == interval


def test_empty_text_is_unknown() -> None:
    assert parse_edtf("") is None


@pytest.mark.parametrize(
    "text",
    [
        "2011-21",
        "2011-25",
        "2011-41",
        "?2011",
        "2011-~06",
        "Y12011",
        "1XXX",
        "2011-XX",
        "[2010,2011]",
        "-0001",
        "2011S2",
    ],
)
def test_seasons_and_higher_levels_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_edtf(text)


@pytest.mark.parametrize(
    "text",
    [
        " ",
        "..",
        "../..",
        "/2011",
        "2011/",
        "/",
        "2011/2012/2013",
        "open",
        "2011-4",
        "30 April 2011",
        "2011-04-30T10:00",
    ],
)
def test_text_that_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_edtf(text)


@pytest.mark.parametrize("text", [" 2011", "2011\n", "2011\x00", "\ud8002011", "２０１１", "2011\u00a0"])
def test_characters_around_a_date_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a date"):
        parse_edtf(text)


@pytest.mark.parametrize("text", ["2011-02-30", "2010-02-29?", "2011-04-00", "2011-04-31/..", "2010-02-30~"])
def test_day_that_does_not_exist_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="no day of the calendar"):
        parse_edtf(text)


@pytest.mark.parametrize("text", ["0000", "0000-05", "000X", "00XX", "0000/2011"])
def test_year_zero_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="outside 1 to 9999"):
        parse_edtf(text)


@pytest.mark.parametrize("text", ["2012/2011", "2011-05-01/2011-04", "2011/2010-12-31", "20XX/1999"])
def test_reversed_interval_is_refused_by_name(text: str) -> None:
    with pytest.raises(ValueError, match=f"'{text}' ends before it begins"):
        parse_edtf(text)


def test_long_text_is_refused_without_repeating_all_of_it() -> None:
    with pytest.raises(ValueError, match="longer than 40 characters") as refusal:
        parse_edtf("2" * 1_000_000)

    assert len(str(refusal.value)) < 100


def test_same_text_is_parsed_once() -> None:
    assert parse_edtf("1848-02-02") is parse_edtf("1848-02-02")


@given(st.dates())
def test_every_day_is_its_own_bounds(day: date) -> None:
    assert parse_edtf(day.isoformat()) == Interval(day, day)


@given(st.text(max_size=45) | st.text(alphabet="0129X?~%/.-", max_size=21))
def test_any_text_is_refused_or_has_bounds_in_order(text: str) -> None:
    try:
        interval = parse_edtf(text)
    except ValueError:
        return

    if interval and interval.earliest and interval.latest:
        assert interval.earliest <= interval.latest


def test_us_fiscal_year_begins_in_october_of_the_year_before() -> None:
    assert fiscal_year_bounds("us_fiscal", 2011) == Interval(date(2010, 10, 1), date(2011, 9, 30))


@pytest.mark.parametrize("calendar", ["mexican_fiscal", "calendar_year"])
def test_other_years_begin_in_january(calendar: str) -> None:
    assert fiscal_year_bounds(calendar, 2011) == Interval(date(2011, 1, 1), date(2011, 12, 31))


def test_first_years_that_fit_have_bounds() -> None:
    assert fiscal_year_bounds("us_fiscal", 2).earliest == date(1, 10, 1)
    assert fiscal_year_bounds("calendar_year", 1).earliest == date(1, 1, 1)


@pytest.mark.parametrize(
    ("calendar", "year"),
    [("us_fiscal", 1), ("us_fiscal", 10000), ("mexican_fiscal", 0), ("calendar_year", 10000), ("calendar_year", -5)],
)
def test_fiscal_year_that_does_not_fit_is_refused(calendar: str, year: int) -> None:
    with pytest.raises(ValueError, match=f"year {year} of {calendar} is outside"):
        fiscal_year_bounds(calendar, year)


def test_unknown_calendar_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'lunar' is no calendar: expected one of us_fiscal, mexican_fiscal"):
        fiscal_year_bounds("lunar", 2011)
