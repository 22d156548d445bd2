"""The totals that the reports print, into their own table: what the rows are held against, and no rows themselves."""

from dataclasses import astuple, dataclass
from pathlib import Path

from cooperation.countries.names import country_of
from cooperation.trainings.importer.cells import LARGEST_COST, LARGEST_QUANTITY, whole_dollars, whole_number
from cooperation.trainings.importer.columns import TOTALS_COLUMNS, FileError
from cooperation.trainings.importer.lines import Line, read_lines, scan_file
from cooperation.trainings.models.printed_total import PrintedTotal, total_slug
from cooperation.trainings.models.training import UNKNOWN_COUNTRY


@dataclass(frozen=True, slots=True)
class Total:
    """One printed total, in the order of the columns of its table."""

    report: str
    fiscal_year: int
    country: str
    country_as_printed: str
    program: str
    program_spellings: list[str]
    quantity: int | None
    total_cost: int | None


FIELDS = tuple(Total.__dataclass_fields__)


def read_totals(path: Path) -> list[Total]:
    """All totals of a file; FileError at the first line that is none, or says the same as another."""
    seen: dict[tuple[str, int, str, str], int] = {}
    totals = []
    facts = scan_file(path, TOTALS_COLUMNS)
    for line in read_lines(path, is_quoted=facts.is_quoted, columns=TOTALS_COLUMNS):
        total = total_of(line)
        key = (total.report, total.fiscal_year, total.country_as_printed, total.program)
        if key in seen:
            raise FileError(line.number, f"the total of {total.program} stands on line {seen[key]} already.")
        seen[key] = line.number
        totals.append(total)
    return totals


def total_of(line: Line) -> Total:
    """The total of a line; FileError if its year or report is none."""
    report, year, country, program, quantity, cost, spellings = line.cells
    if not (year.isascii() and year.isdigit() and 1900 <= int(year[:9]) <= 2999) or not 0 < len(report) <= 9:
        raise FileError(line.number, f"“{report[:20]}”, “{year[:20]}” are no report and fiscal year.")
    return Total(
        report=report,
        fiscal_year=int(year),
        country=country_of(country) or UNKNOWN_COUNTRY,
        country_as_printed=" ".join(country.split()),
        program=" ".join(program.split()),
        program_spellings=[" ".join(spelling.split()) for spelling in spellings.split(" | ") if spelling.strip()],
        quantity=whole_number(quantity, LARGEST_QUANTITY),
        total_cost=whole_dollars(cost, LARGEST_COST),
    )


def store_totals(totals: list[Total]) -> None:
    """Make the table hold these totals, each with what its rows add up to. Belongs into a transaction."""
    stored = {tuple(row) for row in map(comparable, PrintedTotal.objects.values_list(*FIELDS))}
    if stored != {comparable(astuple(total)) for total in totals}:
        PrintedTotal.objects.all().delete()
        PrintedTotal.objects.bulk_create(map(printed_total, totals), batch_size=1000)
    if PrintedTotal.objects.filter(recorded_rows=None).exists():
        PrintedTotal.objects.refresh()


def printed_total(total: Total) -> PrintedTotal:
    slug = total_slug(total.report, total.fiscal_year, total.country, total.country_as_printed, total.program)
    return PrintedTotal(slug=slug, **dict(zip(FIELDS, astuple(total), strict=True)))


def comparable(values: tuple) -> tuple:
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)
