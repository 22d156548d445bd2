"""Which school gave a training, by the curated rules."""

from datetime import date

import pytest

from cooperation.trainings.importer.units.schools import ABROAD, NO_RULE, Activity
from tests.cooperation.trainings.importer.units.tables import activity, schools, table

CASES = table("schools.tsv")


def link(location="", unit="", title="", report="2012_2013", **more):
    return schools().school_of(
        Activity(report, more.pop("country", "COL"), delivery_unit=unit, location=location, course_title=title, **more)
    )


def test_rules_take_their_rows_and_no_other_rule_does():
    wrong = []
    for case in CASES:
        found = schools().school_of(activity(case))
        told = (found.rule or "", found.school or "", found.base or "", found.mobile_rule or "", found.is_mobile)
        if told != (case["rule"], case["school"], case["base"], case["mobile_rule"], bool(case["mobile_rule"])):
            wrong.append((case, told))

    assert wrong == []


def test_every_rule_has_a_row_that_it_takes():
    rules = schools().rules
    taking = {rule.id for rule in (*rules.silent, *rules.institutions, *rules.bases, *rules.unknown)}

    assert taking == {case["rule"] for case in CASES if case["rule"]}
    assert {rule.id for rule in rules.mobile} | {ABROAD, ""} == {case["mobile_rule"] for case in CASES}


@pytest.mark.parametrize(
    ("location", "school"),
    [
        ("FORT BENNING GA 31905-6245", "whinsec"),
        ("FT BENNING, GA 31905-6245", "whinsec"),
        ("FT BENNING GA 31905-5468", "us-army-infantry-school"),
        ("FT BENNING GA 31905-1234", None),
        ("LACKLAND AFB, TX 78236-5706", "iaafa"),
        ("LACKLAND AFB, TX 78236-5259", "dlielc"),
        ("SAN ANTONIO TX 78236-5259", "dlielc"),
        ("LACKLAND AFB, TX 78236", None),
    ],
)
def test_zip_codes_tell_the_schools_of_one_base_apart(location, school):
    found = link(location, report="2003_2004")

    assert found.school == school
    assert found.school or found.base in ("fort-benning", "lackland-afb")


@pytest.mark.parametrize(
    ("title", "school"),
    [
        ("COUNTERDRUG OPS - SPANISH", "whinsec"),
        ("RANGER", "us-army-infantry-school"),
        ("ARNG PRE-RANGER", "us-army-warrior-training-center"),
        ("MTT - MOBILE TRAINING TEAM", None),
        ("OJT OPERATIONS TNG - CONUS", None),
    ],
)
def test_courses_tell_them_apart_where_reports_drop_the_last_digits(title, school):
    found = link("FORT BENNING, GA", title=title, report="2006_2007")

    assert (found.school, found.base) == (school, None if school else "fort-benning")


def test_courses_alone_name_no_school():
    assert link("Somewhere", title="COUNTERDRUG OPS - SPANISH", report="2006_2007").school is None
    assert link("Ft. Benning, GA, US", title="RANGER", report="2014_2015").school is None


@pytest.mark.parametrize("report", ["1999_2000", "2000_2001"])
def test_the_reports_without_units_and_places_are_unknown_whatever_the_title_says(report):
    printed = f"not included in {report.replace('_', '-')} report"
    found = link(f"Training location {printed}", f"US Unit {printed}", "MET DIILS SEMINARS", report=report)

    assert (found.school, found.base) == (None, None)
    assert found.reason == "This report prints neither unit nor place."


@pytest.mark.parametrize(
    ("start", "school"),
    [
        (date(2000, 10, 6), "us-army-school-of-the-americas"),
        (date(2001, 1, 16), "us-army-school-of-the-americas"),
        (date(2001, 1, 17), "whinsec"),
        (None, "whinsec"),
    ],
)
def test_the_school_of_the_americas_ends_when_the_institute_opens(start, school):
    assert link("FORT BENNING, GA 31905-6245", report="2001_2002", start=start).school == school


@pytest.mark.parametrize(
    ("unit", "location", "school"),
    [
        ("Lackland AFB, TX (Other Than DLI And IAAFA S", "Lackland AFB, TX, US", None),
        ("7th SFG(A), EAFB, FL", "Chorillos, Lima, Peru", None),
        ("Marine Corps Engineer School Camp Lejeune NC", "Camp Lejeune, NC, US", "marine-corps-engineer-school"),
        ("NCO ACADEMY - INFANTRY", "NCO ACADEMY - INFANTRY", "us-army-nco-academies"),
        ("Inter-American Air Force Academy", "Lackland AFB, TX, US", "iaafa"),
        ("AVIATION LOGISTICS SCHOOL", "AVIATION LOGISTICS SCHOOL", "us-army-aviation-logistics-school"),
        ("", "CTR FOR HEMISPHERIC DEF STUDIES (NDU)", "perry-center"),
        ("NESA", "Washington, DC, USA", "nesa-center"),
        ("USATC-Benning", "Ft. Benning, GA, US", "us-army-training-center-benning"),
        ("U.S. Army Training Center", "Ft. Jackson, SC, US", "us-army-training-center-fort-jackson"),
    ],
)
def test_longer_names_hide_the_shorter_ones_in_them(unit, location, school):
    assert link(location, unit, report="2014_2015").school == school


def test_a_unit_of_forces_abroad_has_no_base_in_the_united_states():
    found = link("Chorillos, Lima, Peru", "7th SFG(A), EAFB, FL", report="2014_2015")

    assert (found.school, found.base, found.reason) == (None, None, NO_RULE)


@pytest.mark.parametrize(
    ("title", "is_mobile"),
    [
        ("MET DRMI (MIDMC)", True),
        ("MTT 11-161 DISAM", True),
        ("MET CMR CONUS PLANNING", False),
        ("METAL WORKER", False),
    ],
)
def test_titles_tell_teams_that_taught_abroad(title, is_mobile):
    assert link("VARIOUS", title=title).is_mobile is is_mobile


@pytest.mark.parametrize(("country", "is_mobile"), [("SLV", True), ("USA", False), (None, False)])
def test_a_school_in_another_country_is_mobile(country, is_mobile):
    found = link("San Salvador", "WJPC", location_country=country)

    assert (found.school, found.is_mobile) == ("perry-center", is_mobile)


def test_a_school_that_stands_abroad_is_not_mobile_at_home():
    assert link("Garmisch, GY", "Marshall Center", location_country="DEU").is_mobile is False


def test_the_number_of_personnel_is_no_part_of_a_unit():
    assert link("Ft. Benning, GA, US", "USATC - 12", report="2014_2015").rule == "usatc-name"


def test_a_row_without_texts_is_unknown():
    assert schools().school_of(Activity("2012_2013", "COL")).reason == NO_RULE
