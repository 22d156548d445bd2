"""`schools.yaml` and `recipients.yaml` to rules; what is wrong in them is named by file and line."""

import re
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import yaml

from cooperation.importers.seeds.reading import Loader, Mapping, SeedError, Sequence, section
from cooperation.importers.units.rules import Recipient, RecipientRules, Rule, School, SchoolRules
from cooperation.importers.units.texts import Words, words_in

FIELDS = ("delivery_unit", "location", "course_title", "program")
LEVELS = ("ministry", "force", "unit")
COMMON = {"id", "words", "whole", "without", "reports", "note"}
SCHOOL_RULE = COMMON | {"in", "at", "titles", "countries", "starts_before", "evidence", "rows"}
SCHOOL = {"organization", "country", "rules", "note"}
RECIPIENT = {"organization", "each", "level", "within", "rules", "note"}
RECIPIENT_RULE = COMMON | {"pattern", "countries"}
Value = TypeVar("Value")
_REPORT = re.compile(r"\d{4}_\d{4}")
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class Problems(list[str]):
    """What is wrong in one file, with the lines."""

    def __init__(self, file: str) -> None:
        super().__init__()
        self.file = file

    def add(self, line: int, reason: str) -> None:
        """Note what is wrong at a line."""
        self.append(f"{self.file}:{line}: {reason}")

    def check(self, item: Mapping, known: set[str], needed: set[str], name: str) -> None:
        """Note keys that nobody knows and keys that are missing."""
        for key in item:
            if key not in known:
                self.add(item.key_lines[key], f"{name}: unknown key “{key}”; known are {', '.join(sorted(known))}")
        for key in sorted(needed - set(item)):
            self.add(item.line, f"{name}: “{key}” is missing")


def read_school_rules(path: Path) -> SchoolRules:
    """The rules of `schools.yaml`; SeedError names every problem of its form."""
    content, problems = opened(path, {"silent", "schools", "bases", "mobile", "unknown"})
    schools, institutions = {}, []
    for item in items(content, "schools", problems):
        problems.check(item, SCHOOL, {"organization", "rules"}, "schools")
        slug = str(item.get("organization"))
        if slug in schools:
            problems.add(item.line, f"schools: “{slug}” stands twice")
        schools[slug] = School(slug, str(item.get("country", "USA")))
        institutions += [
            school_rule(rule, slug, "rules", set(), problems) for rule in items(item, "rules", problems)
        ]
    bases = [school_rule(i, i.get("place"), "bases", {"place"}, problems) for i in items(content, "bases", problems)]
    mobile = [school_rule(i, None, "mobile", set(), problems) for i in items(content, "mobile", problems)]
    unknown = [school_rule(i, None, "unknown", {"reason"}, problems) for i in items(content, "unknown", problems)]
    silent = [school_rule(i, None, "silent", {"reason"}, problems) for i in items(content, "silent", problems)]
    refuse_twice([*silent, *institutions, *bases, *mobile, *unknown], problems)
    if problems:
        raise SeedError(problems)
    return SchoolRules(schools, tuple(silent), tuple(institutions), tuple(bases), tuple(mobile), tuple(unknown))


def read_recipient_rules(path: Path) -> RecipientRules:
    """The rules of `recipients.yaml`; SeedError names every problem of its form."""
    content, problems = opened(path, {"recipients", "unknown"})
    recipients: dict[str, Recipient] = {}
    rules: list[Rule] = []
    for item in expanded(items(content, "recipients", problems), problems):
        problems.check(item, RECIPIENT, {"organization", "level", "rules"}, "recipients")
        slug, level, within = str(item.get("organization")), str(item.get("level")), item.get("within")
        if slug in recipients:
            problems.add(item.line, f"recipients: “{slug}” stands twice")
        if level not in LEVELS:
            problems.add(item.line, f"recipients: level “{level}”; known are {', '.join(LEVELS)}")
        if within is not None and within not in recipients:
            problems.add(item.line, f"recipients: within “{within}”, which does not stand above")
        recipients[slug] = Recipient(slug, level, within)
        rules += [recipient_rule(rule, slug, "rules", set(), problems) for rule in items(item, "rules", problems)]
    unknown = [recipient_rule(i, None, "unknown", {"reason"}, problems) for i in items(content, "unknown", problems)]
    refuse_twice([*rules, *unknown], problems)
    if problems:
        raise SeedError(problems)
    return RecipientRules(recipients, tuple(rules), tuple(unknown))


def opened(path: Path, sections: set[str]) -> tuple[Mapping, Problems]:
    """The content of a file, and a list of problems with its unknown sections in it."""
    problems = Problems(path.name)
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


def items(content: Mapping, name: str, problems: Problems) -> list[Mapping]:
    """The items of a section or of a list in an item."""
    return list(section(content, name, problems.file, problems))


def expanded(entries: Iterable[Mapping], problems: Problems) -> Iterable[Mapping]:
    """Entries, and those with `each` once for every value of it, filled in."""
    for item in entries:
        if "each" not in item:
            yield item
        elif isinstance(item["each"], Sequence):
            for value in item["each"]:
                yield filled(item, value if isinstance(value, Mapping) else {"each": value})
        else:
            problems.add(item.key_lines["each"], "each: a list of texts or of mappings")


def filled(part: Any, values: dict[str, str]) -> Any:
    """A part of a file with values in the places of their {names}; lines stay."""
    if isinstance(part, str):
        for name, value in values.items():
            part = part.replace(f"{{{name}}}", str(value))
        return part
    if isinstance(part, Mapping):
        copy = Mapping({key: filled(inner, values) for key, inner in part.items()})
        copy.line, copy.key_lines = part.line, part.key_lines
        return copy
    if isinstance(part, Sequence):
        copies = Sequence(filled(inner, values) for inner in part)
        copies.lines = part.lines
        return copies
    return part


def school_rule(item: Mapping, target: Any, name: str, more: set[str], problems: Problems) -> Rule:
    """A rule of `schools.yaml`; an institution's says what it rests on."""
    needed = {"id", "words"} | more | ({"evidence"} if name == "rules" else set())
    problems.check(item, SCHOOL_RULE | more, needed, name)
    fields = tuple(texts(item, "in", problems)) or (("location",) if name == "bases" else FIELDS[:2])
    for field in fields:
        if field not in FIELDS:
            problems.add(item.line, f"{name}: in “{field}”; known are {', '.join(FIELDS)}")
    return Rule(
        target=target,
        fields=fields,
        titles=frozenset(phrases(item, "titles", problems)),
        at=frozenset(phrases(item, "at", problems)),
        starts_before=parsed(item, "starts_before", date.fromisoformat, problems),
        **common(item, name, problems),
    )


def recipient_rule(item: Mapping, target: str | None, name: str, more: set[str], problems: Problems) -> Rule:
    """A rule of `recipients.yaml`."""
    problems.check(item, RECIPIENT_RULE | more, {"id", "countries"} | more, name)
    if ("words" in item) == ("pattern" in item):
        problems.add(item.line, f"{name}: either words or a pattern")
    return Rule(
        target=target,
        pattern=parsed(item, "pattern", lambda text: re.compile(rf"\b(?:{text})\b"), problems),
        **common(item, name, problems),
    )


def common(item: Mapping, name: str, problems: Problems) -> dict[str, Any]:
    """What the rules of both files have."""
    identity = str(item.get("id"))
    if not _ID.fullmatch(identity):
        problems.add(item.line, f"{name}: id “{identity}” is not of lower case letters, digits and hyphens")
    return {
        "id": identity,
        "phrases": frozenset(phrases(item, "words", problems)),
        "without": frozenset(phrases(item, "without", problems)),
        "is_whole": bool(item.get("whole", False)),
        "reports": reports(item, problems),
        "countries": frozenset(texts(item, "countries", problems)),
        "reason": item.get("reason"),
    }


def phrases(item: Mapping, key: str, problems: Problems) -> Iterable[Words]:
    """The phrases of a rule; one without a letter or digit would take every text."""
    for text in texts(item, key, problems):
        words = words_in(text)
        if not words:
            problems.add(item.key_lines[key], f"{key}: “{text}” has no word")
        yield words


def texts(item: Mapping, key: str, problems: Problems) -> list[str]:
    """A list of texts; a number, or a text that stands alone, is a mistake."""
    value = item.get(key, [])
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        problems.add(item.key_lines[key], f"{key}: a list of texts")
        return []
    return value


def reports(item: Mapping, problems: Problems) -> tuple[str, str] | None:
    """The first and the last report for which a rule is made."""
    value = texts(item, "reports", problems)
    if not value:
        return None
    if len(value) > 2 or not all(map(_REPORT.fullmatch, value)):
        problems.add(item.key_lines["reports"], "reports: one, or the first and the last, such as 2010_2011")
    return value[0], value[-1]


def parsed(item: Mapping, key: str, parse: Callable[[str], Value], problems: Problems) -> Value | None:
    """A value made from a text, or None if there is none."""
    text = item.get(key)
    if text is None:
        return None
    try:
        return parse(str(text))
    except (ValueError, re.error) as error:
        problems.add(item.key_lines[key], f"{key}: {error}")
        return None


def refuse_twice(rules: Iterable[Rule], problems: Problems) -> None:
    """Note ids that several rules have."""
    for identity, number in Counter(rule.id for rule in rules).items():
        if number > 1:
            problems.append(f"{problems.file}: id “{identity}” stands {number} times")
