"""Country by fiscal year: the rows that reports hold, or why there are none. Absence is never zero.

A report is taken as imported for a region once one row of that region is there: a file holds whole sections.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db import models

from cooperation.countries.table import country_table
from cooperation.trainings.coverage.reports import Gap, ReportFacts, report_facts
from cooperation.trainings.models import NothingReported, ReportedYear


class CoverageStatus(models.TextChoices):
    """What is known of the trainings of a country and fiscal year; of several reports, the first of these counts.

    While one of them is not imported it is unknown that none reports the country: `not_imported` goes before
    `not_reported`.
    """

    REPORTED = "reported"
    WITHHELD = "withheld"
    SOURCE_CORRUPT = "source_corrupt"
    NOT_IMPORTED = "not_imported"
    NOT_REPORTED = "not_reported"
    NO_REPORT = "no_report"


RANK = {status: rank for rank, status in enumerate(CoverageStatus)}


@dataclass(frozen=True)
class Evidence:
    """What a report or its publisher says of it, and where."""

    text: str
    source: str


@dataclass(frozen=True)
class ReportPart:
    """What one report tells of a country and fiscal year that it covers; `rows` is None where it has none."""

    report: str
    status: CoverageStatus
    explanation: str
    rows: int | None = None
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Cell:
    """One country and fiscal year of a grid."""

    grid: "Grid"
    country: str
    fiscal_year: int

    @property
    def key(self) -> str:
        return f"{self.country.lower()}-{self.fiscal_year:04}"

    @property
    def country_name(self) -> str | None:
        return country_table().name_of(self.country)

    @property
    def region(self) -> str | None:
        return self.grid.regions.get(self.country)

    @cached_property
    def parts(self) -> list[ReportPart]:
        """What each report that covers it tells; what says most goes first."""
        return self.grid.parts(self.country, self.fiscal_year)

    @property
    def counted(self) -> ReportedYear | None:
        sums = self.grid.by_cell.get((self.country, self.fiscal_year), {})
        return next((row for row in sums.values() if row.is_counted), None)

    @property
    def status(self) -> CoverageStatus:
        return self.parts[0].status if self.parts else CoverageStatus.NO_REPORT

    @property
    def explanation(self) -> str:
        return " ".join(part.explanation for part in self.parts) or "No report is known that covers this fiscal year."

    @property
    def rows(self) -> int | None:
        """Rows of all reports; None where none has any."""
        return sum(part.rows or 0 for part in self.parts) or None


@dataclass(frozen=True)
class Grid:
    """All that is known: the sums of the imported rows, what the seeds say of reports, and what was asked for by name."""

    sums: list[ReportedYear]
    facts: ReportFacts
    asked_countries: frozenset[str] = field(default_factory=frozenset)
    asked_years: frozenset[int] = field(default_factory=frozenset)
    nothing: list[NothingReported] = field(default_factory=list)

    @cached_property
    def by_cell(self) -> dict[tuple[str, int], dict[str, ReportedYear]]:
        cells: dict[tuple[str, int], dict[str, ReportedYear]] = defaultdict(dict)
        for row in self.sums:
            cells[row.country, row.fiscal_year][row.report] = row
        return dict(cells)

    @cached_property
    def sections(self) -> set[tuple[str, str | None]]:
        rows = {(row.report, row.region) for row in self.sums}
        return rows | {(item.report, item.region) for item in self.nothing}

    @cached_property
    def nothing_by_cell(self) -> dict[tuple[str, int], dict[str, NothingReported]]:
        """What reports say themselves that there is nothing, by country and year, and report."""
        cells: dict[tuple[str, int], dict[str, NothingReported]] = defaultdict(dict)
        for item in self.nothing:
            cells[item.country, item.fiscal_year][item.report] = item
        return dict(cells)

    @cached_property
    def regions(self) -> dict[str, str | None]:
        imported = {item.country: item.region for item in self.nothing}
        imported |= {row.country: row.region for row in self.sums}
        return {**dict.fromkeys(self.asked_countries), **imported, **country_table().regions}

    @cached_property
    def reports(self) -> dict[int, set[str]]:
        """The reports that cover each fiscal year; one that the seeds do not know yet covers the first year of its name."""
        reports: dict[int, set[str]] = defaultdict(set)
        for report, years in self.facts.years.items():
            for year in years:
                reports[year].add(report)
        for report, _ in self.sections:
            if report not in self.facts.years:
                reports[int(report[:4])].add(report)
        return dict(reports)

    @cached_property
    def fiscal_years(self) -> set[int]:
        return {*self.reports, *(year for _, year in self.by_cell), *self.asked_years}

    def cells(self) -> Iterator[Cell]:
        return (Cell(self, country, year) for country in self.regions for year in self.fiscal_years)

    def parts(self, country: str, year: int) -> list[ReportPart]:
        """What each report that covers a country and fiscal year tells; what says most goes first, then the latest."""
        sums = self.by_cell.get((country, year), {})
        nothing = self.nothing_by_cell.get((country, year), {})
        reports = sorted({*sums, *nothing, *self.reports.get(year, ())}, reverse=True)
        parts = (self.part(report, country, sums.get(report), nothing.get(report)) for report in reports)
        return sorted(parts, key=lambda part: RANK[part.status])

    def part(self, report: str, country: str, sums: ReportedYear | None, nothing: NothingReported | None) -> ReportPart:
        part = self.bare_part(report, country, sums, nothing)
        caveats = tuple(Evidence(caveat.caveat, caveat.source) for caveat in self.facts.caveats_of(report))
        return replace(part, evidence=part.evidence + caveats)

    def bare_part(
        self, report: str, country: str, sums: ReportedYear | None, nothing: NothingReported | None
    ) -> ReportPart:
        """What a report tells, without what has to be known of all that it tells."""
        region = self.regions.get(country)
        gap = self.facts.gap(report, region, country)
        if sums:
            words = "count" if sums.is_counted else "do not count, because a later report covers the same"
            lacking = f" Some rows are lacking: {gap.reason}" if gap else ""
            said = f"The rows of report {report} {words}.{lacking}"
            return ReportPart(report, CoverageStatus.REPORTED, said, sums.rows, evidence_of(gap))
        if nothing:
            said = f"Report {report} says so itself: “{nothing.statement}”."
            return ReportPart(report, CoverageStatus.NOT_REPORTED, said, evidence=(stated(nothing),))
        if gap:
            said = f"Report {report} lacks the rows: {gap.reason}"
            return ReportPart(report, CoverageStatus(gap.status), said, evidence=evidence_of(gap))
        return self.absence(report, region)

    def absence(self, report: str, region: str | None) -> ReportPart:
        """Why a report without a known gap has no row, as far as what is imported tells."""
        if not self.sections:
            said = f"Report {report} is not imported: `manage.py import_fmtrpt FILE` imports it."
        elif (report, region) not in self.sections:
            said = f"What is imported holds no row of this region from report {report}, so that nothing is known."
        else:
            said = f"Report {report} has rows of this region and none of this country: not reported, which is not zero."
            return ReportPart(report, CoverageStatus.NOT_REPORTED, said)
        return ReportPart(report, CoverageStatus.NOT_IMPORTED, said)


def evidence_of(gap: Gap | None) -> tuple[Evidence, ...]:
    return (Evidence(gap.reason, gap.source),) if gap else ()


def stated(nothing: NothingReported) -> Evidence:
    """The words of a line, with its page and its id in the dataset."""
    page = nothing.page
    place = f"{page.section}, page {page.page or 'unknown'}, line {nothing.published_id}"
    return Evidence(nothing.statement, f"{place}, {page.url}" if page.url else place)


def coverage(*, countries: Iterable[str] = (), fiscal_years: Iterable[int] = ()) -> Grid:
    """What is covered now; the countries and years named here are in it whatever is known of them. Two queries."""
    return Grid(
        list(ReportedYear.objects.all()),
        report_facts(),
        frozenset(countries),
        frozenset(fiscal_years),
        list(NothingReported.objects.select_related("page")),
    )
