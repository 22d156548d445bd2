"""A small file in the spirit of the regions that are not here: every row is understood as it is meant."""

import pytest

from cooperation.importers.fixtures import load_fixtures
from cooperation.trainings.coverage.grid import Cell, coverage
from cooperation.trainings.importer.load import import_file
from cooperation.trainings.models import Training, flags_of
from tests.cooperation.trainings.importer.files import cells_of, text_of, write
from tests.cooperation.trainings.importer.test_nothing import BARE

pytestmark = pytest.mark.django_db

# Region and report, country and code as printed, program; country, region, authority and fiscal year that are meant.
ROWS = [
    ("2004_2005_Africa", "Cote D’Ivoire, Republic of", "CIV",
     "DOS Africa Region, Cote D'Ivoire, Republic of, International Military Education and Training (IMET), FY04",
     ("CIV", "africa", "imet", 2004)),
    ("2007_2008_Africa", "Congo (DROC)", "COD", "IMET-1 - FY 2007 DoS Training", ("COD", "africa", "imet", 2007)),
    ("2007_2008_Africa", "Congo", "COD", "ACOTA - FY 2007 DoS Training", ("COD", "africa", "acota", 2007)),
    ("2009_2010_Africa", "Sudan, Government of Southern", "SSD", "PKO - Fiscal Year 2009 Department of State Training",
     ("SSD", "africa", "pko", 2009)),
    ("2019_2020_Africa", "Eswatini", "SWZ", "IMET-1 - Fiscal Year 2019 Department of State Training",
     ("SWZ", "africa", "imet", 2019)),
    ("1999_2000_East_Asia_1", "Korea (North)", "PRK", "Asia Pacific Center, FY 99",
     ("PRK", "east_asia_pacific", "regional-centers", 1999)),
    ("2003_2004_East_Asia_and_Pacific", "China (Taiwan)", "TWN", "DOD East Asia and Pacific Region, China (Taiwan), Asia–Pacific "
     "Center, FY03", ("TWN", "east_asia_pacific", "regional-centers", 2003)),
    ("2016_2017_East_Asia_and_Pacific", "Tokelau", "TKL", "SCSI - Fiscal Year 2016 Department of Defense Training",
     ("TKL", "east_asia_pacific", "section-1263", 2016)),
    ("2018_2019_Europe", "Türkiye", "TUR", "ERI - Fiscal Year 2018 Department of Defense Training",
     ("TUR", "europe", "eri", 2018)),
    ("2006_2007_Europe", "Serbia and Montenegro", "SCG", "IMET-1 - FY ’06 DoS Training", ("SCG", "europe", "imet", 2006)),
    ("2000_2001_NIS", "Kazakhstan, Republic Of", "KAZ", "NIS Region, Kazakhstan, Republic Of, Foreign Military Financing (FMF), "
     "FY 01", ("KAZ", "newly_independent_states", "fmf", 2001)),
    ("2010_2011_Near_East", "Palestinian Authority", "PSE", "INCLE - Fiscal Year 2100 Department of State Training",
     ("PSE", "near_east", "incle", 2010)),
    ("2005_2006_All_Regions", "Afghanistan", "AFG", "DOS South Asia Region, Afghanistan, Credit (Repayable), FY05",
     ("AFG", "south_asia", "fmf", 2005)),
]  # fmt: skip


@pytest.fixture
def imported(tmp_path, settings):
    load_fixtures(settings.BASE_DIR / "fixtures")
    rows = [
        cells_of(at, group=f"{part}_fmtrpt.tsv", section="Volume I", country=country, iso=iso, program=program)
        for at, (part, country, iso, program, _) in enumerate(ROWS)
    ]
    said = "No activities reported for Kiribati in 2007-2008"
    part = {"group": "2007_2008_East_Asia_and_Pacific_fmtrpt.tsv", "section": "Volume I", "program": said}
    nothing = cells_of(len(rows), **{**BARE, **part, "country": "Kiribati", "iso": "KIR"})
    damage = {
        "recipient_unit": "Direction Générale de la Sûreté Nationale",
        "total_cost": "$1,234.50",
        "course_title": "nan",
    }
    french = cells_of(len(rows) + 1, country="Mali", iso="MLI", group="2011_2012_Africa_fmtrpt.tsv", **damage)
    import_file(write(tmp_path / "file.tsv", text_of([*rows, nothing, french])))


@pytest.mark.usefixtures("imported")
def test_rows_of_other_regions_are_understood():
    columns = ("country_as_printed", "country", "region", "authority__slug", "fiscal_year")
    found = {name: tuple(meant) for name, *meant in Training.objects.exclude(country="MLI").values_list(*columns)}

    assert found == {country: meant for _, country, _, _, meant in ROWS}


@pytest.mark.usefixtures("imported")
def test_a_line_about_nothing_is_coverage_and_french_is_no_damage():
    row = Training.objects.get(country="MLI")

    assert Cell(coverage(), "KIR", 2007).status == "not_reported"
    assert (row.total_cost, row.course_title) == (1235, None)
    assert {"mojibake", "country_unknown", "program_unmapped", "cost_unreadable"}.isdisjoint(flags_of(row.flags))
