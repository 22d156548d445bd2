"""YAML files to entries, with the line of each for messages."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from sources.models import Kind, RecordKind, model_of

SECTIONS = {kind.plural: kind for kind in RecordKind}
TOP_LEVEL = {"document", "excluded", "set_aside", "supports", *SECTIONS}


class SeedError(Exception):
    """What is wrong in the seeds: one line each, with file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Mapping(dict):
    """A YAML mapping that knows its line."""

    line: int = 0


@dataclass(frozen=True)
class Entry:
    """One record as a file writes it; `document` is the slug of the document it is read from, if any."""

    kind: RecordKind
    values: Mapping
    file: str
    document: str | None

    @property
    def slug(self) -> str:
        """Public id of the record."""
        return str(self.values.get("slug"))

    @property
    def key(self) -> str:
        """Kind and slug, as the seeds write a reference."""
        return f"{self.kind}/{self.slug}"

    @property
    def model(self) -> type[Kind]:
        """The model of the record."""
        return model_of(self.kind)

    def problem(self, reason: str, line: int | None = None) -> str:
        """A message that says where."""
        return f"{self.file}:{line or self.values.line}: {self.key}: {reason}"


@dataclass(frozen=True)
class SeedFile:
    """One file: its records, and what it says of other files' records and of what is no evidence."""

    name: str
    document: str | None
    entries: list[Entry] = field(default_factory=list)
    supports: list[Mapping] = field(default_factory=list)
    excluded: list[Mapping] = field(default_factory=list)
    set_aside: list[Mapping] = field(default_factory=list)


class Loader(yaml.SafeLoader):
    """YAML without dates (EDTF is text), with lines, and without keys that silently replace each other."""


def construct_mapping(loader: Loader, node: yaml.MappingNode) -> Mapping:
    """A mapping with its line; a repeated key is an error."""
    loader.flatten_mapping(node)
    mapping = Mapping(loader.construct_pairs(node, deep=True))
    mapping.line = node.start_mark.line + 1
    if len(mapping) != len(node.value):
        raise yaml.constructor.ConstructorError(None, None, "a key stands twice in this mapping", node.start_mark)
    return mapping


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, construct_mapping)
Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_seeds(folder: Path) -> list[SeedFile]:
    """All files of a folder, in order of their names; SeedError names every problem of their form."""
    problems: list[str] = []
    files = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            files.append(read_file(path))
        except SeedError as error:
            problems += error.problems
        except yaml.YAMLError as error:
            problems.append(f"{path.name}: {' '.join(str(error).split())}")
    if problems:
        raise SeedError(problems)
    return files


def read_file(path: Path) -> SeedFile:
    """One file; SeedError if its top level is not as `seeds/README.md` says."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  (a SafeLoader)
    if not isinstance(content, dict):
        raise SeedError([f"{path.name}:1: a file is a mapping of sections"])
    problems = [f"{path.name}:{content.line}: unknown section “{name}”" for name in content.keys() - TOP_LEVEL]
    document = content.get("document") or {}
    slug = document.get("slug") if isinstance(document, dict) else None
    file = SeedFile(name=path.name, document=slug)
    if document:
        file.entries.append(Entry(RecordKind.SOURCE, document, path.name, slug))
    for name in ("supports", "excluded", "set_aside"):
        getattr(file, name).extend(list_of_mappings(content, name, path.name, problems))
    for name, kind in SECTIONS.items():
        for values in list_of_mappings(content, name, path.name, problems):
            file.entries.append(Entry(kind, values, path.name, slug))
    if problems:
        raise SeedError(problems)
    return file


def list_of_mappings(content: dict[str, Any], name: str, file: str, problems: list[str]) -> Iterator[Mapping]:
    """The items of a section; what is no mapping becomes a problem."""
    section = content.get(name) or []
    if not isinstance(section, list):
        problems.append(f"{file}: {name}: a section is a list")
        return
    for item in section:
        if isinstance(item, Mapping):
            yield item
        else:
            problems.append(f"{file}: {name}: “{item}” is no mapping")
