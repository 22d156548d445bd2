"""The database back to seeds: what stands where, and that nothing is lost on the way."""

from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.management import call_command
from hypothesis import example, given
from hypothesis import strategies as st

from cooperation.importers.seeds.building import build_fixtures
from cooperation.importers.seeds.exporting import export_seeds
from cooperation.importers.seeds.seed_files import Loader, read_seeds
from cooperation.importers.seeds.writing import yaml_of
from cooperation.models import Organization
from sources.models import Record, Source, Status
from tests.factories import make_citation, make_event, make_organization
from tests.seeds import read_tiny

PAPER = """\
document:
  slug: paper
  title: The Paper
  kind: news_article
  authors: [Jane Doe]
  published: 2011
  text_file: paper.txt
  text_sha256: a000000000000000000000000000000000000000000000000000000000000001
  paragraphs: 9
  note: Read twice.

excluded:
  - {paragraphs: 7, reason: advert}
  - {paragraphs: 8-9, reason: menu}

set_aside:
  - {at: 2, as_stated: one, occurrence: 2, reason: pronoun}

supports:
  - {record: place/puebla, at: 2, as_stated: Puebla, field: name}
  - {record: organization/navy, at: 3, as_stated: 'sailors, of all sorts', attributed_to: witness, rests_on: [survey],
     stance: mentions}

sources:
  - slug: survey
    title: A Survey
    kind: poll
    published: 2010-11-24?
    reported_in: [witness]
    note: >-
      Known only through the witness, who did not say who made it, nor when, nor of whom, nor in how many places
      it was made.

  - {slug: witness, title: A Witness, kind: statement}

organizations:
  - slug: army
    at: 1
    as_stated: the Army
    rests_on: [survey]
    assertion: reported
    name: Army
    kind: force
    country: MEX
    aliases:
      - {name: Ejército, kind: translation}
    supports:
      - {at: 3, as_stated: Armies}
      - {at: 3, as_stated: Army, field: name}
      - {at: 3, as_stated: army}
      - {at: 3, as_stated: the army}
      - {at: 4, as_stated: Army}

  - slug: air-force
    at: 2
    as_stated: the Air Force
    name: Air Force
    kind: force

funding:
  - slug: range-of-aid
    at: 1
    as_stated: $5 to $9.25
    attributed_to: witness
    confidence: low
    qualifier: range
    calendar: us_fiscal
    fiscal_year: 2011
    amount: 5
    amount_max: 9.25
    currency: USD
    recipient: army
    covers: Boots, and "no" guns.

events:
  - slug: talks
    at: 4
    as_stated: '2011'
    title: Talks
    kind: meeting
    start: 2011-04
    is_planned: true
    description: They talk.
    places: [oaxaca, puebla]
    participants:
      - {person: Zoe, office: General, role: host}
      - {organization: army, role: partner}
"""
PLACES = """\
places:
  - {slug: oaxaca, name: Oaxaca, kind: state, latitude: 17.05, longitude: -96}
  - {slug: puebla, name: Puebla, kind: state}
"""
REPORT = """\
document:
  slug: report
  title: The Report
  kind: government_report

organizations:
  - slug: navy
    at: {section: IV, page_printed: '12', page_file: 40}
    as_stated: the Navy
    name: Navy
    kind: force
"""
OTHERS = {
    "indicators": """\
indicators:
  - {slug: trained, name: Trained, unit: persons, definition: Who finished a course.}
""",
    "discrepancies": """\
discrepancies:
  - slug: army-or-navy
    title: Army or navy
    kind: definition
    explanation: Both are meant.
    records: [organization/army, organization/navy]
""",
    "sources": """\
sources:
  - {slug: rumour, title: A Rumour, kind: statement}
""",
}


def load(folder: Path, built: dict[str, bytes]) -> None:
    # loaddata warns of files without an object.
    filled = {folder / name: content for name, content in built.items() if b"model" in content}
    for path, content in filled.items():
        path.write_bytes(content)
    call_command("loaddata", *map(str, sorted(filled)), verbosity=0)


@pytest.fixture
def loaded(tmp_path: Path, db: None) -> dict[str, bytes]:
    """The fixtures of the tiny seeds, which are in the database."""
    built = build_fixtures(read_tiny(tmp_path, PAPER, places=PLACES, report=REPORT, **OTHERS))
    load(tmp_path, built)
    return built


@pytest.mark.usefixtures("loaded")
def test_every_record_goes_back_to_where_a_curator_looks_for_it() -> None:
    assert export_seeds() == {
        "paper.yaml": PAPER,
        "places.yaml": PLACES,
        "report.yaml": REPORT,
        **{f"{name}.yaml": text for name, text in OTHERS.items()},
    }


def test_the_fixtures_of_an_export_are_those_that_were_loaded_byte_for_byte(
    tmp_path: Path, loaded: dict[str, bytes]
) -> None:
    exported = tmp_path / "exported"

    call_command("export_seeds", to=exported, stdout=StringIO())

    assert build_fixtures(read_seeds(exported)) == loaded


@pytest.mark.usefixtures("loaded")
def test_only_what_is_published_leaves_the_database() -> None:
    Record.objects.filter(slug="navy").update(status=Status.DRAFT)
    Record.objects.filter(slug="army-or-navy").update(status=Status.WITHDRAWN)
    Record.objects.filter(slug="rumour").update(status=Status.IN_REVIEW)

    exported = export_seeds()

    assert set(exported) == {"paper.yaml", "places.yaml", "indicators.yaml", "sources.yaml"}
    assert "organization/navy" not in exported["paper.yaml"]
    assert exported["sources.yaml"] == ("sources:\n  - {slug: report, title: The Report, kind: government_report}\n")


def test_the_command_writes_what_has_changed_and_names_what_is_left_over(
    tmp_path: Path, loaded: dict[str, bytes]
) -> None:
    folder = tmp_path / "exported"
    folder.mkdir()
    (folder / "places.yaml").write_text(PLACES)
    (folder / "old.yaml").write_text("places: []\n")
    printed = StringIO()

    call_command("export_seeds", to=folder, stdout=printed)

    assert printed.getvalue() == (
        "5 of 6 files written.\nold.yaml is left over: nothing published belongs there. Delete it.\n"
    )
    assert (folder / "paper.yaml").read_text() == PAPER
    assert (folder / "old.yaml").read_text() == "places: []\n"


@pytest.mark.usefixtures("loaded")
def test_an_export_takes_the_same_number_of_queries_however_many_records_there_are(
    django_assert_num_queries: Any, django_assert_max_num_queries: Any
) -> None:
    make_events(1)
    with django_assert_max_num_queries(60) as few:
        export_seeds()
    make_events(9)

    with django_assert_num_queries(len(few)):
        export_seeds()


def make_events(count: int) -> None:
    """Published events of which every relation that an export follows leads somewhere."""
    army, paper = Organization.objects.get(slug="army"), Source.objects.get(slug="paper")
    for _ in range(count):
        citation = make_citation(source=paper, attributed_to=paper)
        citation.rests_on.add(paper)
        event = make_event(status="published", citation=citation)
        event.participants.create(organization=make_organization(status="published", parent=army), role="host")
        event.supports.create(citation=citation)


@given(
    st.recursive(
        st.text(st.characters(exclude_categories=("Cs",)), min_size=1)
        | st.integers(-(10**12), 10**12)
        | st.decimals(-(10**6), 10**6, places=3).filter(lambda value: value != value.to_integral_value()),
        lambda values: st.lists(values, min_size=1, max_size=4),
        max_leaves=6,
    )
)
@example("a\x85b")
@example("a\u2028b")
@example("a \n b\n")
@example("\ufeff")
@example("2011-01-01")
@example("no")
def test_whatever_a_column_holds_is_read_back_as_it_was(value: object) -> None:
    row = {"slug": "a", "name": value, "supports": [{"at": 1, "as_stated": value}]}

    assert yaml.load(yaml_of({"places": [row]}), Loader) == {"places": [row]}


def test_no_line_is_longer_than_the_page_unless_one_word_is() -> None:
    words = "curator " * 40
    row = {
        "slug": "a",
        "note": words.strip(),
        "places": ["some-rather-long-place"] * 12,
        "supports": [
            {"at": 1, "as_stated": "Army", "attributed_to": "x" * 60, "rests_on": ["y" * 30], "field": "name"}
        ],
    }

    text = yaml_of(
        {"events": [row], "supports": [{"record": "place/" + "a" * 70, "rests_on": ["some-long-source"] * 5}]}
    )

    assert max(map(len, text.splitlines())) <= 120
    assert yaml.load(text, Loader)["events"] == [row]


def test_decimals_are_written_in_plain_digits() -> None:
    assert yaml_of({"funding": [{"slug": "a", "amount": Decimal("0.0000001")}]}) == (
        "funding:\n  - {slug: a, amount: 0.0000001}\n"
    )
