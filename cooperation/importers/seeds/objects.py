"""Fixture objects in the making, the order in which they are stored, and their bytes."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import orjson

from sources.models import Part

FixtureObject = dict[str, Any]

_WHERE = re.compile(r"(?P<file>[^:]+):(?P<line>\d+):")

# The order in which rows can be stored: what others need comes first.
FILES = (
    ("01_records", "sources.record"),
    ("02_sources", "sources.source"),
    ("03_exclusions", "sources.exclusion"),
    ("04_citations", "sources.citation"),
    ("05_places", "cooperation.place"),
    ("06_authorities", "cooperation.authority"),
    ("07_organizations", "cooperation.organization"),
    ("08_programs", "cooperation.program"),
    ("09_program_organizations", "cooperation.programorganization"),
    ("10_funding", "cooperation.funding"),
    ("11_events", "cooperation.event"),
    ("12_participants", "cooperation.participant"),
    ("13_indicators", "cooperation.indicator"),
    ("14_observations", "cooperation.observation"),
    ("15_aliases", "cooperation.alias"),
    ("16_discrepancies", "cooperation.discrepancy"),
    ("17_supports", "sources.support"),
    ("18_reconciliation", "cooperation.reconciliation"),
)


@dataclass
class FixtureBuild:
    """Fixtures in the making: the objects by model, the records that exist, and what is wrong."""

    known: set[str]
    objects: dict[str, list[FixtureObject]] = field(default_factory=lambda: defaultdict(list))
    citations: dict[str, FixtureObject] = field(default_factory=dict)
    parts: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, model: str, fields: dict[str, Any]) -> None:
        """Add one object."""
        self.objects[model].append({"model": model, "fields": fields})

    def add_part(self, model: type[Part], fields: dict[str, Any], where: str) -> None:
        """Add a row that belongs to a record; one that says the same as another is a problem."""
        names = dict.fromkeys(name.partition("__")[0].removesuffix("_id") for name in model.NATURAL_KEY)
        key = repr([model._meta.label, *(fields.get(name) for name in names)])
        if key in self.parts:
            self.problems.append(f"{where}: says the same as {self.parts[key]}")
        self.parts.setdefault(key, " ".join(where.split(": ")[:1]))
        self.add(model._meta.label_lower, fields)

    def reference(self, kind: str, slug: Any, where: str) -> list[str] | None:
        """Natural key of a record, or None and a problem if there is none."""
        if slug is None:
            return None
        if f"{kind}/{slug}" not in self.known:
            self.problems.append(f"{where}: there is no {kind} “{slug}”")
        return [str(kind), str(slug)]


def in_order(problems: Iterable[str]) -> list[str]:
    """Each problem once, by file and line."""
    return sorted(set(problems), key=place_in_files)


def place_in_files(problem: str) -> tuple[str, int, str]:
    """File, line and rest of a message."""
    where = _WHERE.match(problem)
    return (where["file"], int(where["line"]), problem) if where else (problem, 0, problem)


def fixture_order(item: FixtureObject) -> bytes:
    """Owner and own name first; participants keep the order in which the seeds name them."""
    fields = item["fields"]
    owner = fields.get("record_ptr") or fields.get("record") or fields.get("program") or fields.get("event")
    if item["model"] == "cooperation.participant":
        return orjson.dumps([owner])
    return orjson.dumps([owner or fields.get("slug"), fields])


def fixture_bytes(objects: list[FixtureObject]) -> bytes:
    """One fixture file, one object a line."""
    lines = (orjson.dumps(item, option=orjson.OPT_SORT_KEYS) for item in objects)
    return b"[\n" + b",\n".join(lines) + b"\n]\n"
