"""Fixtures into a database that curators may have touched: the database is the master."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from django.core import serializers
from django.db import transaction

from cooperation.importers.seeds.building import FILES
from sources.models import Action, Change, Citation, Kind, Record, digest_of, public_state, state_of

FixtureObject = dict[str, Any]
Key = tuple[str, str]

# The columns by which a row of each model names the record that it belongs to.
OWNERS = ("record_ptr", "record", "program", "event", "source")


@dataclass(frozen=True)
class LoadReport:
    """What a load did, by key of the record: kind/slug."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    left_alone: list[str] = field(default_factory=list)
    not_in_fixtures: list[str] = field(default_factory=list)


def load_fixtures(folder: Path) -> LoadReport:
    """Create what is missing and update what nobody has touched since it was loaded; delete nothing.

    All in one transaction. A record that a curator changed stays as it is and is listed as left alone.
    """
    groups, citations = read_groups(folder)
    report = LoadReport()
    with transaction.atomic():
        stored = {(record.record_kind, record.slug): record for record in Record.objects.all()}
        for key, objects in groups.items():
            outcome(report, objects, stored.get(key)).append("/".join(key))
        report.not_in_fixtures.extend("/".join(key) for key in stored.keys() - groups.keys())
        write(groups, citations, report)
    return report


def read_groups(folder: Path) -> tuple[dict[Key, list[FixtureObject]], list[FixtureObject]]:
    """The objects of all files by the record that they belong to, in the order of the files; and the citations."""
    groups: dict[Key, list[FixtureObject]] = defaultdict(list)
    citations: list[FixtureObject] = []
    for path in sorted(folder.glob("*.json")):
        for item in orjson.loads(path.read_bytes()):
            if item["model"] == "sources.citation":
                citations.append(item)
            else:
                groups[owner_of(item)].append(item)
    return groups, citations


def owner_of(item: FixtureObject) -> Key:
    """Kind and slug of the record that an object belongs to."""
    fields = item["fields"]
    if item["model"] == "sources.record":
        return fields["record_kind"], fields["slug"]
    kind, slug = next(fields[name] for name in OWNERS if fields.get(name))
    return kind, slug


def outcome(report: LoadReport, objects: list[FixtureObject], record: Record | None) -> list[str]:
    """The list of the report in which a record belongs."""
    if record is None:
        return report.created
    if record.loaded_fixture == fixture_digest(objects):
        return report.unchanged
    return report.updated if is_untouched(record) else report.left_alone


def is_untouched(record: Record) -> bool:
    """Whether a record is still as a load left it; one that plain `loaddata` wrote has no history."""
    if record.loaded_state is None:
        return not record.changes.exists()
    return record.loaded_state == digest_of(state_of(record))


def fixture_digest(objects: list[FixtureObject]) -> str:
    """SHA-256 of the objects of one record."""
    return hashlib.sha256(orjson.dumps(objects, option=orjson.OPT_SORT_KEYS)).hexdigest()


def write(groups: dict[Key, list[FixtureObject]], citations: list[FixtureObject], report: LoadReport) -> None:
    """Store the records to create and to update, and say so in the ledger."""
    created = [split(key) for key in report.created]
    updated = [split(key) for key in report.updated]
    before = {key: Record.objects.get_by_natural_key(*key) for key in updated}
    old_states = {key: public_state(record) for key, record in before.items()}
    for record in before.values():
        remove_parts(record.specific())
    if created or updated:
        store(in_order(groups, citations, [*created, *updated]))
    for key in created:
        settle(Record.objects.get_by_natural_key(*key), groups[key], Action.PUBLISHED, None, revision=1)
    for key in updated:
        revision = before[key].revision + 1
        settle(Record.objects.get_by_natural_key(*key), groups[key], Action.CHANGED, old_states[key], revision=revision)


def split(key: str) -> Key:
    """Kind and slug of a key."""
    kind, _, slug = key.partition("/")
    return kind, slug


def remove_parts(record: Kind) -> None:
    """Make room for the parts that the fixtures bring."""
    for part in (*record.PARTS, "supports"):
        getattr(record, part).all().delete()


def in_order(
    groups: dict[Key, list[FixtureObject]], citations: list[FixtureObject], keys: list[Key]
) -> Iterator[FixtureObject]:
    """The objects to store: records, then sources, new citations, and the rest, as the files order them."""
    existing = set(Citation.objects.values_list("slug", flat=True))
    wanted = [item for key in keys for item in groups[key]]
    first = ("sources.record", "sources.source", "sources.exclusion")
    for model in first:
        yield from (item for item in wanted if item["model"] == model)
    yield from (item for item in citations if item["fields"]["slug"] not in existing)
    order = {model: place for place, (_, model) in enumerate(FILES)}
    rest = [item for item in wanted if item["model"] not in first]
    yield from sorted(rest, key=lambda item: order[item["model"]])


def store(objects: Iterable[FixtureObject]) -> None:
    """Save objects as `loaddata` does; rows that refer to later ones are completed at the end."""
    deferred = []
    for item in serializers.deserialize("python", objects, handle_forward_references=True):
        item.save()
        if item.deferred_fields is not None:
            deferred.append(item)
    for item in deferred:
        item.save_deferred_fields()


def settle(record: Record, objects: list[FixtureObject], action: Action, before: Any, *, revision: int) -> None:
    """Write the ledger and remember what was loaded."""
    state = state_of(record)
    Change.objects.create(
        record=record, revision=revision, action=action, before=before, after=state, reason="Loaded from the fixtures."
    )
    Record.objects.filter(pk=record.pk).update(
        revision=revision, loaded_fixture=fixture_digest(objects), loaded_state=digest_of(state)
    )
