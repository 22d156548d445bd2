"""What is generated in docs/: the answers to the examples, the tables, and the data dictionary.

An example is a fenced `http` block (`http 400` if it shows an error) with one line, `GET /api/v1/...`; the fenced `json`
block behind it is its answer. A table stands between `<!-- generated: name -->` and `<!-- end -->`.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.test import Client

from cooperation.api.documents.dictionary import VIEWS, dictionary, rules_table
from cooperation.api.documents.examples import example_answer

FOLDER: Path = settings.BASE_DIR / "docs"
# The documents that hold examples or tables.
WRITTEN = ("api-guide.md", "data-model.md")
DICTIONARY = "data-dictionary.md"

EXAMPLE = re.compile(
    r"```http(?: (?P<status>\d{3}))?\nGET (?P<address>\S+)\n```\n(?:\n```json\n.*?\n```\n)?", flags=re.DOTALL
)
TABLE = re.compile(r"<!-- generated: (?P<name>[a-z]+) -->\n.*?<!-- end -->", flags=re.DOTALL)
WIDTH = 110


def built_documents(client: Client) -> dict[str, str]:
    """The documents as they should be, by file name; ValueError names the example that cannot be answered."""
    documents = {name: rebuilt((FOLDER / name).read_text(encoding="utf-8"), client) for name in WRITTEN}
    return {**documents, DICTIONARY: dictionary()}


def stale_documents(built: dict[str, str]) -> list[str]:
    """Names of the documents whose files differ from what they should be."""
    stored = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    return [name for name, text in built.items() if stored.get(name) != text]


def rebuilt(text: str, client: Client) -> str:
    """A document with fresh answers and tables."""
    return EXAMPLE.sub(lambda found: with_answer(found, client), TABLE.sub(with_table, text))


def with_table(found: re.Match[str]) -> str:
    """A generated table between its marks."""
    tables = {"parameters": parameters_table, "rules": rules_table}
    return f"<!-- generated: {found['name']} -->\n\n{tables[found['name']]()}\n\n<!-- end -->"


def with_answer(found: re.Match[str], client: Client) -> str:
    """An example with the answer that the API gives to it."""
    status = int(found["status"] or 200)
    info = "http" if found["status"] is None else f"http {status}"
    body = pretty_json(example_answer(client, found["address"], status))
    return f"```{info}\nGET {found['address']}\n```\n\n```json\n{body}\n```\n"


def pretty_json(value: Any, depth: int = 0) -> str:
    """A value as JSON that is good to read: on one line where it fits, else a line for each member."""
    line = json.dumps(value, ensure_ascii=False)
    if len(line) + 2 * depth <= WIDTH or not isinstance(value, (dict, list)) or not value:
        return line
    pad, end = "  " * (depth + 1), "  " * depth
    if isinstance(value, dict):
        members = [f"{pad}{json.dumps(key)}: {pretty_json(item, depth + 1)}" for key, item in value.items()]
        return "{\n" + ",\n".join(members) + f"\n{end}}}"
    return "[\n" + ",\n".join(f"{pad}{pretty_json(item, depth + 1)}" for item in value) + f"\n{end}]"


def parameters_table() -> str:
    """What each list can be asked: its filters with their lookups, its orders, and what it can expand."""
    sections = []
    for word, view in VIEWS.items():
        parameters = {item.name: item.schema for item in view.answers()["list"].parameters}
        filters = with_lookups(view.filterset_class.base_filters)
        lines = [f"**{word}**", "", f"- filters: {', '.join(filters)}"]
        enum = parameters["ordering"]["enum"]
        # What is offered downwards only is named with its minus.
        orders = [name for name in enum if not name.startswith("-") or name[1:] not in enum]
        lines.append(f"- `ordering`: {in_code(orders)}")
        if "expand" in parameters:
            lines.append(f"- `expand`: {in_code(parameters['expand']['items']['enum'])}")
        if summary := view.answers().get("summary"):
            lines.append(f"- `group_by` of its summary: {in_code(summary.parameters[0].schema['items']['enum'])}")
        sections.append("\n".join(lines))
    return "\n\n".join(sections)


def with_lookups(filters: Iterable[str]) -> list[str]:
    """Names of filters, each once, with the lookups that it offers beside equality."""
    lookups: dict[str, list[str]] = {}
    for name in filters:
        column, _, lookup = name.partition("__")
        lookups.setdefault(column, []).append(lookup)
    return [f"`{column}`{suffixes(words)}" for column, words in sorted(lookups.items())]


def suffixes(lookups: list[str]) -> str:
    """The lookups of a column in words."""
    only = "" if "" in lookups else "only "
    named = [f"`__{lookup}`" for lookup in lookups if lookup]
    return f" ({only}{', '.join(named)})" if named else ""


def in_code(words: Iterable[str]) -> str:
    """Words as code, separated by commas."""
    return ", ".join(f"`{word}`" for word in words)
