"""What the seeds know of the reports is read with the line of what is wrong."""

from pathlib import Path

import pytest

from cooperation.importers.seeds.seed_files import SeedError
from cooperation.trainings.coverage.reports import FILE, Gap, read_facts

REPORT = "- {report: '2003_2004', fiscal_years: [2003]}"


def written(folder: Path, *, reports: str = REPORT, gaps: str = "", caveats: str = "") -> Path:
    """A file of facts."""
    path = folder / "coverage.yaml"
    path.write_text(f"reports:\n{reports}\ngaps:\n{gaps or '  []'}\ncaveats:\n{caveats or '  []'}\n")
    return path


def test_the_facts_of_the_project_name_every_fiscal_year_from_1999_to_2020() -> None:
    years = read_facts(FILE).years

    assert len(years) == 22
    assert years["1999_2000"] == (1999, 2000)
    assert years["2000_2001"] == (2000, 2001)
    assert {year for covered in years.values() for year in covered} == set(range(1999, 2021))


def test_a_gap_is_read_with_its_reason(tmp_path: Path) -> None:
    path = written(
        tmp_path, gaps="- {report: '2003_2004', country: HTI, status: withheld, reason: Kept back., source: Page 3}"
    )

    assert read_facts(path).gaps == (Gap("2003_2004", "withheld", "Kept back.", "Page 3", country="HTI"),)


@pytest.mark.parametrize(
    ("gap", "problem"),
    [
        ("- {report: '2003_2004', status: lost, reason: x}", "as status one of"),
        ("- {report: '2003_2004', status: withheld}", "a gap has a reason"),
        ("- {report: 2003, status: withheld, reason: x, source: y}", "named after two years"),
        ("- {report: '2003_2004', status: withheld, reason: x, source: y, region: asia}", "a region is one of"),
        ("- {report: '2003_2004', status: withheld, reason: x, source: y, country: XXX}", "a country is"),
        ("- {report: '2003_2004', status: withheld, reason: x, source: y, contry: MEX}", "unknown: contry"),
    ],
)
def test_what_is_no_gap_is_refused_with_its_line(gap: str, problem: str, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=rf"^coverage.yaml:4: .*{problem}"):
        read_facts(written(tmp_path, gaps=gap))


def test_what_has_to_be_known_is_read_for_one_report_or_for_all(tmp_path: Path) -> None:
    path = written(tmp_path, caveats="- {report: '2003_2004', caveat: a, source: b}\n- {caveat: c, source: d}")

    facts = read_facts(path)

    assert [item.caveat for item in facts.caveats_of("2003_2004")] == ["a", "c"]
    assert [item.caveat for item in facts.caveats_of("2004_2005")] == ["c"]


@pytest.mark.parametrize("caveat", ["- {caveat: x}", "- {source: x}", "- {report: 2003, caveat: x, source: y}"])
def test_what_is_no_caveat_is_refused_with_its_line(caveat: str, tmp_path: Path) -> None:
    with pytest.raises(SeedError, match=r"^coverage.yaml:6: (?:a caveat has|a report is named)"):
        read_facts(written(tmp_path, caveats=caveat))


@pytest.mark.parametrize("country", ["AGO", "BEN"])
def test_what_the_publisher_took_out_is_known_to_be_lacking(country: str) -> None:
    gap = read_facts(FILE).gap("2019_2020", "africa", country)

    assert gap is not None
    assert (gap.status, "Security Force Monitor" in gap.source) == ("source_corrupt", True)


def test_a_file_without_its_sections_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "coverage.yaml"
    path.write_text("reports: []\n")

    with pytest.raises(SeedError, match="the sections reports, gaps and caveats"):
        read_facts(path)
