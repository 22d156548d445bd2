"""`schools.yaml` and `recipients.yaml` to rules; what is wrong in them is named by file and line. Pure."""

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from cooperation.importers.seeds.seed_files import Mapping, SeedError
from cooperation.trainings.importer.units.entries import (
    RuleProblems,
    entries_of,
    open_rules,
    parsed_value,
    phrases_of,
    span_of_reports,
    text_list,
)
from cooperation.trainings.importer.units.rules import Recipient, RecipientRules, Rule, School, SchoolRules

COLUMNS = ("delivery_unit", "location", "course_title", "program")
LEVELS = ("ministry", "force", "unit")
RULE_KEYS = {"id", "words", "whole", "without", "reports", "countries", "note"}
SCHOOL_RULE_KEYS = RULE_KEYS | {"in", "at", "titles", "starts_before", "evidence", "rows"}
RECIPIENT_RULE_KEYS = RULE_KEYS | {"pattern"}
SCHOOL_KEYS = {"organization", "country", "rules", "note"}
RECIPIENT_KEYS = {"organization", "each", "level", "within", "rules", "note"}
# What an entry of a section of schools.yaml has to say beside its words: an institution's rule, what it rests on.
NEEDED = {"rules": {"evidence", "rows"}, "bases": {"place", "rows"}, "silent": {"reason"}, "unknown": {"reason"}}
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def read_school_rules(path: Path) -> SchoolRules:
    """The rules of `schools.yaml`; SeedError names every problem of its form."""
    content, problems = open_rules(path, {"silent", "schools", "bases", "mobile", "unknown"})
    schools: dict[str, School] = {}
    institutions: list[Rule] = []
    for entry in entries_of(content, "schools", problems):
        problems.check_keys(entry, SCHOOL_KEYS, {"organization", "rules"}, "schools")
        slug = str(entry.get("organization"))
        if slug in schools:
            problems.add(entry.line, f"schools: “{slug}” stands twice")
        schools[slug] = School(slug, str(entry.get("country", "USA")))
        institutions += school_rules_of(entry, "rules", problems, slug)
    names = ("silent", "bases", "mobile", "unknown")
    silent, bases, mobile, unknown = (tuple(school_rules_of(content, name, problems)) for name in names)
    refuse_repeated([*silent, *institutions, *bases, *mobile, *unknown], problems)
    return SchoolRules(schools, silent, tuple(institutions), bases, mobile, unknown)


def read_recipient_rules(path: Path) -> RecipientRules:
    """The rules of `recipients.yaml`; SeedError names every problem of its form."""
    content, problems = open_rules(path, {"recipients", "unknown"})
    recipients: dict[str, Recipient] = {}
    rules: list[Rule] = []
    for entry in entries_of(content, "recipients", problems):
        problems.check_keys(entry, RECIPIENT_KEYS, {"organization", "level", "rules"}, "recipients")
        body = Recipient(str(entry.get("organization")), str(entry.get("level")), entry.get("within"))
        if body.slug in recipients:
            problems.add(entry.line, f"recipients: “{body.slug}” stands twice")
        if body.level not in LEVELS:
            problems.add(entry.line, f"recipients: level “{body.level}”; known are {', '.join(LEVELS)}")
        if body.within is not None and body.within not in recipients:
            problems.add(entry.line, f"recipients: within “{body.within}”, which does not stand above")
        recipients[body.slug] = body
        rules += [recipient_rule(rule, body.slug, problems) for rule in entries_of(entry, "rules", problems)]
    unknown = [recipient_rule(entry, None, problems) for entry in entries_of(content, "unknown", problems)]
    refuse_repeated([*rules, *unknown], problems)
    return RecipientRules(recipients, tuple(rules), tuple(unknown))


def school_rules_of(content: Mapping, name: str, problems: RuleProblems, slug: str | None = None) -> list[Rule]:
    """The rules of a section of `schools.yaml`, or of one institution."""
    return [
        school_rule(entry, name, slug or entry.get("place"), problems) for entry in entries_of(content, name, problems)
    ]


def school_rule(entry: Mapping, name: str, target: str | None, problems: RuleProblems) -> Rule:
    """A rule of `schools.yaml`. Without `in`, bases look at the place, all others at the unit and the place."""
    needed = NEEDED.get(name, set())
    problems.check_keys(entry, SCHOOL_RULE_KEYS | needed, needed | {"id", "words"}, name)
    columns = tuple(text_list(entry, "in", problems)) or (COLUMNS[1:2] if name == "bases" else COLUMNS[:2])
    for column in columns:
        if column not in COLUMNS:
            problems.add(entry.line, f"{name}: in “{column}”; known are {', '.join(COLUMNS)}")
    return Rule(
        target=target,
        columns=columns,
        titles=phrases_of(entry, "titles", problems),
        at=phrases_of(entry, "at", problems),
        starts_before=parsed_value(entry, "starts_before", date.fromisoformat, problems),
        **rule_values(entry, name, problems),
    )


def recipient_rule(entry: Mapping, target: str | None, problems: RuleProblems) -> Rule:
    """A rule of `recipients.yaml`; those without a recipient say why."""
    name, more = ("rules", set()) if target else ("unknown", {"reason"})
    problems.check_keys(entry, RECIPIENT_RULE_KEYS | more, more | {"id", "countries"}, name)
    if ("words" in entry) == ("pattern" in entry):
        problems.add(entry.line, f"{name}: either words or a pattern")
    pattern = parsed_value(entry, "pattern", whole_words, problems)
    return Rule(target=target, pattern=pattern, **rule_values(entry, name, problems))


def whole_words(text: str) -> re.Pattern[str]:
    """A pattern that begins and ends with a word; re.error if it is none."""
    return re.compile(rf"\b(?:{re.compile(text).pattern})\b")


def rule_values(entry: Mapping, name: str, problems: RuleProblems) -> dict[str, Any]:
    """What the rules of both files have."""
    identity = str(entry.get("id"))
    if not _ID.fullmatch(identity):
        problems.add(entry.line, f"{name}: id “{identity}” is not of lower case letters, digits and hyphens")
    return {
        "id": identity,
        "phrases": phrases_of(entry, "words", problems),
        "without": phrases_of(entry, "without", problems),
        "is_whole": bool(entry.get("whole", False)),
        "reports": span_of_reports(entry, problems),
        "countries": frozenset(text_list(entry, "countries", problems)),
        "reason": entry.get("reason"),
        "rows": entry.get("rows"),
    }


def refuse_repeated(rules: Iterable[Rule], problems: RuleProblems) -> None:
    """SeedError if anything was wrong: so far, several rules of one id, or several days that rules begin before."""
    rules = list(rules)
    for identity, number in Counter(rule.id for rule in rules).items():
        if number > 1:
            problems.append(f"{problems.file}: id “{identity}” stands {number} times")
    if len({rule.starts_before for rule in rules} - {None}) > 1:
        problems.append(f"{problems.file}: starts_before: one day for the whole file")
    if problems:
        raise SeedError(problems)
