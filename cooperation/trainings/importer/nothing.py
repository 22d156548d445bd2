"""Lines that say that there is nothing to report: no training activities, but statements of a report. Pure.

“No activities reported for Niue in 2007-2008” stands where a program or a course would. A line with trainees, a cost or a day
is a training activity, whatever it is called.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from cooperation.countries.names import country_of
from cooperation.countries.table import country_table
from cooperation.trainings.importer.cells import LARGEST_COST, LARGEST_QUANTITY, whole_dollars, whole_number
from cooperation.trainings.importer.columns import DatasetColumn
from cooperation.trainings.importer.lines import Line
from cooperation.trainings.importer.parse import page_in, published_id_in, trained_in, year_in
from cooperation.trainings.importer.programs import program_of
from cooperation.trainings.importer.rows import Doubts, PrintedPage
from cooperation.trainings.models.training import UNKNOWN_COUNTRY

_THINGS = (
    r"(?:activit(?:y|ies)|trainings?|events?|courses?|exercises?|engagements?|programs?|students?|trainees?|exchanges)"
)
_OF_WHAT = r"(?:reported|reportable|known|such|other|further|new|planned|foreign|military|security|us|dod|dos|training|assistance)"
_SAID = r"(?:reported|recorded|conducted|provided|held|listed|planned|carried out|took place|given|funded|to report)"
_NOTHING = re.compile(
    rf"(?:there (?:is|are|was|were|have been) )?(?:no|nil|zero)(?: {_OF_WHAT}){{0,4}} {_THINGS}"
    rf"(?: (?:was|were|is|are|has been|have been))?(?: {_SAID})?(?: (?:for|in|by|to|from|during|with)\b.*)?"
    r"|(?:nothing|none)(?: (?:was|is|to be|to))? report(?:ed)?(?: (?:for|in|by|during)\b.*)?"
    r"|(?:negative report)(?: (?:for|in|by)\b.*)?|(?:not reported|did not report)(?: (?:for|in|by|any)\b.*)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"\b(?:for|in|by|to|from|with) (?P<country>[^\d,;.]+?)(?:,? (?:in|for|during)\b.*)?[.]?$", re.IGNORECASE
)
STATED_IN = (DatasetColumn.PROGRAM, DatasetColumn.COURSE_TITLE)
DAYS = (DatasetColumn.START_PRINTED, DatasetColumn.START, DatasetColumn.END_PRINTED, DatasetColumn.END)


@dataclass(frozen=True, slots=True)
class Nothing:
    """What a line says that reports nothing; the id in 32 hexadecimal digits."""

    published_id: str
    page: PrintedPage
    region: str | None
    country: str
    fiscal_year: int
    statement: str


def statement_in(cells: list[str]) -> str | None:
    """The words by which a line says that there is nothing, or None if it is a training activity."""
    said = next((text for column in STATED_IN if is_nothing(text := cells[column])), None)
    return None if said is None or has_figures(cells) else " ".join(said.split())


@lru_cache(maxsize=65536)
def is_nothing(text: str) -> bool:
    """Whether a text says that there is nothing to report."""
    return _NOTHING.fullmatch(" ".join(text.split()).rstrip(" .")) is not None


def has_figures(cells: list[str]) -> bool:
    quantity = whole_number(cells[DatasetColumn.QUANTITY], LARGEST_QUANTITY)
    cost = whole_dollars(cells[DatasetColumn.TOTAL_COST], LARGEST_COST)
    return bool(quantity or cost) or any(any(map(str.isdigit, cells[column][:10])) for column in DAYS)


def nothing_in(line: Line, statement: str) -> Nothing:
    """The statement of a line; FileError if the line has no id or names no report."""
    doubts = Doubts(line.number)
    page = page_in(line.cells, doubts)
    trained = trained_in(line.cells, doubts)
    country = country_named(statement) or trained.code if trained.code == UNKNOWN_COUNTRY else trained.code
    return Nothing(
        published_id=published_id_in(line.cells, line.number),
        page=page,
        region=trained.region or country_table().regions.get(country),
        country=country,
        fiscal_year=year_in(program_of(line.cells[DatasetColumn.PROGRAM], "").fiscal_year, page.report)[0],
        statement=statement,
    )


def country_named(statement: str) -> str | None:
    found = _ABOUT.search(statement)
    return country_of(found["country"]) if found else None
