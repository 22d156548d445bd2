"""YAML files to entries, with the line of each for messages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
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
    """A YAML mapping that knows its line, and those of its keys."""

    line: int = 0
    key_lines: dict[Any, int] = {}


class Sequence(list):
    """A YAML list that knows the lines of its items."""

    lines: list[int] = []


@dataclass(frozen=True)
class Entry:
    """One record as a file writes it; `document` is the slug of the document it is read from, if any."""

    kind: RecordKind
    values: Mapping
    file: str
    document: str | None

    @property
    def slug(self) -> str:
        return str(self.values.get("slug"))

    @property
    def key(self) -> str:
        return f"{self.kind}/{self.slug}"

    @property
    def model(self) -> type[Kind]:
        return model_of(self.kind)

    def problem(self, reason: str, line: int | None = None) -> str:
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
    """YAML with lines and exact decimals, in which a date, a time or "no" is text and no key replaces another."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


def construct_mapping(loader: Loader, node: yaml.MappingNode) -> Mapping:
    """A mapping with its line; a repeated key is an error."""
    pairs: list[tuple[Any, Any]] = loader.construct_pairs(node, deep=True)
    mapping = Mapping()
    mapping.line, mapping.key_lines = node.start_mark.line + 1, {}
    for (key, value), (key_node, _) in zip(pairs, node.value, strict=True):
        if not isinstance(key, (str, int, Decimal)):
            raise yaml.constructor.ConstructorError(None, None, "a key is one word", key_node.start_mark)
        if key in mapping:
            raise yaml.constructor.ConstructorError(None, None, f"“{key}” stands twice", key_node.start_mark)
        mapping[key] = value
        mapping.key_lines[key] = key_node.start_mark.line + 1
    return mapping


def construct_sequence(loader: Loader, node: yaml.SequenceNode) -> Sequence:
    sequence = Sequence(loader.construct_sequence(node, deep=True))
    sequence.lines = [item.start_mark.line + 1 for item in node.value]
    return sequence


def construct_decimal(loader: Loader, node: yaml.ScalarNode) -> Decimal:
    return Decimal(str(loader.construct_scalar(node)).replace("_", ""))


Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, construct_mapping)
Loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_SEQUENCE_TAG, construct_sequence)
Loader.add_constructor("tag:yaml.org,2002:float", construct_decimal)
for tag, pattern, first in (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"-?(?:0|[1-9][0-9_]*)", list("-0123456789")),
    ("float", r"-?(?:0|[1-9][0-9_]*)\.[0-9]+", list("-0123456789")),
):
    Loader.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"(?:{pattern})\Z"), first)


def read_seeds(folder: Path) -> list[SeedFile]:
    """All files of a folder, in order of their names; SeedError names every problem of their form."""
    problems = [f"{path.name}:1: is not read under this name; call it {path.stem}.yaml" for path in misnamed(folder)]
    files = []
    for path in sorted(folder.glob("*.yaml")):
        try:
            files.append(read_file(path))
        except SeedError as error:
            problems += error.problems
        except yaml.MarkedYAMLError as error:
            line = error.problem_mark.line + 1 if error.problem_mark else 1
            problems.append(f"{path.name}:{line}: {error.problem}")
        except (yaml.YAMLError, UnicodeDecodeError) as error:
            problems.append(f"{path.name}:1: {' '.join(str(error).split())}")
    if problems:
        raise SeedError(problems)
    return files


def misnamed(folder: Path) -> list[Path]:
    """The files of a folder, and of those below it, that are YAML by another ending than the one that is read."""
    endings = (".yml", ".yaml")
    found = (path for path in folder.rglob("*") if path.suffix.lower() in endings and path.suffix != ".yaml")
    return sorted(path for path in found if path.is_file())


def read_file(path: Path) -> SeedFile:
    """One file; SeedError if its top level is not as `seeds/README.md` says."""
    content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  (a SafeLoader)
    if not isinstance(content, Mapping):
        raise SeedError([f"{path.name}:1: a file is a mapping of sections"])
    unknown = {name: line for name, line in content.key_lines.items() if name not in TOP_LEVEL}
    problems = [f"{path.name}:{line}: unknown section “{name}”" for name, line in unknown.items()]
    document = content.get("document")
    if "document" in content and not isinstance(document, Mapping):
        problems.append(f"{path.name}:{content.key_lines['document']}: document: is no mapping")
        document = None
    slug = str(document.get("slug")) if document else None
    file = SeedFile(name=path.name, document=slug)
    if document:
        file.entries.append(Entry(RecordKind.SOURCE, document, path.name, slug))
    for name in ("supports", "excluded", "set_aside"):
        getattr(file, name).extend(section_items(content, name, path.name, problems))
    for name, kind in SECTIONS.items():
        for values in section_items(content, name, path.name, problems):
            file.entries.append(Entry(kind, values, path.name, slug))
    if problems:
        raise SeedError(problems)
    return file


def section_items(content: Mapping, name: str, file: str, problems: list[str]) -> Iterator[Mapping]:
    """The items of a section; what is no mapping becomes a problem."""
    items = content.get(name)
    if items is None:
        return
    if not isinstance(items, Sequence):
        problems.append(f"{file}:{content.key_lines[name]}: {name}: a section is a list")
        return
    for item, line in zip(items, items.lines, strict=True):
        if isinstance(item, Mapping):
            yield item
        else:
            problems.append(f"{file}:{line}: {name}: “{item}” is no mapping")
