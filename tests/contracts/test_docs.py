"""The documents say what is there: answers, parameters, fields, commands, links."""

import html
import json
import re
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from django.conf import settings
from django.core.management import get_commands
from django.test import Client

from config.rest.views import ReadOnlyView
from cooperation.api.documents.dictionary import (
    documented_fields,
    documented_models,
    kind_section,
    model_section,
    title_of,
)
from cooperation.api.documents.guide import FOLDER, built_documents, rebuilt, stale_documents
from cooperation.api.documents.openapi import PATH
from cooperation.models import Basis, Calendar, DiscrepancyKind, Flow, FundingStage, ProgramStage, Qualifier
from cooperation.trainings.models import ImportBatch, NothingReported, PrintedTotal, ReportedYear, ReportPage, Training
from cooperation.trainings.models.training import TrainingFlag
from sources.models import Assertion, Confidence, Kind, Record
from tests.contracts.endpoints import ENDPOINTS, ROOT, VIEWS, WITH_DETAILS, WITH_HISTORY, WITH_SUMMARY

GUIDE, MODEL, DICTIONARY = (FOLDER / name for name in ("api-guide.md", "data-model.md", "data-dictionary.md"))
VOCABULARIES = [Assertion, Basis, Calendar, Confidence, DiscrepancyKind, Flow, FundingStage, ProgramStage, Qualifier]
DECISIONS = sorted(path for path in (FOLDER / "decisions").glob("*.md") if path.name != "README.md")
LINK = re.compile(r"(?<!!)\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")
FENCED = re.compile(r"^```.*?^```$", re.DOTALL | re.MULTILINE)
# Filters that mean something else than that a field has a value.
OF_THEIR_OWN = ("q", "flags", "is_doubted", "id", "source", "paragraph", "certainly_during", "possibly_during")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
FILE = re.compile(
    r"`((?:[\w.-]+/)*[\w-]+\.(?:py|md|toml)|(?:config|cooperation|docs|fixtures|seeds|sources|tests)/[\w./-]*)`"
)
MODULE = re.compile(r"`((?:config|cooperation|sources|tests)(?:\.\w+)+)[`(]")


def pages() -> list[Path]:
    """Every Markdown file of the project."""
    skipped = {".venv", "var", "node_modules", ".git", ".pytest_cache"}
    found = settings.BASE_DIR.rglob("*.md")
    return sorted(path for path in found if not skipped & set(path.relative_to(settings.BASE_DIR).parts))


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def anchors_of(path: Path) -> set[str]:
    """The names by which the headings of a page can be linked to."""
    headings = re.findall(r"^#+ (.+)$", FENCED.sub("", text_of(path)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def broken_links(path: Path) -> list[str]:
    """The links of a page that lead to no file, or to no heading of it."""
    targets = [found["target"] for found in LINK.finditer(FENCED.sub("", text_of(path)))]
    return [target for target in targets if ":" not in target and is_broken(path, target)]


def is_broken(path: Path, target: str) -> bool:
    name, _, anchor = target.partition("#")
    file = (path.parent / name).resolve() if name else path
    return not file.exists() or bool(anchor and file.suffix == ".md" and anchor not in anchors_of(file))


def project_files() -> set[str]:
    """The paths of the files and folders of the project."""
    skipped = {".venv", "var", ".git"}
    found = (path.relative_to(settings.BASE_DIR) for path in settings.BASE_DIR.rglob("*"))
    return {str(path) for path in found if not skipped & set(path.parts)}


def missing_files(path: Path) -> list[str]:
    """The files that a page names by their path from the top or from its own folder, or by their name, and that are not there."""
    known, home = project_files(), path.parent.relative_to(settings.BASE_DIR)
    ends = {Path(name).name for name in known}
    named = [name.rstrip("/") for name in FILE.findall(text_of(path))]
    return [name for name in named if not {name, str(home / name)} & known and name not in ends]


def missing_modules(path: Path) -> list[str]:
    """The modules, and what is in them, that a page names and Python does not find."""
    return [name for name in MODULE.findall(FENCED.sub("", text_of(path))) if not is_importable(name)]


def is_importable(name: str) -> bool:
    try:
        resolve_name(name)
    except (AttributeError, ImportError):
        return False
    return True


def is_replaced(path: Path) -> bool:
    """Whether a page is a decision that another one replaced: it tells of what was there then."""
    return path in DECISIONS and "\n\nReplaced by [" in text_of(path)


def kind_of_parameter(name: str, view: type[ReadOnlyView]) -> str:
    """What a reader has to understand to use a parameter: its lookup, equality, or the parameter itself."""
    _, lookup, suffix = name.partition("__")
    if lookup:
        return f"__{suffix}"
    is_filter = name in view.filterset_class.base_filters
    is_own = name in OF_THEIR_OWN or name.endswith("_is_uncertain")
    return name if is_own or not is_filter else "="


KINDS_OF_PARAMETER = sorted(
    {
        kind_of_parameter(item.name, view)
        for view in ENDPOINTS.values()
        for answer in view.operations().values()
        for item in answer.parameters
    }
)


@pytest.mark.django_db
@pytest.mark.usefixtures("real_data")
def test_generated_documents_are_up_to_date() -> None:
    # Their examples are answered from the fixtures alone.
    for model in (Training, NothingReported, ReportedYear, PrintedTotal, ImportBatch, ReportPage):
        model._base_manager.all().delete()

    assert stale_documents(built_documents(Client())) == [], "Run manage.py build_docs."


@pytest.mark.django_db
@pytest.mark.usefixtures("real_data")
def test_an_answer_that_was_written_by_hand_is_replaced() -> None:
    text = "Before.\n\n```http\nGET /api/v1/places/chiapas/?fields=name\n```\n\n```json\n{}\n```\n\nAfter.\n"

    assert rebuilt(text, Client()) == text.replace("{}", '{"id": "chiapas", "name": "Chiapas"}')


@pytest.mark.django_db
@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize(
    ("example", "reason"),
    [
        ("```http\nGET /api/v1/places/?nmae=x\n```\n", "answers 400, not 200"),
        ("```http 400\nGET /api/v1/places/\n```\n", "answers 200, not 400"),
        ("```http\nGET /api/v1/places/?name=Nowhere\n```\n", "answers nothing"),
    ],
)
def test_an_example_that_does_not_answer_as_announced_stops_the_build(example: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        rebuilt(example, Client())


@pytest.mark.django_db
@pytest.mark.usefixtures("real_data", "plain_static_files")
def test_addresses_that_the_guide_leads_to_answer() -> None:
    # Those of the examples are asked when it is built.
    page = Client().get("/docs/api-guide/").content.decode()
    addresses = set(re.findall(r'<a href="([^"]+)"><code>', page))

    assert len(addresses) > 20
    assert {address: Client().get(html.unescape(address)).status_code for address in addresses} == dict.fromkeys(
        addresses, 200
    )


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_every_endpoint_is_in_the_guide(plural: str) -> None:
    assert f"`{ROOT}{plural}/`" in text_of(GUIDE)
    assert (f"`{ROOT}{plural}/<id>/`" in text_of(GUIDE)) == (plural in WITH_DETAILS)
    assert (f"`{ROOT}{plural}/summary/`" in text_of(GUIDE)) == (plural in WITH_SUMMARY)


def test_the_guide_tells_which_kinds_have_a_history() -> None:
    assert set(VIEWS) - set(WITH_HISTORY) == {"citations", "trainings", "reconciliation/printed-totals", "changes"}
    assert "Every record except a citation has a history" in text_of(GUIDE)


@pytest.mark.parametrize("kind", KINDS_OF_PARAMETER)
def test_every_kind_of_parameter_is_explained_in_the_guide(kind: str) -> None:
    explained = text_of(GUIDE).partition("## All parameters")[0]

    assert re.search(rf"`[a-z_]*{re.escape(kind)}[^`\n]*`", explained)


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_every_parameter_of_a_list_is_in_the_table_of_the_guide(plural: str) -> None:
    table = text_of(GUIDE).partition("## All parameters")[2]
    own = table.partition(f"**{plural}**")[2].partition("\n**")[0]

    for name in ENDPOINTS[plural].filterset_class.base_filters:
        assert f"`{name.partition('__')[0]}`" in own


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_every_parameter_is_in_the_openapi_document(plural: str) -> None:
    paths = json.loads(PATH.read_bytes())["paths"]
    ends = {
        "list": "/",
        "export": ".{file_format}",
        "summary_export": "/summary.{file_format}",
        "facets": "/facets/",
        "retrieve": "/{slug}/",
        "history": "/{slug}/history/",
        "summary": "/summary/",
    }

    for action, answer in ENDPOINTS[plural].operations().items():
        operation = paths[f"{ROOT}{plural}{ends[action]}"]["get"]
        documented = [item for item in operation["parameters"] if item["in"] == "query"]
        assert {item["name"] for item in documented} == {item.name for item in answer.parameters}
        assert all(item["description"] for item in documented)


@pytest.mark.parametrize("model", list(documented_models()))
def test_every_field_of_every_kind_is_in_the_dictionary(model: Any) -> None:
    level = 3 if f"### {title_of(model)}\n" in text_of(DICTIONARY) else 2
    own = model_section(model, level)

    assert own in text_of(DICTIONARY)
    for field in documented_fields(model):
        assert f"| `{field.name}` |" in own


@pytest.mark.parametrize("plural", WITH_HISTORY)
def test_every_field_of_every_answer_is_in_the_dictionary_and_has_a_meaning(plural: str) -> None:
    view = VIEWS[plural]
    explained = model_section(Record) + kind_section(view.queryset.model)

    for name, field in (view.detail_serializer_class or view.serializer_class)().fields.items():
        assert f"| `{name}` |" in explained
        assert field.help_text, f"{plural}: {name} is not explained"


@pytest.mark.parametrize("words", VOCABULARIES)
def test_every_word_of_the_shared_vocabulary_is_explained(words: Any) -> None:
    for word in words.values:
        assert f"`{word}`" in text_of(MODEL)


@pytest.mark.parametrize("flag", TrainingFlag)
def test_every_flag_is_explained(flag: TrainingFlag) -> None:
    assert f"`{flag.word}`" in text_of(MODEL)


@pytest.mark.parametrize("kind", Kind.__subclasses__())
def test_every_kind_is_in_the_diagram_and_explained(kind: type[Kind]) -> None:
    diagram = re.search(r"```mermaid\n(.*?)```", text_of(MODEL), re.DOTALL)

    assert diagram
    assert re.search(rf"\b{kind.__name__}\b", diagram[1])
    assert f"\n| {kind.__name__} |" in text_of(MODEL)


@pytest.mark.django_db
@pytest.mark.usefixtures("real_data")
@pytest.mark.parametrize("kind", Kind.__subclasses__())
def test_records_that_the_data_model_gives_as_examples_exist(kind: type[Kind]) -> None:
    row = re.search(rf"^\| {kind.__name__} \|.*\| (?P<examples>.*) \|$", text_of(MODEL), re.MULTILINE)

    assert row
    slugs = re.findall(r"`([a-z0-9-]+)`", row["examples"])
    assert slugs
    assert set(slugs) <= set(Record.objects.published().values_list("slug", flat=True))


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(settings.BASE_DIR)))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(settings.BASE_DIR)))
def test_every_command_that_a_page_names_exists(page: Path) -> None:
    assert set(COMMAND.findall(text_of(page))) <= set(get_commands())


# The changelog tells of what was there, too.
@pytest.mark.parametrize(
    "page",
    [page for page in pages() if page.name != "CHANGELOG.md" and not is_replaced(page)],
    ids=lambda page: str(page.relative_to(settings.BASE_DIR)),
)
def test_every_file_and_module_that_a_page_names_exists(page: Path) -> None:
    assert missing_files(page) == []
    assert missing_modules(page) == []


def test_every_command_of_the_project_is_named_in_the_documents() -> None:
    own = {name for name, app in get_commands().items() if app in ("sources", "cooperation")}
    named = {name for page in pages() for name in COMMAND.findall(text_of(page))}

    assert own <= named


@pytest.mark.parametrize("page", DECISIONS, ids=lambda page: page.name)
def test_decisions_have_one_form_and_stand_in_the_index(page: Path) -> None:
    number, text = int(page.name[:4]), text_of(page)
    title = re.match(rf"# {number}\. (.+)\n", text)

    assert title
    assert re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert f"{number}. [{title[1]}]({page.name})" in text_of(page.parent / "README.md")
