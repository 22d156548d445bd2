"""Parts of a file of rules: what is wrong is noted with its line, not raised, so that all of it is told at once. Pure."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import yaml

from cooperation.importers.seeds.seed_files import Loader, Mapping, SeedError, Sequence, section_items
from cooperation.trainings.importer.units.texts import Words, words_in

Value = TypeVar("Value")
_REPORT = re.compile(r"\d{4}_\d{4}")


class RuleProblems(list[str]):
    """What is wrong in one file, with the lines."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def add(self, line: int, reason: str) -> None:
        """Note what is wrong at a line."""
        self.append(f"{self.file}:{line}: {reason}")

    def check_keys(self, entry: Mapping, known: set[str], needed: set[str], name: str) -> None:
        """Note keys that nobody knows and keys that are missing."""
        for key in entry:
            if key not in known:
                self.add(entry.key_lines[key], f"{name}: unknown key “{key}”; known are {', '.join(sorted(known))}")
        for key in sorted(needed - set(entry)):
            self.add(entry.line, f"{name}: “{key}” is missing")


def open_rules(path: Path, sections: set[str]) -> tuple[Mapping, RuleProblems]:
    """The content of a file, and its problems so far: the sections that nobody knows."""
    problems = RuleProblems(path.name)
    try:
        content = yaml.load(path.read_text(encoding="utf-8"), Loader)  # noqa: S506  (a SafeLoader)
    except yaml.MarkedYAMLError as error:
        problems.add(error.problem_mark.line + 1 if error.problem_mark else 1, str(error.problem))
        raise SeedError(problems) from error
    if not isinstance(content, Mapping):
        raise SeedError([f"{path.name}:1: a file is a mapping of sections"])
    for name, line in content.key_lines.items():
        if name not in sections:
            problems.add(line, f"unknown section “{name}”")
    return content, problems


def entries_of(content: Mapping, name: str, problems: RuleProblems) -> Iterator[Mapping]:
    """The entries of a section or of a list in an entry; one with `each` once for every value of it, filled in."""
    for entry in section_items(content, name, problems.file, problems):
        values = entry.get("each")
        if values is None:
            yield entry
        elif isinstance(values, Sequence):
            for value in values:
                yield fill(entry, value if isinstance(value, Mapping) else {"each": value})
        else:
            problems.add(entry.key_lines["each"], "each: a list of texts or of mappings")


def fill(part: Any, values: dict[str, str]) -> Any:
    """A part of a file with values in the places of their {names}; lines stay."""
    if isinstance(part, str):
        for name, value in values.items():
            part = part.replace(f"{{{name}}}", str(value))
        return part
    if isinstance(part, Mapping):
        mapping = Mapping({key: fill(inner, values) for key, inner in part.items()})
        mapping.line, mapping.key_lines = part.line, part.key_lines
        return mapping
    if isinstance(part, Sequence):
        sequence = Sequence(fill(inner, values) for inner in part)
        sequence.lines = part.lines
        return sequence
    return part


def text_list(entry: Mapping, key: str, problems: RuleProblems) -> list[str]:
    """A list of texts; a number, or a text that stands alone, is a mistake."""
    value = entry.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        problems.add(entry.key_lines[key], f"{key}: a list of texts")
        return []
    return value


def phrases_of(entry: Mapping, key: str, problems: RuleProblems) -> frozenset[Words]:
    """The words of a list of texts; a text without a letter or digit would take every row."""
    found = [(text, words_in(text)) for text in text_list(entry, key, problems)]
    for text, words in found:
        if not words:
            problems.add(entry.key_lines[key], f"{key}: “{text}” has no word")
    return frozenset(words for _, words in found)


def span_of_reports(entry: Mapping, problems: RuleProblems) -> tuple[str, str] | None:
    """The first and the last report for which a rule is made; None if it is made for all."""
    names = text_list(entry, "reports", problems)
    if not names:
        return None
    if len(names) > 2 or not all(map(_REPORT.fullmatch, names)) or names[0] > names[-1]:
        problems.add(entry.key_lines["reports"], "reports: one, or the first and the last, such as 2010_2011")
    return names[0], names[-1]


def parsed_value(entry: Mapping, key: str, parse: Callable[[str], Value], problems: RuleProblems) -> Value | None:
    """A value made from a text, or None if there is none."""
    text = entry.get(key)
    if text is None:
        return None
    try:
        return parse(str(text))
    except (ValueError, re.error) as error:
        problems.add(entry.key_lines[key], f"{key}: {error}")
        return None
