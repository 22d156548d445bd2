"""Which bodies received a training, by the curated rules."""

import pytest

from cooperation.trainings.importer.units.schools import NO_RULE
from tests.cooperation.trainings.importer.units.tables import recipients, table

CASES = table("recipients.tsv")


def named(cell, report="2012_2013", country="MEX"):
    return [link.organization for link in recipients().recipients_of(cell, country, report).links]


def test_rules_take_their_cells_and_what_else_they_name_is_as_read():
    wrong = []
    for case in CASES:
        found = recipients().recipients_of(case["recipient_unit"], case["country"], case["report"])
        told = (" ".join(link.organization for link in found.links), found.reason or "")
        rules = {found.rule, *(link.rule for link in found.links)}
        if told != (case["organizations"], case["reason"]) or case["rule"] not in rules:
            wrong.append((case, told, rules))

    assert wrong == []


def test_every_rule_has_a_cell_that_it_takes():
    rules = recipients().rules

    assert {rule.id for rule in (*rules.rules, *rules.unknown)} == {case["rule"] for case in CASES}


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("SEDENA / SEMAR", ["mexican-defense-secretariat", "mexican-navy-secretariat"]),
        ("SEMAR SOF, SEDENA SOF", ["mexican-navy-special-forces", "mexican-army-special-forces"]),
        ("SEDENA / SEMAR / FP", ["mexican-defense-secretariat", "mexican-navy-secretariat", "mexican-federal-police"]),
        ("Army, Navy, Office of the Secretary of Foreign Relations",
         ["mexican-army", "mexican-navy", "mexican-foreign-affairs-secretariat"]),
    ],
)  # fmt: skip
def test_a_cell_may_name_several_bodies(cell, bodies):
    assert named(cell) == bodies


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("SEMAR/Heroica Escuela Naval Military", ["heroic-naval-military-school"]),
        ("SEDENA/FAM", ["mexican-air-force"]),
        ("S-2 (Intel), Staff, SEDENA Hqs, Mexico, D.F.", ["mexican-national-defense-staff-section-2"]),
        ("10th Inf Bn,33rd Mil Zone,Campeche, Campeche", ["mexican-army-infantry", "mexican-military-zone-33"]),
    ],
)
def test_a_body_above_another_in_the_cell_is_left_out(cell, bodies):
    assert named(cell) == bodies


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("Police Department (PGR)", ["mexican-attorney-general-police"]),
        ("2nd Cdr, Mil Fed Judicial Police, Campo Militar No. 1-A, Mexico, D.F.", ["mexican-military-judicial-police"]),
        ("Air Sq #1, Col Federal, Mexico, D.F.", ["mexican-air-force-stations"]),
        ("2nd Section, Central Air Region, Col Federal, Mexico, D.F.", ["mexican-central-air-region"]),
        ("Col. Federal, Mexico, D.F.", []),
        ("N/Avy HQS", ["mexican-navy"]),
        ("S-2 SEDEN/A Hqs", ["mexican-national-defense-staff-section-2"]),
        ("8th N/Aval Zone", ["mexican-naval-zone-8"]),
        ("N/A", []),
        ("USNA", []),
        ("USMA", []),
        ("Air War College", []),
        ("Air Force", ["mexican-air-force"]),
        ("ARM Abasolo F-212", ["mexican-navy-ships"]),
        ('ARM "Rio Panuco"', ["mexican-navy-ships"]),
        ("ARMY", ["mexican-army"]),
        ("Embassy of Mexico in Washington, D.C.", ["mexican-embassy-washington"]),
        ("Joint Task Force North", []),
        ("Uzbek Border Forces", []),
        ("Autonomous University of Barcelona", []),
        ("PEMEX, CAMP.", []),
    ],
)
def test_words_that_mislead_are_read_right(cell, bodies):
    assert named(cell, report="2005_2006") == bodies


@pytest.mark.parametrize(
    ("cell", "report", "bodies"),
    [
        ("Secretaría de Seguridad Pública", "2012_2013", ["mexican-public-security-secretariat"]),
        ("Secretaría de Seguridad Pública", "2013_2014", []),
        ("Secretaria de Seguridad Publica en Puebla", "2012_2013", ["puebla-state-public-security"]),
        ("Secretary of Public Security for the State of Veracruz", "2020_2021", ["veracruz-state-public-security"]),
        ("Secretaría de Seguridad y Tránsito Municipal", "2016_2017", []),
    ],
)
def test_public_security_of_a_state_is_not_the_federation_s(cell, report, bodies):
    assert named(cell, report) == bodies


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("3rd Naval Zone (1) Veracruz", "3"),
        ("SEXTA ZONA NAVAL", "6"),
        ("ZN-10", "10"),
        ("PC-209, X Naval Zone", "10"),
        ("5a(1) Y 6a. (1) Zona Naval", "6"),
    ],
)
def test_ordinals_are_numbers_and_counts_of_trainees_are_not(cell, zone):
    zones = [body for body in named(cell, "2004_2005") if body.startswith("mexican-naval-zone-")]

    assert zones == [f"mexican-naval-zone-{zone}"]


def test_damaged_letters_do_not_hide_a_name():
    assert named("Secretar¡a de Marina") == ["mexican-navy-secretariat"]
    assert named("SEMAR / Cuarta Regi?n Naval, Guaymas", "2020_2021") == ["mexican-naval-region-4"]


@pytest.mark.parametrize("cell", ["Occupational Health Services Unit", "PMM", "", None])
def test_what_no_rule_knows_stays_unknown(cell):
    assert recipients().recipients_of(cell, "MEX", "2016_2017").reason == NO_RULE


@pytest.mark.parametrize(
    ("cell", "country", "bodies"),
    [
        ("Army", "COL", ["colombian-army"]),
        ("COLOMBIAN ARMY AVIATION BRIGADE", "COL", ["colombian-army"]),
        ("Army Military Academy", "COL", []),
        ("72 IBCT TX NG", "GTM", []),
        ("Navy", "ARG", ["argentine-navy"]),
        ("Argentine National Police", "ARG", []),
        ("SEMAR", "COL", []),
        ("Army", "AFG", []),
    ],
)
def test_other_countries_have_their_ministry_and_forces_only(cell, country, bodies):
    assert named(cell, country=country) == bodies


def test_every_recipient_says_its_level():
    levels = {
        link.organization: link.level
        for link in recipients().recipients_of("SEDENA/FAM, 401st Air Sq, SEMAR", "MEX", "2012_2013").links
    }

    assert levels == {"mexican-air-force-401-squadron": "unit", "mexican-navy-secretariat": "ministry"}
