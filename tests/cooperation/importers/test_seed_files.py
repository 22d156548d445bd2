"""YAML to entries with their lines; whatever is not of the form is named by file and line."""

from decimal import Decimal
from pathlib import Path

import pytest

from cooperation.importers.seeds.seed_files import SeedError, read_seeds
from sources.models import RecordKind
from tests.seeds import PAPER, read_tiny


def problems_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(SeedError) as raised:
        read_tiny(folder, text)
    return raised.value.problems


def test_a_file_is_its_document_its_records_and_what_is_no_evidence(tmp_path: Path) -> None:
    (file,) = read_tiny(
        tmp_path,
        PAPER,
        "excluded:\n  - {paragraphs: 3-4, reason: advert}\n",
        "set_aside:\n  - {at: 2, as_stated: one, reason: pronoun}\n",
        "supports:\n  - {record: place/mexico, at: 1, as_stated: Mexico}\n",
        "places:\n  - {slug: puebla, name: Puebla, kind: state}\n",
    )

    assert (file.name, file.document) == ("paper.yaml", "paper")
    assert [(entry.kind, entry.key, entry.document) for entry in file.entries] == [
        (RecordKind.SOURCE, "source/paper", "paper"),
        (RecordKind.PLACE, "place/puebla", "paper"),
    ]
    assert file.excluded == [{"paragraphs": "3-4", "reason": "advert"}]
    assert file.set_aside == [{"at": 2, "as_stated": "one", "reason": "pronoun"}]
    assert file.supports == [{"record": "place/mexico", "at": 1, "as_stated": "Mexico"}]


def test_files_come_in_the_order_of_their_names(tmp_path: Path) -> None:
    files = read_tiny(tmp_path, PAPER, b="places: []\n", a="places: []\n")

    assert [file.name for file in files] == ["a.yaml", "b.yaml", "paper.yaml"]


def test_a_file_without_a_document_has_records_of_none(tmp_path: Path) -> None:
    (file,) = read_tiny(tmp_path, "places:\n  - {slug: puebla, name: Puebla, kind: state}\n")

    assert file.document is None
    assert [entry.document for entry in file.entries] == [None]


def test_records_and_their_parts_know_their_lines(tmp_path: Path) -> None:
    (file,) = read_tiny(
        tmp_path,
        "places:\n  - slug: puebla\n    aliases:\n      - {name: A, kind: variant}\n      - {name: B, kind: variant}\n",
    )

    (entry,) = file.entries
    assert entry.values.line == 2
    assert entry.values.key_lines == {"slug": 2, "aliases": 3}
    assert [alias.line for alias in entry.values["aliases"]] == [4, 5]
    assert entry.problem("is odd") == "paper.yaml:2: place/puebla: is odd"
    assert entry.problem("is odd", 5) == "paper.yaml:5: place/puebla: is odd"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2011-01-01", "2011-01-01"),
        ("no", "no"),
        ("9:13", "9:13"),
        ("007", "007"),
        ("1e6", "1e6"),
        ("2011", 2011),
        ("-17", -17),
        ("1_400_000", 1400000),
        ("22.50", Decimal("22.50")),
        ("0.1234567890123456789", Decimal("0.1234567890123456789")),
        ("true", True),
        ("null", None),
        ("", None),
        ("$1.4 billion", "$1.4 billion"),
    ],
)
def test_only_plain_numbers_and_true_false_null_are_more_than_text(tmp_path: Path, written: str, read: object) -> None:
    (file,) = read_tiny(tmp_path, f"places:\n  - slug: {written}\n")

    value = file.entries[0].values["slug"]
    assert (value, type(value)) == (read, type(read))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("- a\n- b\n", "paper.yaml:1: a file is a mapping of sections"),
        ("", "paper.yaml:1: a file is a mapping of sections"),
        ("places: []\nplacse: []\n", "paper.yaml:2: unknown section “placse”"),
        ("excluded: []\nplaces: puebla\n", "paper.yaml:2: places: a section is a list"),
        ("places:\n  - {slug: a}\n  - puebla\n", "paper.yaml:3: places: “puebla” is no mapping"),
        ("set_aside:\n  - one\n", "paper.yaml:2: set_aside: “one” is no mapping"),
        ("places: []\ndocument: paper\n", "paper.yaml:2: document: is no mapping"),
        ("places:\n  - slug: a\n    slug: b\n", "paper.yaml:3: “slug” stands twice"),
        ("places:\n  - {[a, b]: c}\n", "paper.yaml:2: a key is one word"),
        ("places:\n  - {slug: a\n", "paper.yaml:3: expected ',' or '}', but got '<stream end>'"),
    ],
)
def test_what_is_not_of_the_form_is_named_by_line(tmp_path: Path, text: str, problem: str) -> None:
    assert problems_of(tmp_path, text) == [problem]


def test_a_file_that_is_no_unicode_is_named(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("places: [Querétaro]\n".encode("latin-1"))

    with pytest.raises(SeedError, match=r"^latin\.yaml:1: 'utf-8' codec can't decode byte 0xe9 in position 13"):
        read_seeds(tmp_path)


def test_the_problems_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("placse: []\n")
    (tmp_path / "b.yaml").write_text("sorces: []\n")

    with pytest.raises(SeedError) as raised:
        read_seeds(tmp_path)

    assert str(raised.value) == "a.yaml:1: unknown section “placse”\nb.yaml:1: unknown section “sorces”"


@pytest.mark.parametrize("name", ["other.yml", "other.YAML", "trainings/schools.yml"])
def test_a_file_that_would_not_be_read_is_refused_with_the_name_that_is(tmp_path: Path, name: str) -> None:
    (tmp_path / "trainings").mkdir()
    (tmp_path / name).write_text("places: []\n", encoding="utf-8")

    with pytest.raises(SeedError) as raised:
        read_seeds(tmp_path)

    file = Path(name)
    assert raised.value.problems == [f"{file.name}:1: is not read under this name; call it {file.stem}.yaml"]
