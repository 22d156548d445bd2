"""Whether a record is of the time that its words name."""

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from cooperation.importers.seeds.quoting import Quotation
from cooperation.importers.seeds.seed_files import Entry
from cooperation.models import EventKind
from sources.dates import Interval, fiscal_year_bounds, parse_edtf
from sources.locators import NumberKind, numbers
from sources.models import RecordKind

DATED = (NumberKind.DATE, NumberKind.YEAR)
# The fields that a date in the words may be of where the words bear on the whole record, or on its figure.
WHOLE = {
    RecordKind.FUNDING: ("fiscal_year", "period"),
    RecordKind.OBSERVATION: ("fiscal_year", "period"),
    RecordKind.EVENT: ("start", "end"),
    RecordKind.PROGRAM: ("start", "end", "stage_as_of"),
}
FIGURE_FIELDS = ("", "amount", "amount_max", "value", "value_max")
DATE_FIELDS = ("start", "end", "stage_as_of", "published", "valid_from", "valid_to")
_MONTHS = {name[:3]: number for number, name in enumerate(calendar.month_name) if name}
_MONTH = re.compile("|".join(_MONTHS), re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)([12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?![\d/])")


@dataclass(frozen=True)
class NamedDate:
    """A year, a month, or a day as words name it; None is not named."""

    text: str
    year: int | None
    month: int | None
    day: int | None

    def is_in(self, interval: Interval) -> bool:
        """Whether it may be a time within the interval."""
        first, last = interval.earliest or date.min, interval.latest or date.max
        years = range(first.year, last.year + 1) if self.year is None else [self.year]
        return len(years) > 1 or any(self.overlaps(year, first, last) for year in years)

    def overlaps(self, year: int, first: date, last: date) -> bool:
        """Whether the named days of a year meet the bounds."""
        month = self.month or 1
        latest_day = calendar.monthrange(year, self.month or 12)[1]
        earliest = date(year, month, min(self.day or 1, latest_day))
        return earliest <= last and first <= date(year, self.month or 12, min(self.day or latest_day, latest_day))


def date_problems(quotation: Quotation) -> Iterator[str]:
    """What the words date otherwise than the record does: a year of theirs, or all that they name."""
    fields = fields_dated_by(quotation)
    intervals = intervals_of(quotation.record, fields)
    dates = list(named_dates(quotation.words)) if fields else []
    missed = [named for named in dates if not any(named.is_in(interval) for interval in intervals)]
    for named in missed:
        # "In 2010 and 2011" is of both years, but "in April and September" may be of two records, and a stage that is
        # known in both years is known as of the later one.
        needs_all = named.month is None and "stage_as_of" not in fields
        if needs_all or len(missed) == len(dates):
            yield f"the words say {named.text}, which is not in the record's {' or '.join(fields)}"


def fields_dated_by(quotation: Quotation) -> tuple[str, ...]:
    """The fields of which a date in the words is; none if the words bear on anything else, or may be of any time."""
    record, is_whole = quotation.record, quotation.field in FIGURE_FIELDS
    if quotation.is_mention or (is_whole and record.values.get("kind") == EventKind.STATEMENT):
        return ()
    if is_whole or quotation.field in ("fiscal_year", "period"):
        return WHOLE.get(record.kind, ())
    return (quotation.field,) if quotation.field in DATE_FIELDS else ()


def named_dates(words: str) -> Iterator[NamedDate]:
    """The dates and years that stand in the words."""
    for number in numbers(words):
        if number.kind in DATED:
            years: list[int | None] = [int(year) for year in number.values] or [None]
            month, day = month_and_day(number.text) if number.kind == NumberKind.DATE else (None, None)
            yield from (NamedDate(number.text, year, month, day) for year in years)


def month_and_day(text: str) -> tuple[int | None, int | None]:
    """The month of a date, and its first day; dates in figures alone ("2/3/2011") name neither."""
    month = _MONTH.search(text)
    if month is None:
        return None, None
    day = _DAY.search(text)
    return _MONTHS[month.group().capitalize()], int(day.group(1)) if day else None


def intervals_of(record: Entry, fields: tuple[str, ...]) -> list[Interval]:
    """What the record says in these fields, and the time from its start to its end."""
    intervals = [fiscal_interval(record) if name == "fiscal_year" else edtf_interval(record, name) for name in fields]
    if {"start", "end"} <= set(fields):
        start, end = edtf_interval(record, "start"), edtf_interval(record, "end")
        if start and end:
            intervals.append(Interval(start.earliest, end.latest))
    return [interval for interval in intervals if interval is not None]


def fiscal_interval(record: Entry) -> Interval | None:
    """The days of the record's fiscal year, or None; build_fixtures tells of a year that is none."""
    year: Any = record.values.get("fiscal_year")
    try:
        return fiscal_year_bounds(str(record.values.get("calendar")), year) if isinstance(year, int) else None
    except ValueError:
        return None


def edtf_interval(record: Entry, name: str) -> Interval | None:
    """The days of a date, or None; build_fixtures tells of a date that is none."""
    written = record.values.get(name)
    try:
        return parse_edtf(str(written)) if written is not None else None
    except ValueError:
        return None
