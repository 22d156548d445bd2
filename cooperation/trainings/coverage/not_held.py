"""What a question asks for by name and no import holds: there a zero says nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from config.databases.versions import Version
from cooperation.trainings.coverage.grid import CoverageStatus, Grid, coverage
from cooperation.trainings.models.training import UNKNOWN_COUNTRY

# Where rows are lacking, or may be; in a country that is `not_reported` there are none.
LACKING = (
    CoverageStatus.NOT_IMPORTED, CoverageStatus.NO_REPORT, CoverageStatus.WITHHELD, CoverageStatus.SOURCE_CORRUPT,
)  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What a question names: countries, regions, fiscal years one by one or from one to another (None: open)."""

    countries: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    fiscal_years: frozenset[int] | None = None
    first: int | None = None
    last: int | None = None

    @property
    def names_years(self) -> bool:
        return self.fiscal_years is not None or self.first is not None or self.last is not None

    def is_empty(self) -> bool:
        return not (self.countries or self.regions or self.names_years)

    def years_of(self, known: Collection[int]) -> list[int]:
        """The fiscal years asked for; of a stretch, those that are known, or else its ends."""
        low, high = self.first or 0, self.last or 9999
        if self.fiscal_years is not None:
            return sorted(year for year in self.fiscal_years if low <= year <= high)
        ends = {year for year in (self.first, self.last) if year is not None and low <= high}
        return sorted({year for year in known if low <= year <= high} or ends)


@dataclass(frozen=True)
class NotHeld:
    """Countries with their fiscal years, and fiscal years as a whole, of which rows are lacking."""

    countries: dict[str, list[int]]
    fiscal_years: list[int]


def not_held(asked: Asked, version: Version | None, *, finds_nothing: bool = False) -> NotHeld:
    """What is asked for by name and not held; of a question that names nothing and finds nothing, all, if nothing is imported.

    Two queries for each version of the dataset, and none where nothing is named.
    """
    if asked.is_empty() and not finds_nothing:
        return NotHeld({}, [])
    grid = kept_grid(version.state) if version else coverage()
    if asked.countries:
        lacking = {country: lacking_years(grid, asked, country) for country in sorted(asked.countries)}
        return NotHeld({country: years for country, years in lacking.items() if years}, [])
    if asked.is_empty() and grid.sums:
        return NotHeld({}, [])
    held = {row.fiscal_year for row in grid.sums if not asked.regions or row.region in asked.regions}
    return NotHeld({}, [year for year in asked.years_of(grid.fiscal_years) if year not in held])


def lacking_years(grid: Grid, asked: Asked, country: str) -> list[int]:
    years = asked.years_of(grid.fiscal_years) if country != UNKNOWN_COUNTRY else []
    without_rows = [year for year in years if (country, year) not in grid.by_cell]
    return [year for year in without_rows if is_lacking(grid, country, year)]


def is_lacking(grid: Grid, country: str, year: int) -> bool:
    parts = grid.parts(country, year)
    return not parts or parts[0].status in LACKING


@lru_cache(maxsize=1)
def kept_grid(state: str) -> Grid:
    """The grid of one state of the dataset."""
    return coverage()
