"""Entries to fixtures: natural keys, stable order, the same bytes on every run."""

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
from django.core.exceptions import ValidationError
from django.db import models

from cooperation.importers.seeds.reading import Entry, Mapping, SeedError, SeedFile
from sources.locators import format_locator
from sources.models import (
    Claim,
    EdtfField,
    Kind,
    Record,
    RecordKind,
    Status,
    citation_slug,
    derived_columns,
    model_of,
)

FixtureObject = dict[str, Any]

# What a claim and its further places say about where it stands.
CITATION_KEYS = {"at", "as_stated", "occurrence", "attributed_to", "rests_on"}
SUPPORT_KEYS = CITATION_KEYS | {"field", "stance"}
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
)


@dataclass
class Build:
    """Fixtures in the making: the objects by model, the records that exist, and what is wrong."""

    known: set[str]
    objects: dict[str, list[FixtureObject]] = field(default_factory=lambda: defaultdict(list))
    citations: dict[str, FixtureObject] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, model: str, fields: dict[str, Any]) -> None:
        """Add one object."""
        self.objects[model].append({"model": model, "fields": fields})

    def reference(self, kind: str, slug: Any, where: str) -> list[str] | None:
        """Natural key of a record, or None and a problem if there is none."""
        if slug is None:
            return None
        if f"{kind}/{slug}" not in self.known:
            self.problems.append(f"{where}: there is no {kind} “{slug}”")
        return [str(kind), str(slug)]


def build_objects(files: list[SeedFile]) -> dict[str, list[FixtureObject]]:
    """Fixture objects by model label, in stable order; SeedError names every problem with file and line."""
    entries = [entry for file in files for entry in file.entries]
    build = Build(known={entry.key for entry in entries})
    seen: dict[str, Entry] = {}
    for entry in entries:
        if entry.key in seen:
            first = seen[entry.key]
            build.problems.append(entry.problem(f"defined already at {first.file}:{first.values.line}"))
        seen[entry.key] = entry
        build_record(build, entry)
    for file in files:
        build_supports_of_others(build, file)
        build_exclusions(build, file)
    build.objects["sources.citation"] = list(build.citations.values())
    if build.problems:
        raise SeedError(sorted(set(build.problems)))
    for objects in build.objects.values():
        objects.sort(key=lambda item: orjson.dumps(sort_key(item)))
    return build.objects


def sort_key(item: FixtureObject) -> list[Any]:
    """Owner and own name first; participants keep the order in which the seeds name them."""
    fields = item["fields"]
    owner = fields.get("record_ptr") or fields.get("record") or fields.get("program") or fields.get("event")
    if item["model"] == "cooperation.participant":
        return [owner]
    return [owner or fields.get("slug"), fields]


def build_record(build: Build, entry: Entry) -> None:
    """The record, its own kind's row, its parts and its citations."""
    model = entry.model
    where = entry.problem("").rstrip(": ")
    allowed = {"slug", "note", *own_fields(model), *model.PARTS, "supports"} - {"citation", "exclusions"}
    if issubclass(model, Claim):
        allowed |= CITATION_KEYS
    for name in entry.values.keys() - allowed:
        build.problems.append(entry.problem(f"unknown field “{name}”"))
    record = Record(record_kind=entry.kind, slug=entry.slug, note=entry.values.get("note"), status=Status.PUBLISHED)
    columns = ("record_kind", "slug", "note", "status")
    build.problems += [entry.problem(text) for text in field_problems(record, columns)]
    build.add("sources.record", {name: getattr(record, name) for name in columns})
    build.add(model._meta.label_lower, kind_fields(build, entry, where))
    for part in model.PARTS:
        for values in entry.values.get(part) or []:
            build_part(build, entry, part, values)
    for support in entry.values.get("supports") or []:
        build_support(build, entry, entry.key, support, entry.document)


def own_fields(model: type[Kind]) -> dict[str, models.Field]:
    """The columns and relations of a kind that a curator fills in."""
    fields = (*model._meta.local_concrete_fields, *model._meta.local_many_to_many)
    return {item.name: item for item in fields if item.editable and item.name != "record_ptr"}


def kind_fields(build: Build, entry: Entry, where: str) -> dict[str, Any]:
    """The row of the record's own kind."""
    instance = entry.model()
    fields: dict[str, Any] = {"record_ptr": [str(entry.kind), entry.slug]}
    for name, item in own_fields(entry.model).items():
        value = entry.values.get(name)
        if name == "citation":
            fields[name] = build_citation(build, entry, entry.values, entry.document)
        elif name == "reported_in" and value is None:
            fields[name] = [[RecordKind.SOURCE, entry.document]] if entry.document and entry.slug != entry.document else []
        elif isinstance(item, models.ManyToManyField):
            fields[name] = [many_reference(build, item, slug, where) for slug in value or []]
        elif isinstance(item, models.ForeignKey):
            fields[name] = build.reference(item.related_model.KIND, value, where)
        else:
            fields[name] = scalar(build, entry, instance, item, value)
    fields |= dates_of(build, entry, instance)
    build.problems += [entry.problem(text) for text in constraint_problems(instance)]
    return fields


def many_reference(build: Build, item: models.ManyToManyField, slug: str, where: str) -> list[str] | None:
    """Natural key of one of many: by slug, or by kind and slug where records of any kind may stand."""
    if item.related_model is Record:
        kind, _, slug = str(slug).partition("/")
        return build.reference(kind, slug, where)
    return build.reference(item.related_model.KIND, slug, where)


def scalar(build: Build, entry: Entry, instance: models.Model, item: models.Field, value: Any) -> Any:
    """One column, checked and as the fixture writes it."""
    if value is None:
        value = item.get_default()
    elif isinstance(item, models.CharField):
        value = str(value)
    elif isinstance(item, models.DecimalField):
        value = str(value).replace("_", "")
    try:
        if value is not None:
            value = item.clean(value, instance)
    except ValidationError as error:
        build.problems.append(entry.problem(f"{item.name}: {' '.join(error.messages)}"))
        return None
    if value is None and not item.null:
        build.problems.append(entry.problem(f"{item.name}: is missing"))
    setattr(instance, item.attname, value)
    return f"{value:.{item.decimal_places}f}" if isinstance(item, models.DecimalField) and value is not None else value


def dates_of(build: Build, entry: Entry, instance: models.Model) -> dict[str, Any]:
    """The derived columns of the row's dates."""
    columns: dict[str, Any] = {}
    for item in instance._meta.local_fields:
        if not isinstance(item, EdtfField):
            continue
        try:
            columns |= derived_columns(item.name, item.interval(instance))
        except ValueError as error:
            build.problems.append(entry.problem(f"{item.name}: {error}"))
    for name, value in columns.items():
        setattr(instance, name, value)
    return {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in columns.items()}


def field_problems(instance: models.Model, columns: tuple[str, ...]) -> list[str]:
    """What the columns of a row break, in words."""
    try:
        instance.clean_fields(exclude={item.name for item in instance._meta.fields} - set(columns))
    except ValidationError as error:
        return [f"{name}: {' '.join(texts)}" for name, texts in error.message_dict.items()]
    return []


def constraint_problems(instance: models.Model) -> list[str]:
    """The rules of the table that a row breaks, in words."""
    problems = []
    for constraint in instance._meta.constraints:
        if isinstance(constraint, models.CheckConstraint):
            try:
                constraint.validate(type(instance), instance)
            except ValidationError as error:
                problems.append(f"{constraint.name}: {' '.join(error.messages)}")
    return problems


def build_part(build: Build, entry: Entry, part: str, values: Mapping) -> None:
    """One row that belongs to the record: an alias, a role, a participant."""
    relation = entry.model._meta.get_field(part)
    model, owner = relation.related_model, relation.field.name
    columns = {item.name: item for item in model._meta.local_fields if item.name not in ("id", owner)}
    where = entry.problem(part)
    build.problems += [f"{where}: unknown field “{name}”" for name in values.keys() - columns.keys()]
    fields: dict[str, Any] = {owner: [str(entry.kind), entry.slug]}
    instance = model()
    for name, item in columns.items():
        if isinstance(item, models.ForeignKey):
            fields[name] = build.reference(item.related_model.KIND, values.get(name), where)
        else:
            fields[name] = scalar(build, entry, instance, item, values.get(name))
    build.add(model._meta.label_lower, fields)


def build_citation(build: Build, entry: Entry, values: Mapping, document: str | None) -> list[str] | None:
    """The citation that an entry or one of its supports names, as a natural key."""
    line = values.line
    if document is None:
        build.problems.append(entry.problem("a claim stands in the file of a document", line))
        return None
    paragraph, words = values.get("at"), values.get("as_stated")
    if not isinstance(paragraph, int) or words is None:
        build.problems.append(entry.problem("“at” (a paragraph) and “as_stated” are needed", line))
        return None
    words, speaker = str(words), values.get("attributed_to")
    if len(words.split()) > 7:
        build.problems.append(entry.problem(f"as_stated: more than seven words: “{words}”", line))
    where = entry.problem("citation", line)
    slug = citation_slug(document, format_locator(paragraph=paragraph), words, speaker)
    fields = {
        "slug": slug,
        "source": [RecordKind.SOURCE, document],
        "paragraph": paragraph,
        "as_stated": words,
        "attributed_to": build.reference(RecordKind.SOURCE, speaker, where),
        "rests_on": sorted(
            build.reference(RecordKind.SOURCE, source, where) or [] for source in values.get("rests_on") or []
        ),
    }
    stored = build.citations.setdefault(slug, {"model": "sources.citation", "fields": fields})
    stored["fields"]["rests_on"] = sorted(
        {tuple(key) for key in stored["fields"]["rests_on"]} | {tuple(key) for key in fields["rests_on"]}
    )
    return [slug]


def build_support(build: Build, entry: Entry, key: str, values: Mapping, document: str | None) -> None:
    """A further place for a record."""
    for name in values.keys() - SUPPORT_KEYS - {"record"}:
        build.problems.append(entry.problem(f"unknown field “{name}” in a support", values.line))
    kind, _, slug = key.partition("/")
    where = entry.problem("support", values.line)
    record = build.reference(kind, slug, where)
    citation = build_citation(build, entry, values, document)
    bears_on = values.get("field") or ""
    if kind in RecordKind.values and bears_on and bears_on not in bearable(model_of(kind)):
        build.problems.append(f"{where}: {kind} has no field “{bears_on}”")
    stance = values.get("stance", "supports")
    if stance not in ("supports", "mentions"):
        build.problems.append(f"{where}: unknown stance “{stance}”")
    build.add("sources.support", {"record": record, "citation": citation, "field": bears_on, "stance": stance})


def bearable(model: type[Kind]) -> set[str]:
    """The fields on which a support can bear."""
    return {*own_fields(model), *model.PARTS}


def build_supports_of_others(build: Build, file: SeedFile) -> None:
    """What a document says of records that other files define."""
    for values in file.supports:
        kind, _, slug = str(values.get("record")).partition("/")
        if kind not in RecordKind.values:
            build.problems.append(f"{file.name}:{values.line}: “{values.get('record')}” is not written kind/slug")
            continue
        own = Mapping(slug=slug)
        own.line = values.line
        build_support(build, Entry(RecordKind(kind), own, file.name, file.document), f"{kind}/{slug}", values, file.document)


def build_exclusions(build: Build, file: SeedFile) -> None:
    """Paragraphs and single numbers that are no evidence."""
    for values in (*file.excluded, *file.set_aside):
        try:
            build.add("sources.exclusion", exclusion_fields(file, values))
        except (KeyError, ValueError) as error:
            build.problems.append(f"{file.name}:{values.line}: {values}: {error!r}")


def exclusion_fields(file: SeedFile, values: Mapping) -> dict[str, Any]:
    """One exclusion, from `paragraphs: 35-106` or `at: 7`."""
    if unknown := values.keys() - {"paragraphs", "at", "as_stated", "occurrence", "reason"}:
        raise ValueError(f"unknown fields {sorted(unknown)}")
    first, _, last = str(values["at"] if "at" in values else values["paragraphs"]).partition("-")
    words = values.get("as_stated")
    if "at" in values and words is None:
        raise ValueError("what is set aside needs its words")
    return {
        "source": [RecordKind.SOURCE, file.document],
        "paragraph": int(first),
        "last_paragraph": None if words is not None else int(last or first),
        "as_stated": None if words is None else str(words),
        "occurrence": values.get("occurrence"),
        "reason": str(values["reason"]),
    }


def fixture_bytes(objects: list[FixtureObject]) -> bytes:
    """One fixture file, one object a line."""
    lines = (orjson.dumps(item, option=orjson.OPT_SORT_KEYS) for item in objects)
    return b"[\n" + b",\n".join(lines) + b"\n]\n"


def build_fixtures(files: list[SeedFile]) -> dict[str, bytes]:
    """The content of every fixture file, by its name."""
    objects = build_objects(files)
    return {f"{name}.json": fixture_bytes(objects.get(model, [])) for name, model in FILES}


def stale_fixtures(built: dict[str, bytes], folder: Path) -> list[str]:
    """Names of the files of a folder that differ from what was built, are missing, or are left over."""
    stored = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    return sorted(name for name in built.keys() | stored.keys() if built.get(name) != stored.get(name))


