"""The database is the master: what a load of the fixtures does to records that are new, old, or a curator's own."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from cooperation.importers.fixtures import LoadReport, load_fixtures
from cooperation.importers.seeds.building import build_fixtures
from cooperation.importers.seeds.seed_files import read_seeds
from cooperation.models import Event, Organization, Program
from sources.models import Action, Change, Citation, Record, Status, recorded, state_of, step
from tests.factories import make_place, make_user

pytestmark = pytest.mark.django_db

DOCUMENT = """
document:
  slug: some-newspaper
  title: Some news
  kind: news_article
  published: 2011-08-07
  text_file: some.txt
  text_sha256: {digest}
  paragraphs: 12

excluded:
  - {{paragraphs: 11-12, reason: reader comments}}

sources:
  - {{slug: some-official, title: An official said so, kind: statement}}

places:
  - {{slug: chiapas, name: Chiapas, kind: state, iso_3166_1: MEX, iso_3166_2: MX-CHP, parent: mexico}}
  - {{slug: mexico, name: Mexico, kind: country, iso_3166_1: MEX}}

organizations:
  - slug: us-government
    at: 1
    as_stated: the United States
    name: Government of the United States
    kind: government
    country: USA
    aliases: [{{name: USG, kind: acronym}}]

programs:
  - slug: training
    at: 2
    as_stated: training
    attributed_to: some-official
    rests_on: [{rests_on}]
    name: {name}
    kind: course
    note: {note}
    stage: active
    start: 2010?
    places: [chiapas]
    description: Training of troops.
    organizations: [{{organization: us-government, role: lead}}]
    supports: [{{at: 3, as_stated: courses, field: name}}]

funding:
  - {{slug: money, at: 4, as_stated: "$1.4 billion", program: training, amount: {amount}, currency: USD, qualifier: exact}}
{funding}

events:
  - slug: meeting
    at: 5
    as_stated: They met
    title: A meeting
    kind: meeting
    start: 2011-03
    description: They met.
    places: [chiapas, mexico]
    participants:
      - {{organization: us-government, person: Jane Doe, office: ambassador, role: speaker}}
      - {{office: president, role: addressee}}

discrepancies:
  - slug: words
    title: Courses or meetings
    kind: scope
    explanation: One counts courses.
    records: [program/training, event/meeting]
{more}
"""
PLAIN = {
    "digest": "0" * 64,
    "name": "Training",
    "amount": 1_400_000_000,
    "rests_on": "",
    "note": "null",
    "funding": "",
    "more": "",
}
NUMBER_OF_RECORDS = 9


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with the fixtures of a small document."""
    return write_fixtures(tmp_path)


def write_fixtures(tmp_path: Path, **given: Any) -> Path:
    """The fixtures of the document, with what a test wants otherwise."""
    (tmp_path / "seeds").mkdir(exist_ok=True)
    (tmp_path / "seeds" / "some.yaml").write_text(DOCUMENT.format(**PLAIN | given))
    (tmp_path / "fixtures").mkdir(exist_ok=True)
    for name, content in build_fixtures(read_seeds(tmp_path / "seeds")).items():
        (tmp_path / "fixtures" / name).write_bytes(content)
    return tmp_path / "fixtures"


def load_data(folder: Path) -> None:
    """What Django's own command does with those files that hold something."""
    files = [path for path in sorted(folder.glob("*.json")) if json.loads(path.read_bytes())]
    call_command("loaddata", *files, verbosity=0)


def rename(slug: str, name: str) -> None:
    """What the admin does when a curator saves another name."""
    program = Program.objects.get(slug=slug)
    with recorded(program, Action.CHANGED, by=make_user("curator"), reason="Misread."):
        program.name = name
        program.save()


def everything() -> dict[str, Any]:
    """All that the records say, with the times and revisions at which they say it."""
    records = {record.key: (state_of(record), record.revision, record.modified_at) for record in Record.objects.all()}
    return {"records": records, "changes": list(Change.objects.values()), "citations": list(Citation.objects.values())}


def counts(report: LoadReport) -> dict[str, int]:
    """How many records had each outcome that occurs."""
    return {outcome: len(keys) for outcome, keys in vars(report).items() if keys}


def test_first_load_creates_every_record_with_its_parts_and_links(folder: Path) -> None:
    report = load_fixtures(folder)

    assert counts(report) == {"created": NUMBER_OF_RECORDS}
    meeting = Event.objects.get(slug="meeting")
    assert meeting.status == Status.PUBLISHED
    assert sorted(meeting.places.values_list("slug", flat=True)) == ["chiapas", "mexico"]
    assert [participant.office for participant in meeting.participants.all()] == ["ambassador", "president"]
    assert meeting.start_latest.isoformat() == "2011-03-31"


def test_load_writes_the_same_rows_as_loaddata(folder: Path) -> None:
    with transaction.atomic():
        load_fixtures(folder)
        ours = {record.key: state_of(record) for record in Record.objects.all()}
        transaction.set_rollback(True)

    load_data(folder)

    assert {record.key: state_of(record) for record in Record.objects.all()} == ours


def test_first_load_enters_each_record_into_the_ledger_once(folder: Path) -> None:
    load_fixtures(folder)

    change = Change.objects.get(record__slug="training")
    assert (change.action, change.revision, change.before, change.by) == (Action.PUBLISHED, 1, None, None)
    assert change.after == state_of(change.record)
    assert Change.objects.count() == NUMBER_OF_RECORDS


def test_second_load_changes_nothing(folder: Path) -> None:
    load_fixtures(folder)
    before = everything()

    report = load_fixtures(folder)

    assert counts(report) == {"unchanged": NUMBER_OF_RECORDS}
    assert everything() == before


def test_untouched_record_follows_the_fixtures(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    created_at = Record.objects.get(slug="training").created_at
    modified_at = Record.objects.get(slug="training").modified_at

    report = load_fixtures(write_fixtures(tmp_path, name="Training of marines"))

    program = Program.objects.get(slug="training")
    assert counts(report) == {"updated": 1, "unchanged": NUMBER_OF_RECORDS - 1}
    assert (program.name, program.revision, program.created_at) == ("Training of marines", 2, created_at)
    assert program.modified_at > modified_at


def test_update_is_in_the_ledger_with_before_and_after(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)

    load_fixtures(write_fixtures(tmp_path, name="Training of marines"))

    change = Change.objects.filter(record__slug="training").last()
    assert (change.action, change.revision) == (Action.CHANGED, 2)
    assert (change.before["name"], change.after["name"]) == ("Training", "Training of marines")


def test_update_leaves_parts_and_links_that_did_not_change(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)

    load_fixtures(write_fixtures(tmp_path, name="Training of marines"))

    program = Program.objects.get(slug="training")
    assert [place.slug for place in program.places.all()] == ["chiapas"]
    assert [row.organization.slug for row in program.organizations.all()] == ["us-government"]
    assert program.supports.count() == 1


def test_edit_in_the_admin_survives_the_next_load(folder: Path) -> None:
    load_fixtures(folder)
    rename("training", "Better name")
    before = everything()

    report = load_fixtures(folder)

    assert counts(report) == {"unchanged": NUMBER_OF_RECORDS}
    assert everything() == before


def test_edit_in_the_admin_survives_an_upgrade_of_the_fixtures_and_is_listed(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    rename("training", "Better name")
    before = everything()

    report = load_fixtures(write_fixtures(tmp_path, name="Training of marines"))

    assert report.left_alone == ["program/training"]
    assert everything() == before


def test_edit_that_bypassed_the_ledger_survives_too(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    Program.objects.filter(slug="training").update(name="Better name")

    report = load_fixtures(write_fixtures(tmp_path, name="Training of marines"))

    assert report.left_alone == ["program/training"]
    assert Program.objects.get(slug="training").name == "Better name"


def test_edit_that_came_back_through_the_seeds_counts_as_loaded_again(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    rename("training", "Better name")
    before = everything()

    came_back = load_fixtures(write_fixtures(tmp_path, name="Better name"))
    after = everything()
    upgraded = load_fixtures(write_fixtures(tmp_path, name="Best name"))

    assert (came_back.left_alone, after) == ([], before)
    assert upgraded.updated == ["program/training"]


def test_record_that_a_curator_made_is_not_overwritten_by_a_fixture_of_its_name(folder: Path) -> None:
    place = make_place(slug="chiapas", name="My Chiapas")
    with recorded(place, Action.CREATED, by=make_user("curator")):
        pass

    report = load_fixtures(folder)

    assert report.left_alone == ["place/chiapas"]
    assert Record.objects.get(slug="chiapas").specific().name == "My Chiapas"


def test_record_that_refers_to_a_withdrawn_one_waits_and_so_does_what_refers_to_it(
    folder: Path, tmp_path: Path
) -> None:
    load_fixtures(folder)
    step(Record.objects.get(slug="words"), Action.WITHDRAWN, reason="Twice the same.")
    step(Record.objects.get(slug="meeting"), Action.WITHDRAWN, reason="It did not take place.")
    before = everything()
    claim = "{slug: again, title: Again, kind: internal, explanation: Again., records: [event/meeting]}"
    about_it = "{slug: about-it, title: On it, kind: internal, explanation: It., records: [discrepancy/again]}"

    report = load_fixtures(write_fixtures(tmp_path, more=f"  - {claim}\n  - {about_it}"))

    assert report.held_back == ["discrepancy/about-it", "discrepancy/again"]
    assert everything() == before


def test_what_is_no_longer_in_the_fixtures_stays_and_is_listed(folder: Path, tmp_path: Path) -> None:
    load_fixtures(
        write_fixtures(
            tmp_path, more="  - {slug: old, title: Old, kind: period, explanation: O, records: [event/meeting]}"
        )
    )

    report = load_fixtures(write_fixtures(tmp_path))

    assert report.not_in_fixtures == ["discrepancy/old"]
    assert Record.objects.filter(slug="old", status=Status.PUBLISHED).exists()


def test_records_of_a_curator_are_not_listed_as_missing_from_the_fixtures(folder: Path) -> None:
    make_place()

    assert load_fixtures(folder).not_in_fixtures == []


def test_what_loaddata_wrote_is_adopted_without_a_change(folder: Path) -> None:
    load_data(folder)
    states = {record.key: (state_of(record), record.revision) for record in Record.objects.all()}

    report = load_fixtures(folder)

    assert counts(report) == {"adopted": NUMBER_OF_RECORDS}
    assert {record.key: (state_of(record), record.revision) for record in Record.objects.all()} == states
    assert set(Change.objects.values_list("action", "revision", "before")) == {("published", 1, None)}
    assert Change.objects.count() == NUMBER_OF_RECORDS


def test_what_loaddata_wrote_from_older_fixtures_is_adopted_and_upgraded(folder: Path, tmp_path: Path) -> None:
    load_data(folder)

    report = load_fixtures(write_fixtures(tmp_path, name="Training of marines"))

    assert counts(report) == {"adopted": NUMBER_OF_RECORDS}
    assert Program.objects.get(slug="training").name == "Training of marines"


def test_new_basis_of_a_citation_reaches_the_database(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    before = everything()["changes"]

    report = load_fixtures(write_fixtures(tmp_path, rests_on="some-official"))

    assert report.updated == ["program/training"]
    citation = Citation.objects.get(program_claims__slug="training")
    assert [source.slug for source in citation.rests_on.all()] == ["some-official"]
    assert everything()["changes"] == before


def test_basis_that_a_citation_no_longer_has_leaves_the_database(folder: Path, tmp_path: Path) -> None:
    load_fixtures(write_fixtures(tmp_path, rests_on="some-official"))

    load_fixtures(write_fixtures(tmp_path))

    assert Citation.objects.get(program_claims__slug="training").rests_on.count() == 0


def test_note_follows_the_fixtures(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)

    load_fixtures(write_fixtures(tmp_path, note="Read so because of the headline."))

    assert Record.objects.get(slug="training").note == "Read so because of the headline."


def test_claim_of_a_speaker_who_is_not_published_waits(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    Record.objects.filter(slug="some-official").update(status=Status.IN_REVIEW)
    claim = "  - {slug: more-money, at: 6, as_stated: more money, attributed_to: some-official}"

    report = load_fixtures(write_fixtures(tmp_path, funding=claim))

    assert report.held_back == ["funding/more-money"]


def test_upgrade_of_the_software_that_adds_a_column_does_not_make_records_look_touched(
    folder: Path, tmp_path: Path
) -> None:
    load_fixtures(folder)
    change = Change.objects.get(record__slug="training")
    change.delete()
    del change.after["stage_as_of"]
    change.save()
    Record.objects.filter(slug="training").update(loaded_state="0" * 64)

    report = load_fixtures(write_fixtures(tmp_path, name="Training of marines"))

    assert report.updated == ["program/training"]


def test_failed_load_changes_nothing(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    before = everything()
    upgraded = write_fixtures(tmp_path, name="Training of marines", amount=7)
    broken = upgraded / "10_funding.json"
    broken.write_text(broken.read_text().replace('"training"', '"no-such-program"'))

    with pytest.raises(LookupError, match="program/no-such-program"):
        load_fixtures(upgraded)

    assert everything() == before


def test_folder_without_fixtures_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="build_fixtures"):
        load_fixtures(tmp_path)


def test_report_names_what_a_person_may_want_to_look_at(folder: Path, tmp_path: Path) -> None:
    load_fixtures(folder)
    rename("training", "Better name")

    lines = list(load_fixtures(write_fixtures(tmp_path, name="Training of marines", amount=7)).lines())

    assert lines == [
        "9 records in the fixtures: 1 updated, 7 unchanged, 1 left alone.",
        "Changed by a curator, so the news of the fixtures waits: program/training",
    ]


def test_number_of_queries_does_not_grow_with_the_records(folder: Path, django_assert_max_num_queries: Any) -> None:
    load_fixtures(folder)

    with django_assert_max_num_queries(8):
        load_fixtures(folder)


def test_alias_taken_over_by_a_load_belongs_to_its_record(folder: Path) -> None:
    load_fixtures(folder)

    assert [alias.name for alias in Organization.objects.get(slug="us-government").aliases.all()] == ["USG"]
