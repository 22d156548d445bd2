"""EDTF text to bounds and certainty, and the bounds of fiscal years."""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from edtf import EDTFParseException
from edtf import parse_edtf as parse_text

LONGEST_TEXT = 40
FIRST_US_FISCAL_YEAR = 2
CALENDARS = ("us_fiscal", "mexican_fiscal", "calendar_year")

# The part of EDTF level 1 that records use. The parser also takes seasons, level 2 and empty ends, and it
# guesses the bounds of those (an empty end is ten years away), so the form is settled before it is asked.
_END = r"(?:[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-[0-9]{2})?)?|[0-9]{3}X|[0-9]{2}XX)[?~%]?"
_FORM = re.compile(rf"{_END}(?:/(?:{_END}|\.\.))?|\.\./{_END}")
_DOUBTS = frozenset("?~%X")
_YEAR_ZERO = ("0000", "000X", "00XX")
_EXPECTED = "expected EDTF such as 2011, 2011-04, 2011-04-30, 2013?, 199X, 2010-10/2011-09, 2008/.. or ../2009"


@dataclass(frozen=True)
class Interval:
    """The first and the last day that a date may mean, both included; None is an open end."""

    earliest: date | None
    latest: date | None
    is_uncertain: bool = False


@lru_cache(maxsize=4096)  # The parser takes some ten milliseconds for each text.
def parse_edtf(text: str) -> Interval | None:
    """Return the bounds of an EDTF date or interval (level 1), without padding; None for the empty text, "unknown".

    Raises ValueError for any other text, for years outside 1 to 9999 and for intervals that end before they begin.
    Source: ISO 8601-2:2019, https://www.loc.gov/standards/datetime/.
    """
    if not text:
        return None
    if len(text) > LONGEST_TEXT:
        raise ValueError(f"{text[:LONGEST_TEXT]!r}... is longer than {LONGEST_TEXT} characters")
    if not _FORM.fullmatch(text):
        raise ValueError(f"{text!r} is not a date: {_EXPECTED}")
    # Each end is parsed on its own: the parser fails on some intervals that the standard allows ("199X/..").
    first, _, last = text.partition("/")
    bounds = Interval(_bounds(first)[0], _bounds(last or first)[1], is_uncertain=not _DOUBTS.isdisjoint(text))
    if bounds.earliest and bounds.latest and bounds.earliest > bounds.latest:
        raise ValueError(f"{text!r} ends before it begins")
    return bounds


def _bounds(end: str) -> tuple[date | None, date | None]:
    """Return the first and the last day of a date; the strict ones, since the fuzzy ones widen 2013? by a year."""
    if end == "..":
        return None, None
    if end.startswith(_YEAR_ZERO):
        raise ValueError(f"{end!r} has a year outside 1 to 9999")
    try:
        parsed = parse_text(end)
        first, last = (date(*bound[:3]) for bound in (parsed.lower_strict(), parsed.upper_strict()))
    # The parser lets "2010-02-29?" pass; date() does not.
    except (EDTFParseException, ValueError) as error:
        raise ValueError(f"{end!r} is no day of the calendar") from error
    return first, last


def fiscal_year_bounds(calendar: str, year: int) -> Interval:
    """Return the first and last day of a year of the calendar: us_fiscal, mexican_fiscal or calendar_year.

    The fiscal year N of the United States runs from 1 October N-1 to 30 September N (31 U.S.C. 1102). That of Mexico is
    the calendar year (Ley Federal de Presupuesto y Responsabilidad Hacendaria). Raises ValueError for another calendar
    and for years outside 1 to 9999; the first US fiscal year that has a beginning is 2.
    """
    if calendar not in CALENDARS:
        raise ValueError(f"{calendar!r} is no calendar: expected one of {', '.join(CALENDARS)}")
    first = FIRST_US_FISCAL_YEAR if calendar == "us_fiscal" else date.min.year
    if not first <= year <= date.max.year:
        raise ValueError(f"year {year} of {calendar} is outside {first} to {date.max.year}")
    if calendar == "us_fiscal":
        return Interval(date(year - 1, 10, 1), date(year, 9, 30))
    return Interval(date(year, 1, 1), date(year, 12, 31))
