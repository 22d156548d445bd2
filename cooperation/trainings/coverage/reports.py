"""What is known of the reports apart from their rows: seeds/trainings/coverage.yaml."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from cooperation.countries.table import is_country_code
from cooperation.importers.seeds.seed_files import Loader, Mapping, SeedError
from cooperation.trainings.models.training import Region

FILE = settings.BASE_DIR / "seeds" / "trainings" / "coverage.yaml"
ABSENT = ("withheld", "source_corrupt")
NO_REPORT = "a report is named after two years, such as 2010_2011"
KEYS = {
    "reports": {"report", "fiscal_years"},
    "gaps": {"report", "region", "country", "status", "reason", "source"},
    "caveats": {"report", "caveat", "source"},
}


@dataclass(frozen=True)
class Gap:
    """Where a report lacks rows that it should have, and why; without region and country in all of it."""

    report: str
    status: str
    reason: str
    source: str
    region: str | None = None
    country: str | None = None


@dataclass(frozen=True)
class Caveat:
    """What has to be known of the rows of a report, or of all reports, and who says so."""

    caveat: str
    source: str
    report: str | None = None


@dataclass(frozen=True)
class ReportFacts:
    """The fiscal years that each report covers, the known gaps, and what has to be known of its rows."""

    years: dict[str, tuple[int, ...]]
    gaps: tuple[Gap, ...] = ()
    caveats: tuple[Caveat, ...] = ()

    def gap(self, report: str, region: str | None, country: str) -> Gap | None:
        for gap in self.gaps:
            if gap.report == report and gap.region in (None, region) and gap.country in (None, country):
                return gap
        return None

    def caveats_of(self, report: str) -> list[Caveat]:
        return [caveat for caveat in self.caveats if caveat.report in (None, report)]


@lru_cache(maxsize=1)
def report_facts() -> ReportFacts:
    return read_facts(FILE)


def read_facts(path: Path) -> ReportFacts:
    """The facts of a file; SeedError names the line of each that is none."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  (a SafeLoader)
    problems = [f"{path.name}:{line}: {problem}" for line, problem in content_problems(content)]
    if problems:
        raise SeedError(problems)
    years = {entry["report"]: tuple(entry["fiscal_years"]) for entry in content["reports"]}
    gaps, caveats = content["gaps"] or [], content["caveats"] or []
    return ReportFacts(years, tuple(Gap(**entry) for entry in gaps), tuple(Caveat(**entry) for entry in caveats))


def content_problems(content: Any) -> Iterable[tuple[int, str]]:
    if not isinstance(content, Mapping) or set(content) != set(KEYS):
        yield 1, "a file of facts has the sections reports, gaps and caveats"
        return
    for section, keys in KEYS.items():
        for entry in content[section] or []:
            if unknown := set(entry) - keys:
                yield entry.line, f"unknown: {', '.join(sorted(unknown))}"
            elif problem := caveat_problem(entry) if section == "caveats" else entry_problem(entry):
                yield entry.line, problem


def caveat_problem(entry: Mapping) -> str | None:
    if not entry.get("caveat") or not entry.get("source"):
        return "a caveat has its text and its source"
    if "report" in entry and not is_report(entry["report"]):
        return NO_REPORT
    return None


def is_report(name: Any) -> bool:
    return re.fullmatch(r"\d{4}_\d{4}", str(name)) is not None


def entry_problem(entry: Mapping) -> str | None:
    if not is_report(entry.get("report")):
        return NO_REPORT
    if "fiscal_years" in entry:
        return None if all(isinstance(year, int) for year in entry["fiscal_years"]) else "a fiscal year is a number"
    if entry.get("status") not in ABSENT or not entry.get("reason") or not entry.get("source"):
        return f"a gap has a reason, its source, and as status one of: {', '.join(ABSENT)}"
    if entry.get("region") not in (None, *Region.values):
        return f"a region is one of: {', '.join(Region.values)}"
    return None if is_country_code(entry.get("country") or "MEX") else "a country is an ISO 3166-1 alpha-3 code"
