"""Programs, countries, locations and values: what the reports print, and what it means."""

from datetime import date

import pytest

from cooperation.trainings.importer.cells import (
    collapsed,
    delivery_of,
    is_mojibake,
    masked,
    normalized,
    printed_day,
    whole_dollars,
    whole_number,
)
from cooperation.trainings.importer.locations import location_of
from cooperation.trainings.importer.programs import program_of
from tests.cooperation.trainings.importer.files import VOCABULARY

PROGRAMS = [
    ("IMET-1 - Fiscal Year 2010 Department of State Training", 2010, "imet", "state"),
    ("IMET-X - FY 2009 DoS Training", 2009, "imet", "state"),
    ("International Military Education And Training (IMET), FY 99", 1999, "imet", "state"),
    ("Section 1004 - DoD Drug Interdiction, FY 00", 2000, "section-1004", "defense"),
    ("DOD Western Hemisphere Region, Mexico, Drug Interdiction and Counter-Drug Activities, Section 1004,FY03",
     2003, "section-1004", "defense"),
    ("DoS Western Hemisphere Region, Mexico, Section 506 (Note 1), FY 01", 2001, "section-506", "state"),
    ("INCLE - Fiscal Year 2019 Department of State Training", 2019, "incle", "state"),
    ("International Narcotics and Law Enforcement (INL), FY04", 2004, "incle", "state"),
    ("CTIWFP - Fiscal Year 2020 Department of Defense Training", 2020, "ctfp", "defense"),
    ("Regional Defense Counterterrorism Fellowship Program,FY03", 2003, "ctfp", "defense"),
    ("Section 333 - Fiscal Year 2018 Department of Defense Training", 2018, "section-333", "defense"),
    ("Regional Centers - FY 2009 DoD Training", 2009, "regional-centers", "defense"),
    ("Center For Hemispheric Defense Studies, FY 00 FY 00", 2000, "regional-centers", "defense"),
    ("ALP - FY 2009 DoD Training", 2009, "alp", "defense"),
    ("GPOI - FY 2008 DoS Training", 2008, "gpoi", "state"),
    ("Service Academy, FY 00", 2000, "service-academies", "defense"),
    ("FMS - FY 2009 DoS Training", 2009, "fms", "state"),
    ("Foreign Military Financing (FMF) Program, FY 99", 1999, "fmf", "state"),
    ("PKO - Fiscal Year 2019 Department of State Training", 2019, "pko", "state"),
    ("DOHS/USCG - FY 2009 DOHS Training", 2009, "dhs-uscg", "homeland_security"),
    ("DoT/USCG Activities, FY 00", 2000, "dhs-uscg", "transportation"),
    ("PME Exchanges - FY 2008 DoD Training", 2008, "exchange", "defense"),
    ("Non-SA, UC, JCET - FY 2008 DoD Training", 2008, "jcet", "defense"),
    ("Misc DOD/DOS Non-SA - FY 2008 DoD Training", 2008, "non-security-assistance", "defense"),
    ("East Asia and Pacific Region, Korea, Republic of, Exchange Training, FY02", 2002, "exchange", None),
    ("Asia Pacific Center, FY 99", 1999, "regional-centers", "defense"),
    ("DoS East Asia and Pacific Region, Philippines, Credit (Repayable), FY 01", 2001, "fmf", "state"),
    ("FMF Repay - Fiscal Year 2017 Department of State Training", 2017, "fmf", "state"),
    ("DOS East Asia and Pacific Region, Thailand, U.S. Agency for International Development (USAID),FY03",
     2003, "usaid", "state"),
    ("SCSI - Fiscal Year 2017 Department of Defense Training", 2017, "section-1263", "defense"),
    ("USAI - Fiscal Year 2019 Department of Defense Training", 2019, "usai", "defense"),
    ("ERI - Fiscal Year 2016 Department of Defense Training", 2016, "eri", "defense"),
    ("CRSP - Fiscal Year 2018 Department of Defense Training", 2018, "crsp", "defense"),
    ("FHA - Fiscal Year 2020 Department of Defense Training", 2020, "fha", "defense"),
    ("Section 1206 - Fiscal Year 2011 Department of Defense Training", 2011, "section-1206", "defense"),
    ("Section 1206/2282 - Fiscal Year 2016 Department of Defense Training", 2016, "section-2282", "defense"),
    ("PCCF - Fiscal Year 2018 Department of State Training", 2018, "pccf", "state"),
    ("Non–SA, Combatant Command — FY ’09 DoD Training", 2009, "non-security-assistance", "defense"),
    ("DOD Africa Region, Mexico, Asia‑Pacific Center, FY\u00a005", 2005, "regional-centers", "defense"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "year", "authority", "department"), PROGRAMS)
def test_a_program_text_names_year_authority_and_department(text, year, authority, department):
    program = program_of(text, "Mexico")

    assert (program.fiscal_year, program.authority, program.department) == (year, authority, department)


def test_a_country_with_another_apostrophe_is_not_taken_for_a_program():
    program = program_of("Africa Region, Cote d’Ivoire MAP, Exchange Training, FY02", "Cote d'Ivoire MAP")

    assert program.authority == "exchange"


def test_a_heading_that_contradicts_the_authority_is_disputed_and_the_authority_decides():
    program = program_of("DoS Western Hemisphere Region, Honduras, Service Academies, FY 01", "Honduras")

    assert program.department == "defense"
    assert program.is_department_disputed


def test_a_text_that_names_nothing_is_unmapped():
    program = program_of("Alms for the navy", "Mexico")

    assert (program.fiscal_year, program.authority, program.department) == (None, None, None)


@pytest.mark.parametrize(
    ("text", "country", "place", "where"),
    [
        ("FT BENNING GA 31905-5468", "MEX", "fort-benning", "USA"),
        ("MEXICO (IN COUNTRY TRAINING)", "MEX", "mexico", "MEX"),
        ("Argentina (In Country Training)", "MEX", None, "ARG"),
        ("Manzanillo, MX", "MEX", "manzanillo", "MEX"),
        ("Manzanillo", "MEX", "manzanillo", "MEX"),
        ("Manzanillo", "DOM", None, None),
        ("Washington D.C., USA", "COL", "washington-dc", "USA"),
        ("Colorado Springs, CO", "MEX", None, "USA"),
        ("Tolemaida, CO", "COL", None, None),
        ("Garmisch, GY", "MEX", None, "DEU"),
        ("MARSHALL CENTER", "MEX", "marshall-center", "DEU"),
        ("Tbilisi, Georgia", "GEO", None, "GEO"),
        ("Atlanta, Georgia", "MEX", None, "USA"),
        ("Santa Fe, New Mexico", "MEX", "new-mexico", "USA"),
        ("VARIOUS", "MEX", None, None),
    ],
)
def test_a_location_names_place_and_country(text, country, place, where):
    found = location_of(text, country, VOCABULARY.gazetteer)

    assert (found.place.slug if found.place else None, found.country) == (place, where)


@pytest.mark.parametrize(
    "cell",
    ["", " ", "-", "N/A", "N/A - N/A", "UNK - 0", "US unit not specified in 2010-2011 report", "`", "Not Reported",
     "nan", "NaN", "NULL", "null", "#N/A", "n.a.", "N\\A", "<NA>", "(blank)", "None", "TBA", "Start date not included in 1999-2000 report",
     "No page numbers: 2006-2007 report was published as web-page, not document."],
)  # fmt: skip
def test_a_placeholder_is_nothing(cell):
    assert collapsed(cell) is None


@pytest.mark.parametrize("cell", ["Nan", "Nana", "Nat Guard", "NASA", "Various"])
def test_a_word_that_looks_like_a_placeholder_is_a_text(cell):
    assert collapsed(cell) == cell


def test_a_unit_is_normalized_without_personnel_case_and_accents():
    assert delivery_of("U.S. Navy - N/A") == ("U.S. Navy - N/A", "u s navy")
    assert delivery_of("SEAL Tm-18 - 12").normalized == "seal tm 18"
    assert normalized("Compañía  de Fusileros") == "compania de fusileros"
    assert normalized("x" * 3321) == "x" * 200


@pytest.mark.parametrize(
    ("cell", "number"),
    [("30", 30), ("1,234", 1234), ("$4,181", 4181), ("12.00", 12), ("30 30", None), ("N/A", None), ("-5", None),
     ("12.5", None), ("", None), ("٣", None), ("9" * 30, None)],
)  # fmt: skip
def test_a_number_is_whole_or_nothing(cell, number):
    assert whole_number(cell, 10**15) == number


@pytest.mark.parametrize(
    ("cell", "dollars"),
    [("30", 30), ("$1,234.49", 1234), ("1234.50", 1235), ("US$ 12,000.00", 12000), (".75", 1), ("0.00", 0), ("12.", 12),
     ("1.234.567", None), ("1.2E4", None), ("-5.00", None), ("N/A", None), ("", None)],
)  # fmt: skip
def test_a_cost_is_whole_dollars_and_cents_are_rounded(cell, dollars):
    assert whole_dollars(cell, 10**15) == dollars


def test_a_day_is_printed_month_first():
    assert printed_day("8/23/2010") == date(2010, 8, 23)
    assert printed_day("8/23/10") == date(2010, 8, 23)
    assert printed_day("23/8/2010") is None
    assert printed_day("2/30/2010") is None


def test_what_was_read_in_the_wrong_encoding_is_seen():
    for text in ("Escola da Aeronßutica", "Civil Police of Goißs", "NARI�O", "Secretar¡a de Seguridad P£blica", "Inha·ma",
                 "Coast Guard Station û Cartagena", "Batallon N¦ 1", "GÃ©nÃ©rale", "Sargent\u00e2€™s"):  # fmt: skip
        assert is_mojibake(text), text


def test_letters_and_signs_of_other_languages_are_no_damage():
    for text in ("Compañía, São Paulo, Güímar", "Direction Générale de la Sûreté", "CHÂTEAU, brûlé", "Straße, Großenhain, FUẞBALL",
                 "Col·legi", "¡Alto!", "£500 ±5", "Ångström, Ålesund", "DIREÇÃO", "Türkiye, Şırnak, Łódź, Kraljevića"):  # fmt: skip
        assert not is_mojibake(text), text


@pytest.mark.parametrize("unit", ["52335424", "SGT 12.345.678", "Service No. 1234567", "IC-45678K Maj", "123-45-6789"])
def test_the_number_of_a_person_is_masked(unit):
    assert "[number masked]" in masked(unit)
    assert not any(character.isdigit() for character in masked(unit).replace("[number masked]", ""))


@pytest.mark.parametrize(
    "unit",
    ["BAFLIM 60 - 70 - 80 - 90", "SC Training Team 19.1 - 6", "US unit not specified in 2010-2011 report", "CN9064",
     "CARLISLE BKS PA 17013-5050", "BAT-811 - 1RA BRIG AE", "96th CA BN"],
)  # fmt: skip
def test_the_number_of_a_unit_stays(unit):
    assert masked(unit) == unit
