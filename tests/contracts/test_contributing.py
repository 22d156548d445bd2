"""docs/contributing.md is true: its recipes work in a copy of the repository, and what it names is there.

The patches of all recipes are applied to one copy, in their order, before the commands run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from cooperation.importers.seeds.seed_files import read_seeds
from cooperation.importers.seeds.verifying import verify

PAGE = (settings.BASE_DIR / "docs" / "contributing.md").read_text(encoding="utf-8")
PYTHON = ".venv/bin/python "
SEED = "example-gazette-radios.yaml"
# A process that answers addresses, given as JSON.
ANSWERS = """
import json, sys, django
django.setup()
from django.test import Client
client = Client(headers={"host": "localhost"})
found = {address: client.get(f"/api/v1/{address}") for address in json.loads(sys.argv[1])}
print(json.dumps({address: [answer.status_code, b"".join(answer).decode()] for address, answer in found.items()}))
"""
EVENT = "events/embassy-on-radios/"
ADDRESSES = (
    EVENT, "events/?q=dispatcher", "organizations/?native_name__isnull=true", "organizations/?native_name__isnull=false", "organizations/",
    "funding/?stage=reprogrammed", "funding.tsv?stage=reprogrammed", "events.tsv", "funding/radios-by-example-gazette/",
)  # fmt: skip


def recipe(title: str) -> str:
    """The text of a recipe."""
    return PAGE.partition(f"\n### {title}\n")[2].partition("\n### ")[0]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.DOTALL | re.MULTILINE)


AFTERWARDS = [line for block in blocks(recipe("After every change"), "sh") for line in block.splitlines()]


def run(folder: Path, *command: str, **given: Any) -> str:
    """What a command of the copy says."""
    unset = ("DATABASE_URL", "REPLICA_URLS", "CACHE_URL")
    environment = {name: value for name, value in os.environ.items() if name not in unset}
    environment |= {"DJANGO_SETTINGS_MODULE": "config.settings", "GIT_CEILING_DIRECTORIES": str(folder.parent)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False, **given)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def run_python(folder: Path, line: str) -> str:
    """Run a command of the page with the Python that runs the tests."""
    assert line.startswith(PYTHON)
    return run(folder, sys.executable, *line.removeprefix(PYTHON).split())


def copy_repository(folder: Path) -> None:
    listed = run(settings.BASE_DIR, "git", "ls-files", "--cached", "--others", "--exclude-standard", "-z")
    for name in filter(None, listed.split("\0")):
        if (settings.BASE_DIR / name).exists() and not name.startswith("tests/"):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(settings.BASE_DIR / name, folder / name)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, real_database: str) -> Path:
    """A copy with records in which every recipe has been followed; its sixth document uses the new field and the new word."""
    folder = tmp_path_factory.mktemp("project")
    copy_repository(folder)
    # Elsewhere the commands make a database, which takes longer.
    if connection.vendor == "sqlite":
        (folder / "var").mkdir()
        shutil.copy(real_database, folder / "var" / "db.sqlite3")
    for patch in blocks(PAGE, "diff"):
        run(folder, "git", "apply", "-", input=patch)
    [seed] = blocks(recipe("Add a document"), "yaml")
    with_new_word = seed.replace("stage: delivered", "stage: reprogrammed")
    (folder / "seeds" / SEED).write_text(f"{with_new_word}    outcome: Every dispatcher got one.\n", encoding="utf-8")
    *commands, bootstrap, backwards = AFTERWARDS
    for line in (*commands, backwards, bootstrap):
        run_python(folder, line)
    return folder


@pytest.fixture(scope="module")
def answers(project: Path) -> dict[str, Any]:
    """What the API of the copy answers."""
    found = json.loads(run(project, sys.executable, "-c", ANSWERS, json.dumps(ADDRESSES)))
    assert {address: status for address, (status, _) in found.items()} == dict.fromkeys(ADDRESSES, 200)
    return {address: body if ".tsv" in address else json.loads(body) for address, (_, body) in found.items()}


@pytest.fixture(scope="module")
def paths(project: Path) -> dict[str, Any]:
    """The addresses of the copy's OpenAPI document."""
    return json.loads((project / "cooperation/api/documents/openapi.json").read_bytes())["paths"]


def words_of(paths: dict[str, Any], name: str, path: str = "/api/v1/funding/") -> list[str]:
    """The words that a parameter of the list of funding takes, or of another address."""
    parameters = paths[path]["get"]["parameters"]
    [schema] = [item["schema"] for item in parameters if item["name"] == name]
    return schema.get("enum", [])


def test_commands_end_with_a_migration_backwards() -> None:
    assert [line.removeprefix(f"{PYTHON}manage.py ").split()[0] for line in AFTERWARDS] == [
        "makemigrations", "migrate", "build_fixtures", "build_schema", "build_docs", "bootstrap", "migrate",
    ]  # fmt: skip


@pytest.mark.slow
def test_patches_are_in_the_style_of_the_house(project: Path) -> None:
    run(project, sys.executable, "-m", "ruff", "check", "cooperation/admin", "cooperation/api", "cooperation/files")
    run(project, sys.executable, "-m", "ruff", "format", "--check", "cooperation/files", "cooperation/api/filters.py")


@pytest.mark.slow
def test_a_field_is_answered_found_and_documented(project: Path, answers: dict[str, Any]) -> None:
    assert answers[EVENT]["outcome"] == "Every dispatcher got one."
    assert [event["id"] for event in answers["events/?q=dispatcher"]["results"]] == ["embassy-on-radios"]
    assert "| `outcome` |" in (project / "docs/data-dictionary.md").read_text()
    document = json.loads((project / "cooperation/api/documents/openapi.json").read_bytes())
    assert document["components"]["schemas"]["Event"]["properties"]["outcome"]["description"].startswith(
        "What came of it"
    )


@pytest.mark.slow
def test_a_filter_parts_the_list_in_two(answers: dict[str, Any], paths: dict[str, Any]) -> None:
    unknown, known = (answers[f"organizations/?native_name__isnull={word}"]["count"] for word in ("true", "false"))

    assert 0 < known < unknown + known == answers["organizations/"]["count"]
    assert "native_name__isnull" in {item["name"] for item in paths["/api/v1/organizations/"]["get"]["parameters"]}


@pytest.mark.slow
def test_a_vocabulary_word_is_stored_asked_for_and_documented(answers: dict[str, Any], paths: dict[str, Any]) -> None:
    assert [item["id"] for item in answers["funding/?stage=reprogrammed"]["results"]] == ["radios-by-example-gazette"]
    assert words_of(paths, "stage")[-1] == "reprogrammed"


@pytest.mark.slow
def test_an_export_format_writes_every_list(answers: dict[str, Any], paths: dict[str, Any]) -> None:
    names, line, end = answers["funding.tsv?stage=reprogrammed"].split("\n")
    row = dict(zip(names.split("\t"), line.split("\t"), strict=True))

    assert end == ""
    assert (row["id"], row["amount"], row["stage"]) == ("radios-by-example-gazette", "3000000.00", "reprogrammed")
    assert "Every dispatcher got one." in answers["events.tsv"]
    assert "tsv" in words_of(paths, "file_format", "/api/v1/funding.{file_format}")


@pytest.mark.slow
def test_a_document_becomes_records_with_their_citations(answers: dict[str, Any]) -> None:
    record = answers["funding/radios-by-example-gazette/"]

    assert [(item["source"], item["paragraph"], item["as_stated"]) for item in record["citations"]] == [
        ("example-gazette-radios", 2, "nearly $3 million"), ("example-gazette-radios", 2, "In 2011"),
    ]  # fmt: skip
    assert (record["amount"], record["qualifier"], record["fiscal_year"]) == (3_000_000, "nearly", 2011)


def test_the_document_is_true_to_its_text(tmp_path: Path) -> None:
    [text], [seed] = (blocks(recipe("Add a document"), language) for language in ("text", "yaml"))
    (tmp_path / "example.txt").write_text(text, encoding="utf-8")
    (tmp_path / SEED).write_text(seed, encoding="utf-8")

    report = verify(read_seeds(tmp_path), tmp_path)

    assert (report.problems, report.warnings) == ((), ())
    assert [(item.citations, item.numbers, item.unaccounted) for item in report.documents] == [(3, 2, 0)]


def named_files(text: str) -> set[str]:
    """The files in the first column of a table."""
    rows = re.findall(r"^\| (`.*?`) \|", text, re.MULTILINE)
    return {name for row in rows for name in re.findall(r"`([^`]+)`", row)}


def files_with(pattern: str) -> set[str]:
    """The files of the live code in which a pattern is found."""
    live = (path for app in ("config", "sources", "cooperation") for path in (settings.BASE_DIR / app).rglob("*.py"))
    return {
        str(path.relative_to(settings.BASE_DIR))
        for path in live
        if "migrations" not in path.parts and re.search(pattern, path.read_text(encoding="utf-8"))
    }


def test_the_recipe_for_a_kind_names_every_file_that_names_the_simplest_kind() -> None:
    names = r"\bIndicator\b|\bINDICATOR\b|\"indicators\"|cooperation\.indicator|\"indicator\": \("

    assert named_files(recipe("Add a kind")) == files_with(names)


def test_the_recipe_for_a_dataset_names_every_file_that_imports_the_first() -> None:
    importing = {
        name for name in files_with(r"cooperation\.trainings\b") if not name.startswith("cooperation/trainings/")
    }

    assert named_files(recipe("Add a dataset")) == importing | {"pyproject.toml"}


def test_the_recipe_for_a_language_says_what_is_missing() -> None:
    assert settings.USE_I18N is False
    assert not (settings.BASE_DIR / "cooperation" / "locale").exists()


def test_what_an_upgrade_of_django_raises_is_pinned() -> None:
    for name, package in (("requirements.in", "Django=="), ("tests/requirements.in", "django-stubs==")):
        assert f"\n{package}" in (settings.BASE_DIR / name).read_text()


@pytest.mark.parametrize(
    "row", re.findall(r"^\| .*\.py`: `.*\|$", PAGE, re.MULTILINE), ids=lambda row: row.split("|")[1]
)
def test_a_word_of_the_glossary_lives_where_it_says(row: str) -> None:
    for path, names in re.findall(r"`([\w/]+\.py)`: ((?:`\w+`(?:, )?)+)", row):
        text = (settings.BASE_DIR / path).read_text(encoding="utf-8")
        for name in re.findall(r"\w+", names):
            assert re.search(rf"^\s*(class |def )?{name}\b\s*[(:=]", text, re.MULTILINE), f"{path} has no {name}"


def test_every_task_that_the_documents_name_is_a_task_of_make() -> None:
    tasks = set(re.findall(r"^([a-z-]+):", (settings.BASE_DIR / "Makefile").read_text(), re.MULTILINE))

    assert set(re.findall(r"`make ([a-z]+)", PAGE)) <= tasks
