"""The organizations and places that the rules name exist, and stand one above another as the rules say."""

from itertools import chain

import pytest
from django.conf import settings

from cooperation.importers.seeds.seed_files import read_file, read_seeds
from sources.models import RecordKind
from tests.cooperation.trainings.importer.units.tables import recipients, schools

REPORTS = settings.BASE_DIR / "seeds" / "foreign-military-training-reports.yaml"


@pytest.fixture(scope="module")
def entries():
    files = read_seeds(settings.BASE_DIR / "seeds")
    return {(entry.kind, entry.slug): entry.values for entry in chain.from_iterable(file.entries for file in files)}


def test_every_organization_of_a_rule_is_a_record(entries):
    named = {*schools().rules.schools, *recipients().rules.recipients}

    assert {slug for slug in named if (RecordKind.ORGANIZATION, slug) not in entries} == set()


def test_every_base_of_a_rule_is_a_place(entries):
    assert {rule.target for rule in schools().rules.bases if (RecordKind.PLACE, rule.target) not in entries} == set()


def test_no_organization_of_the_reports_is_without_a_rule():
    named = {*schools().rules.schools, *recipients().rules.recipients}

    assert {entry.slug for entry in read_file(REPORTS).entries if entry.kind == RecordKind.ORGANIZATION} <= named


def test_what_recipients_stand_within_is_above_them_among_the_records(entries):
    bodies = recipients().rules.recipients.values()
    within = {body.slug: body.within for body in bodies if body.within}

    assert {slug: entries[RecordKind.ORGANIZATION, slug].get("parent") for slug in within} == within


def test_the_army_and_the_navy_are_below_their_ministries(entries):
    parents = {name: entries[RecordKind.ORGANIZATION, f"mexican-{name}"]["parent"] for name in ("army", "navy")}

    assert parents == {"army": "mexican-defense-secretariat", "navy": "mexican-navy-secretariat"}
