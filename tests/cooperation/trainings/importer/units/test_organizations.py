"""The organizations and places that the rules name exist, and stand one above another as the rules say."""

import shutil
from itertools import chain

import pytest
from django.conf import settings

from cooperation.importers.seeds.building import build_fixtures
from cooperation.importers.seeds.seed_files import read_file, read_seeds
from sources.models import RecordKind
from tests.cooperation.trainings.importer.units.tables import CURATED, recipients, schools

# Until the reports are a document of the seeds, their organizations stand beside the rules.
REPORTS = CURATED / "organizations.yaml"


@pytest.fixture(scope="module")
def entries():
    files = [*read_seeds(settings.BASE_DIR / "seeds"), *([read_file(REPORTS)] if REPORTS.exists() else [])]
    return {(entry.kind, entry.slug): entry.values for entry in chain.from_iterable(file.entries for file in files)}


def test_every_organization_of_a_rule_is_a_record(entries):
    named = {*schools().rules.schools, *recipients().rules.recipients}

    assert {slug for slug in named if (RecordKind.ORGANIZATION, slug) not in entries} == set()


def test_every_base_of_a_rule_is_a_place(entries):
    assert {rule.target for rule in schools().rules.bases if (RecordKind.PLACE, rule.target) not in entries} == set()


def test_no_organization_of_the_reports_is_without_a_rule():
    named = {*schools().rules.schools, *recipients().rules.recipients}

    assert {entry.slug for entry in read_file(REPORTS).entries if entry.kind == RecordKind.ORGANIZATION} <= named


def test_parents_of_the_reports_are_what_recipients_stand_within():
    stated = {entry.slug: entry.values.get("parent") for entry in read_file(REPORTS).entries}
    within = {slug: body.within for slug, body in recipients().rules.recipients.items() if slug in stated}

    assert within == {slug: stated[slug] for slug in within}


@pytest.mark.slow
@pytest.mark.django_db
def test_the_organizations_of_the_reports_build_like_any_document(tmp_path):
    folder = shutil.copytree(settings.BASE_DIR / "seeds", tmp_path / "seeds")
    shutil.copy(REPORTS, folder / "foreign-military-training-reports.yaml")

    fixtures = build_fixtures(read_seeds(folder))

    assert b"mexican-defense-secretariat" in fixtures["07_organizations.json"]
