"""The real seeds: true to the texts, turned into the fixtures, back again, and nobody else's prose."""

import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings

from cooperation.importers.seeds.building import build_fixtures, stale_fixtures
from cooperation.importers.seeds.citing import MOST_WORDS
from cooperation.importers.seeds.exporting import export_seeds
from cooperation.importers.seeds.seed_files import Loader, SeedFile, read_seeds
from cooperation.importers.seeds.verifying import verify
from sources.locators import shared_run, word_count, word_runs
from sources.models import RecordKind

FIXTURES = settings.BASE_DIR / "fixtures"
# What other people named, and so is not ours to say otherwise: titles of works, names of bodies, places and laws.
NAMES = {
    RecordKind.SOURCE: ("title", "publisher", "url", "archived_url"),
    RecordKind.ORGANIZATION: ("name", "native_name"),
    RecordKind.PLACE: ("name",),
    RecordKind.AUTHORITY: ("name", "statute"),
}


@pytest.fixture(scope="module")
def seeds() -> list[SeedFile]:
    """The files of seeds/."""
    return read_seeds(settings.BASE_DIR / "seeds")


@pytest.fixture(scope="module")
def texts(seeds: list[SeedFile]) -> Path:
    """The folder of the texts; without them a test is skipped, but not on CI, where they must be there."""
    documents = [entry for file in seeds for entry in file.entries if entry.values.get("text_file")]
    names = [str(entry.values["text_file"]) for entry in documents]
    missing = [name for name in names if not (settings.SEED_TEXTS_DIR / name).is_file()]
    if missing:
        reason = f"SEED_TEXTS_DIR ({settings.SEED_TEXTS_DIR}) lacks {', '.join(missing)}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return settings.SEED_TEXTS_DIR


@pytest.mark.texts
def test_every_citation_and_every_number_of_the_texts_is_accounted_for(seeds: list[SeedFile], texts: Path) -> None:
    report = verify(seeds, texts)

    assert [str(problem) for problem in report.problems] == []
    assert [str(warning) for warning in report.warnings] == []
    assert len(report.documents) == 5


def test_every_document_is_named_after_its_source(seeds: list[SeedFile]) -> None:
    documents = [file for file in seeds if file.document]

    assert [file.name for file in documents] == [f"{file.document}.yaml" for file in documents]


@pytest.mark.django_db
def test_the_fixtures_are_those_that_the_seeds_build(seeds: list[SeedFile]) -> None:
    assert stale_fixtures(build_fixtures(seeds), FIXTURES) == []


@pytest.mark.usefixtures("real_data")
def test_an_export_of_the_fixtures_builds_the_same_fixtures(tmp_path: Path, db: None) -> None:
    for name, text in export_seeds().items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    assert stale_fixtures(build_fixtures(read_seeds(tmp_path)), FIXTURES) == []


@pytest.mark.texts
def test_nothing_repeats_eight_words_in_a_row_of_the_documents(seeds: list[SeedFile], texts: Path) -> None:
    of_documents = frozenset().union(*(word_runs(path.read_text(encoding="utf-8")) for path in texts.glob("*.txt")))
    runs = of_documents - frozenset().union(*(word_runs(name) for name in names_of_others(seeds)))

    copied = {f"{place}: {run}" for place, text in texts_of_the_project() if (run := shared_run(runs, text))}

    assert sorted(copied) == []


def names_of_others(seeds: list[SeedFile]) -> Iterator[str]:
    """Titles, names and addresses, and the other names of what has one."""
    for entry in (entry for file in seeds for entry in file.entries):
        yield from (str(entry.values[name]) for name in NAMES.get(entry.kind, ()) if entry.values.get(name))
        yield from (str(alias["name"]) for alias in entry.values.get("aliases") or [])


def texts_of_the_project() -> Iterator[tuple[str, str]]:
    """The texts of the files that are committed or will be: of data each value for itself."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    listed = subprocess.run(command, cwd=settings.BASE_DIR, capture_output=True, check=True).stdout.decode()
    for name in filter(None, listed.split("\0")):
        path = settings.BASE_DIR / name
        try:
            content = path.read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # No text, or deleted but not yet committed.
        if path.suffix in (".yaml", ".yml", ".json"):
            yield from ((name, value) for value in values_of(parsed(path.suffix, content)))
        else:
            yield name, content


def parsed(suffix: str, content: str) -> Any:
    """The data of a file."""
    return json.loads(content) if suffix == ".json" else yaml.load(content, Loader)


def values_of(data: Any) -> Iterator[str]:
    """Every text in the data but the words of citations, which are at most seven, though a figure in them may be two."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            if name != "as_stated" or word_count(str(value)) > MOST_WORDS:
                yield from values_of(value)
    elif isinstance(data, list):
        for value in data:
            yield from values_of(value)
