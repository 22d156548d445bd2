"""One row of cells to one training activity and the doubts about it. Pure.

A cell that cannot be understood becomes null and a flag; the row stays. Only what makes a row no row is an error: no
published id, no report.
"""

import re
from datetime import date
from functools import lru_cache
from hashlib import blake2b

import orjson

from cooperation.countries.names import country_of
from cooperation.countries.table import country_table, is_country_code
from cooperation.trainings.importer.cells import (
    LARGEST_COST,
    LARGEST_QUANTITY,
    Text,
    clean_text,
    collapsed,
    delivery_of,
    is_mojibake,
    is_page,
    iso_day,
    masked,
    printed_day,
    whole_dollars,
    whole_number,
)
from cooperation.trainings.importer.columns import COLUMNS, DatasetColumn, FileError
from cooperation.trainings.importer.lines import Line
from cooperation.trainings.importer.locations import NOWHERE
from cooperation.trainings.importer.programs import program_of
from cooperation.trainings.importer.rows import (
    Doubt,
    Doubts,
    Figures,
    ParsedTraining,
    PrintedPage,
    PrintedProgram,
    ResolvedLocation,
    TrainedCountry,
    TrainingDays,
    Vocabulary,
)
from cooperation.trainings.importer.units.schools import Activity
from cooperation.trainings.models.training import UNKNOWN_COUNTRY, TrainingFlag

# Raised whenever the same file would be read differently.
PARSER_VERSION = "2"
# Years between a day and its fiscal year beyond which one of them is a misprint.
PLAUSIBLE_YEARS = 5
PAGE_LENGTH = 40
URL_LENGTH = 500
MASKED_COLUMNS = (DatasetColumn.COURSE_TITLE, DatasetColumn.DELIVERY_UNIT, DatasetColumn.RECIPIENT_UNIT)
# Where a day alone is the cell of another column.
DAYLESS_COLUMNS = (
    DatasetColumn.QUANTITY, DatasetColumn.TOTAL_COST, DatasetColumn.PAGE, *MASKED_COLUMNS, DatasetColumn.LOCATION,
)  # fmt: skip
TEXT_COLUMNS = (DatasetColumn.COUNTRY, DatasetColumn.PROGRAM, *MASKED_COLUMNS, DatasetColumn.LOCATION)

_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_REPORT = re.compile(r"((?:19|20)\d\d)[_-]((?:19|20)\d\d)")
_DAY_ALONE = re.compile(r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})")
_DIGITS_ALONE = re.compile(r"[\d\s$.,/-]+")
_REGIONS = (
    (re.compile(r"western_hemisphere"), "western_hemisphere"),
    (re.compile(r"near_east|middle_east"), "near_east"),
    (re.compile(r"africa"), "africa"),
    (re.compile(r"east_asia|pacific"), "east_asia_pacific"),
    (re.compile(r"south(?:_and)?(?:_central)?_asia|central_asia"), "south_asia"),
    (re.compile(r"newly_independent|(?:^|_)nis(?:_|$)"), "newly_independent_states"),
    (re.compile(r"europe|eurasia"), "europe"),
)


def parse_row(line: Line, vocabulary: Vocabulary) -> tuple[ParsedTraining, list[Doubt]]:
    """The training activity of a row, and what is doubtful about it; FileError if the row is none."""
    doubts = Doubts(line.number)
    cells = without_person_numbers(line.cells, doubts)
    note_damage(cells, line.stray, doubts)
    page = page_in(cells, doubts)
    trained = trained_in(cells, doubts)
    program = program_in(cells, page.report, vocabulary, doubts)
    days = days_in(cells, program.fiscal_year, doubts)
    where = where_in(cells, trained.code, vocabulary, doubts)
    activity = Activity(
        report=page.report,
        country=trained.code,
        program=cells[DatasetColumn.PROGRAM],
        delivery_unit=cells[DatasetColumn.DELIVERY_UNIT],
        location=cells[DatasetColumn.LOCATION],
        course_title=cells[DatasetColumn.COURSE_TITLE],
        start=days.start,
        location_country=where.country,
    )
    row = ParsedTraining(
        line=line.number,
        published_id=published_id_in(cells, line.number),
        page=page,
        trained=trained,
        program=program,
        course_title=course_title_in(cells, doubts),
        delivery_unit=delivery_of(cells[DatasetColumn.DELIVERY_UNIT]),
        recipient_unit=clean_text(cells[DatasetColumn.RECIPIENT_UNIT]),
        days=days,
        where=where,
        school=vocabulary.units.school_of(activity),
        recipients=vocabulary.units.recipients_of(cells[DatasetColumn.RECIPIENT_UNIT], trained.code, page.report),
        figures=Figures(quantity_in(cells, doubts), total_cost_in(cells, doubts)),
        flags=doubts.flags,
        cells=tuple(cells),
    )
    return row, doubts.items


def published_id_in(cells: list[str], line: int) -> str:
    """The id under which the dataset publishes the row, in 32 hexadecimal digits."""
    cell = cells[DatasetColumn.ID].strip()
    if not _UUID.fullmatch(cell):
        raise FileError(line, f"{COLUMNS[DatasetColumn.ID]}: “{cell[:60]}” is no id (UUID).")
    return cell.replace("-", "").lower()


def without_person_numbers(cells: list[str], doubts: Doubts) -> list[str]:
    """The cells, with the numbers of persons masked where units and titles stand."""
    for column in MASKED_COLUMNS:
        shown = masked(cells[column])
        if shown != cells[column]:
            cells = [*cells[:column], shown, *cells[column + 1 :]]
            doubts.add(TrainingFlag.NUMBER_MASKED, column, shown)
    return cells


def note_damage(cells: list[str], stray: tuple[int, ...], doubts: Doubts) -> None:
    """Note stray quotes, texts in the wrong encoding, and cells that hold what belongs into another column."""
    for column in stray:
        doubts.add(TrainingFlag.STRAY_QUOTE, column, cells[column])
    for column in TEXT_COLUMNS:
        if is_mojibake(cells[column]):
            doubts.add(TrainingFlag.MOJIBAKE, column, cells[column])
    for column in (DatasetColumn.START_PRINTED, DatasetColumn.END_PRINTED):
        if "$" in cells[column]:
            doubts.add(TrainingFlag.CELLS_SHIFTED, column, cells[column])
    for column in DAYLESS_COLUMNS:
        if "/" in cells[column] and _DAY_ALONE.fullmatch(cells[column].strip()):
            doubts.add(TrainingFlag.CELLS_SHIFTED, column, cells[column])
    place = cells[DatasetColumn.LOCATION]
    if place[:1].isdigit() and place[-1:].isdigit() and _DIGITS_ALONE.fullmatch(place):
        doubts.add(TrainingFlag.CELLS_SHIFTED, DatasetColumn.LOCATION, place)


def page_in(cells: list[str], doubts: Doubts) -> PrintedPage:
    """The page that prints the row; FileError if the row names no report."""
    found = _REPORT.match(cells[DatasetColumn.GROUP].strip()) or _REPORT.search(cells[DatasetColumn.SECTION])
    if not found:
        raise FileError(
            doubts.line, f"{COLUMNS[DatasetColumn.GROUP]}: “{cells[DatasetColumn.GROUP][:60]}” names no report."
        )
    page = collapsed(cells[DatasetColumn.PAGE])
    if page is not None and not is_page(page):
        doubts.add(TrainingFlag.PAGE_UNREADABLE, DatasetColumn.PAGE, cells[DatasetColumn.PAGE])
        page = page[:PAGE_LENGTH]
    return numbered_page(
        f"{found[1]}_{found[2]}", cells[DatasetColumn.SECTION].strip(), page, cells[DatasetColumn.URL].strip()
    )


@lru_cache(maxsize=16384)
def numbered_page(report: str, section: str, page: str | None, address: str) -> PrintedPage:
    """A page with its number: the first 63 bits of the digest of what it is."""
    url = address if address.startswith(("http://", "https://")) and len(address) <= URL_LENGTH else None
    content = orjson.dumps([report, section, page, url])
    number = int.from_bytes(blake2b(content, digest_size=8).digest()) >> 1
    return PrintedPage(number, report, section, page, url)


def trained_in(cells: list[str], doubts: Doubts) -> TrainedCountry:
    """The country trained: the name as printed decides, and the code beside it where the name is unclear."""
    name, code = " ".join(cells[DatasetColumn.COUNTRY].split()), cells[DatasetColumn.ISO].strip().upper()
    named = country_of(name, code)
    if named is None:
        named = code if is_country_code(code) else UNKNOWN_COUNTRY
        doubts.add(TrainingFlag.COUNTRY_UNKNOWN, DatasetColumn.COUNTRY, cells[DatasetColumn.COUNTRY])
    elif named != code:
        doubts.add(TrainingFlag.COUNTRY_DISAGREES, DatasetColumn.ISO, cells[DatasetColumn.ISO])
    region = region_named(cells[DatasetColumn.GROUP], cells[DatasetColumn.SECTION])
    return TrainedCountry(named, name, region or country_table().regions.get(named))


@lru_cache(maxsize=1024)
def region_named(group: str, section: str) -> str | None:
    """The region that the name of a report's part or the title of its section holds, or None."""
    for text in (group, section):
        words = "_".join(re.findall(r"[a-z]+", text.lower()))
        for pattern, region in _REGIONS:
            if pattern.search(words):
                return region
    return None


def program_in(cells: list[str], report: str, vocabulary: Vocabulary, doubts: Doubts) -> PrintedProgram:
    """The program of a row, with its fiscal year."""
    column, cell = DatasetColumn.PROGRAM, cells[DatasetColumn.PROGRAM]
    text = " ".join(cell.split())
    found = program_of(text, " ".join(cells[DatasetColumn.COUNTRY].split()))
    authority = found.authority if found.authority in vocabulary.authorities else None
    if authority is None:
        doubts.add(TrainingFlag.PROGRAM_UNMAPPED, column, cell)
    if found.is_department_disputed:
        doubts.add(TrainingFlag.DEPARTMENT_DISAGREES, column, cell)
    fiscal_year, is_printed = year_in(found.fiscal_year, report)
    if not is_printed:
        doubts.add(TrainingFlag.FISCAL_YEAR_FROM_REPORT, column, cell)
    return PrintedProgram(text, fiscal_year, authority, found.department)


def year_in(printed: int | None, report: str) -> tuple[int, bool]:
    """The fiscal year of a row, and whether it is the printed one; otherwise it is the first of the report.

    A report tells of the two years that it is named after. A row with another year would count as the latest report of it.
    """
    years = (int(report[:4]), int(report[5:]))
    return (printed, True) if printed in years else (years[0], False)


def course_title_in(cells: list[str], doubts: Doubts) -> Text:
    title = clean_text(cells[DatasetColumn.COURSE_TITLE])
    if title.printed is None:
        doubts.add(TrainingFlag.COURSE_TITLE_MISSING, DatasetColumn.COURSE_TITLE, cells[DatasetColumn.COURSE_TITLE])
    return title


def days_in(cells: list[str], fiscal_year: int, doubts: Doubts) -> TrainingDays:
    start = day_in(cells, DatasetColumn.START_PRINTED, DatasetColumn.START, doubts)
    end = day_in(cells, DatasetColumn.END_PRINTED, DatasetColumn.END, doubts)
    if start and end and end < start:
        doubts.add(TrainingFlag.DATES_REVERSED, DatasetColumn.END_PRINTED, cells[DatasetColumn.END_PRINTED])
    earliest, latest = days_of_year(fiscal_year)
    for day, column in ((start, DatasetColumn.START_PRINTED), (end, DatasetColumn.END_PRINTED)):
        if day and not earliest <= day <= latest:
            doubts.add(TrainingFlag.DATE_OUTSIDE_FISCAL_YEAR, column, cells[column])
            if abs(day.year - fiscal_year) > PLAUSIBLE_YEARS:
                doubts.add(TrainingFlag.DATE_IMPLAUSIBLE, column, cells[column])
    return TrainingDays(start, end)


@lru_cache(maxsize=64)
def days_of_year(fiscal_year: int) -> tuple[date, date]:
    return date(fiscal_year - 1, 10, 1), date(fiscal_year, 9, 30)


def day_in(cells: list[str], printed_column: DatasetColumn, clean_column: DatasetColumn, doubts: Doubts) -> date | None:
    """The day that the dataset cleaned, or else the one that is printed."""
    printed, clean = printed_day(cells[printed_column]), iso_day(cells[clean_column])
    if printed and clean and printed != clean:
        doubts.add(TrainingFlag.DATES_DISAGREE, clean_column, cells[clean_column])
    for day, column in ((clean, clean_column), (printed, printed_column)):
        if day is None and collapsed(cells[column]) and not (printed or clean):
            doubts.add(TrainingFlag.DATE_UNREADABLE, column, cells[column])
    return clean or printed


def where_in(cells: list[str], country: str, vocabulary: Vocabulary, doubts: Doubts) -> ResolvedLocation:
    """The location, the place and country that it names, and whether that is the country trained."""
    text = clean_text(cells[DatasetColumn.LOCATION]).printed
    found = vocabulary.located(text, country) if text else NOWHERE
    if text and found.country is None:
        doubts.add(TrainingFlag.LOCATION_UNMAPPED, DatasetColumn.LOCATION, cells[DatasetColumn.LOCATION])
    in_country = None if found.country is None else found.country == country
    return ResolvedLocation(text, found.country, found.place, in_country)


def quantity_in(cells: list[str], doubts: Doubts) -> int | None:
    cell = cells[DatasetColumn.QUANTITY]
    quantity = whole_number(cell, LARGEST_QUANTITY)
    if quantity is None:
        is_empty = collapsed(cell) is None and cell.strip().upper() != "N/A"
        reason = TrainingFlag.QUANTITY_UNKNOWN if is_empty else TrainingFlag.QUANTITY_UNREADABLE
        doubts.add(reason, DatasetColumn.QUANTITY, cell)
    elif quantity == 0:
        doubts.add(TrainingFlag.QUANTITY_ZERO, DatasetColumn.QUANTITY, cell)
    return quantity


def total_cost_in(cells: list[str], doubts: Doubts) -> int | None:
    """US dollars, cents rounded: zero is printed, empty is unknown."""
    cell = cells[DatasetColumn.TOTAL_COST]
    cost = whole_dollars(cell, LARGEST_COST)
    if cost is None:
        reason = TrainingFlag.COST_UNREADABLE if collapsed(cell) else TrainingFlag.COST_UNKNOWN
        doubts.add(reason, DatasetColumn.TOTAL_COST, cell)
    elif cost == 0:
        doubts.add(TrainingFlag.COST_ZERO, DatasetColumn.TOTAL_COST, cell)
    return cost
