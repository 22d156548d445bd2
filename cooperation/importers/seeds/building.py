"""Entries to fixtures: natural keys, stable order, the same bytes on every run."""

from pathlib import Path
from typing import Any

from django.db import models

from cooperation.importers.seeds.citing import (
    CITATION_KEYS,
    bearable,
    build_citation,
    build_exclusions,
    build_support,
    build_supports_of_others,
    unknown_keys,
)
from cooperation.importers.seeds.columns import (
    curated_fields,
    field_problems,
    foreign_key,
    items_of,
    many_to_many,
    part_of,
    scalars,
)
from cooperation.importers.seeds.objects import (
    FILES,
    FixtureBuild,
    FixtureObject,
    fixture_bytes,
    fixture_order,
    in_order,
)
from cooperation.importers.seeds.seed_files import Entry, Mapping, SeedError, SeedFile
from sources.models import Claim, Record, RecordKind, Status


def build_objects(files: list[SeedFile]) -> dict[str, list[FixtureObject]]:
    """Fixture objects by model label, in stable order; SeedError names every problem with file and line."""
    entries = [entry for file in files for entry in file.entries]
    build = FixtureBuild(known={entry.key for entry in entries})
    seen: dict[str, Entry] = {}
    for entry in entries:
        first = seen.setdefault(entry.key, entry)
        if first is not entry:
            build.problems.append(entry.problem(f"defined already at {first.file}:{first.values.line}"))
        build_record(build, entry)
    for file in files:
        build_supports_of_others(build, file)
        build_exclusions(build, file)
    build.objects["sources.citation"] = list(build.citations.values())
    if build.problems:
        raise SeedError(in_order(build.problems))
    for objects in build.objects.values():
        objects.sort(key=fixture_order)
    return build.objects


def build_record(build: FixtureBuild, entry: Entry) -> None:
    """The record, its own kind's row, its parts and its citations."""
    model = entry.model
    where = entry.problem("").rstrip(": ")
    allowed = {"slug", "note", "supports", *bearable(model), *(CITATION_KEYS if issubclass(model, Claim) else ())}
    build.problems += [entry.problem(text) for text in unknown_keys(entry.values, allowed)]
    record = Record(record_kind=entry.kind, slug=entry.slug, note=entry.values.get("note"), status=Status.PUBLISHED)
    columns = ("record_kind", "slug", "note", "status")
    build.problems += [entry.problem(text) for text in field_problems(record, columns)]
    build.add("sources.record", {name: getattr(record, name) for name in columns})
    build.add(model._meta.label_lower, kind_fields(build, entry, where))
    for part in model.PARTS:
        if part in allowed:
            for values in mappings_of(build, entry, part):
                build_part(build, entry, part, values)
    for values in mappings_of(build, entry, "supports"):
        build_support(build, entry, values)


def mappings_of(build: FixtureBuild, entry: Entry, name: str) -> list[Mapping]:
    """The rows that an entry gives under a name; what is no mapping becomes a problem."""
    items = items_of(build, entry.values.get(name), name, entry.problem("").rstrip(": "))
    build.problems += [
        entry.problem(f"{name}: “{item}” is no mapping", line)
        for item, line in zip(items, getattr(items, "lines", ()), strict=True)
        if not isinstance(item, Mapping)
    ]
    return [item for item in items if isinstance(item, Mapping)]


def kind_fields(build: FixtureBuild, entry: Entry, where: str) -> dict[str, Any]:
    """The row of the record's own kind."""
    fields: dict[str, Any] = {"record_ptr": [str(entry.kind), entry.slug]}
    own = curated_fields(entry.model)
    plain = [item for item in own.values() if not item.is_relation]
    for name, item in own.items():
        value = entry.values.get(name)
        if name == "citation":
            fields[name] = build_citation(build, entry, entry.values, entry.document)
        elif name == "reported_in" and value is None:
            is_known_through = entry.document and entry.slug != entry.document
            fields[name] = [[RecordKind.SOURCE, entry.document]] if is_known_through else []
        elif isinstance(item, models.ManyToManyField):
            fields[name] = many_to_many(build, item, value, where)
        elif isinstance(item, models.ForeignKey):
            fields[name] = foreign_key(build, item, value, where)
    return fields | scalars(build, entry.model(), plain, entry.values, where)


def build_part(build: FixtureBuild, entry: Entry, part: str, values: Mapping) -> None:
    """One row that belongs to the record: an alias, a role, a participant."""
    model, owner = part_of(entry.model, part)
    columns = {item.name: item for item in model._meta.local_fields if item.name not in ("id", owner)}
    where = entry.problem(part, values.line)
    build.problems += [f"{where}: {text}" for text in unknown_keys(values, set(columns))]
    fields: dict[str, Any] = {owner: [str(entry.kind), entry.slug]}
    instance = model()
    for name, item in columns.items():
        if isinstance(item, models.ForeignKey):
            fields[name] = foreign_key(build, item, values.get(name), where)
            # The rules of the table need not know which record it is, only whether there is one.
            setattr(instance, item.attname, None if fields[name] is None else 0)
    plain = [item for item in columns.values() if not item.is_relation]
    fields |= scalars(build, instance, plain, values, where)
    build.add_part(model, fields, where)


def build_fixtures(files: list[SeedFile]) -> dict[str, bytes]:
    """The content of every fixture file, by its name."""
    objects = build_objects(files)
    return {f"{name}.json": fixture_bytes(objects.get(model, [])) for name, model in FILES}


def stale_fixtures(built: dict[str, bytes], folder: Path) -> list[str]:
    """Names of the files of a folder that differ from what was built, are missing, or are left over."""
    stored = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    return sorted(name for name in built.keys() | stored.keys() if built.get(name) != stored.get(name))
