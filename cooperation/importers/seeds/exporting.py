"""The database back to seeds: what is published, in the files in which a curator would look for it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db import models

from cooperation.importers.seeds.citing import PLACE_KEYS
from cooperation.importers.seeds.columns import curated_fields, part_of
from cooperation.importers.seeds.seed_files import SECTIONS
from cooperation.importers.seeds.writing import yaml_of
from sources.models import Citation, Claim, EdtfField, Exclusion, Kind, Record, RecordKind, Source, Stance, model_of

Values = dict[str, Any]
# Nothing is before the first paragraph, and places that are no paragraphs come last.
LAST = 10**9


@dataclass
class Contents:
    """One file in the making: its sections, each a list of values with the key that puts them in order."""

    document: Values | None = None
    sections: dict[str, list[tuple[Any, Values]]] = field(default_factory=dict)

    def add(self, section: str, order: Any, values: Values) -> None:
        """Add one item of a section."""
        self.sections.setdefault(section, []).append((order, values))

    def ordered(self) -> Values:
        """The file as `seeds/README.md` describes it."""
        content: Values = {"document": self.document} if self.document else {}
        for name in ("excluded", "set_aside", "supports", *SECTIONS):
            items = sorted(self.sections.get(name, ()), key=lambda item: item[0])
            if items:
                content[name] = [values for _, values in items]
        return content


def export_seeds() -> dict[str, str]:
    """The published records as YAML, by the name of the file.

    Claims stand in the file of the document that they cite, a source without a text in that of the first document that
    reports it, what belongs to no document in the file of its kind.
    """
    files: dict[str, Contents] = {}
    documents = set(cited_documents())
    for kind in RecordKind:
        for record in published_records(kind):
            export_record(files, record, documents)
    return {f"{name}.yaml": yaml_of(contents.ordered()) for name, contents in sorted(files.items())}


def cited_documents() -> Iterator[str]:
    """Public ids of the published sources that have a file of their own: we hold their text, or records cite them."""
    cited = Citation.objects.published().values("source")
    has_file = models.Q(text_file__isnull=False) | models.Q(pk__in=cited)
    yield from Source.objects.published().filter(has_file).values_list("slug", flat=True)


def published_records(kind: RecordKind) -> models.QuerySet:
    """The published records of a kind, with all that they refer to."""
    model = model_of(kind)
    related = [name for name, item in curated_fields(model).items() if isinstance(item, models.ForeignKey)]
    many = [name for name, item in curated_fields(model).items() if isinstance(item, models.ManyToManyField)]
    for part in model.PARTS:
        columns = part_of(model, part)[0]._meta.fields
        many += [part, *(f"{part}__{item.name}" for item in columns if isinstance(item, models.ForeignKey))]
    citations = ["supports__citation", *(["citation"] if "citation" in related else [])]
    places = [f"{name}__{item}" for name in citations for item in ("source", "attributed_to", "rests_on")]
    return model._default_manager.published().select_related(*related).prefetch_related(*many, *places).order_by("slug")


def export_record(files: dict[str, Contents], record: Kind, documents: set[str]) -> None:
    """Put a record into its file, and its supports into those of the documents that they cite."""
    home = home_of(record, documents)
    own = files.setdefault(home, Contents())
    document = home if home in documents else None
    values = entry_values(record, document)
    supports = []
    for support in record.supports.all():
        cited = support.citation.source.slug
        place = (place_order(support.citation), record.key, support.citation.as_stated, support.field)
        if cited == document:
            supports.append((place, support_values(support)))
        else:
            row = {"record": record.key, **support_values(support)}
            files.setdefault(cited, Contents()).add("supports", place, row)
    if supports:
        values["supports"] = [row for _, row in sorted(supports, key=lambda item: item[0])]
    if record.slug == document and isinstance(record, Source):
        own.document = values
        export_exclusions(own, record)
    else:
        order = (place_order(record.citation), record.slug) if isinstance(record, Claim) else record.slug
        own.add(RecordKind(record.record_kind).plural, order, values)


def home_of(record: Kind, documents: set[str]) -> str:
    """Name of the file in which a record stands, without its ending."""
    if isinstance(record, Claim):
        return record.citation.source.slug
    if isinstance(record, Source):
        return next(reporting_documents(record, documents), RecordKind.SOURCE.plural)
    return RecordKind(record.record_kind).plural


def reporting_documents(source: Source, documents: set[str]) -> Iterator[str]:
    """The documents through which a source is known, itself and the nearest first."""
    seen, level = {source.pk}, [source]
    while level:
        yield from sorted(reporter.slug for reporter in level if reporter.slug in documents)
        level = [reporter for reported in level for reporter in reported.reported_in.all() if reporter.pk not in seen]
        seen.update(reporter.pk for reporter in level)


def entry_values(record: Kind, document: str | None) -> Values:
    """The record as an entry: where it stands, and every column that does not have its default."""
    values: Values = {"slug": record.slug}
    if isinstance(record, Claim):
        values |= citation_values(record.citation)
    for name, item in curated_fields(type(record)).items():
        if name != "citation":
            values |= column_values(name, item, record, document)
    for part in record.PARTS if not isinstance(record, Source) else ():
        rows = sorted(getattr(record, part).all(), key=lambda row: row.pk)
        values |= {part: [part_values(row, part_of(type(record), part)[1]) for row in rows]} if rows else {}
    return values | ({"note": record.note} if record.note else {})


def column_values(name: str, item: models.Field, row: models.Model, document: str | None = None) -> Values:
    """One column as an entry writes it; nothing where it has its default."""
    value = getattr(row, name)
    default: Any
    if isinstance(item, models.ManyToManyField):
        value = sorted(other.key if item.related_model is Record else other.slug for other in value.all())
        is_known_through = name == "reported_in" and document and document != getattr(row, "slug", None)
        default = [document] if is_known_through else []
    elif isinstance(item, models.ForeignKey):
        value, default = value and (value.key if item.related_model is Record else value.slug), None
    else:
        value, default = yaml_value(item, value), yaml_value(item, item.get_default())
    return {} if value == default else {name: value}


def yaml_value(item: models.Field, value: Any) -> Any:
    """A value as YAML has it: whole numbers and years without quotes."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(item, EdtfField) and value and value.isdecimal() and not value.startswith("0"):
        return int(value)
    return value


def part_values(row: models.Model, owner: str) -> Values:
    """A row that belongs to a record."""
    columns = [item for item in row._meta.fields if item.name not in ("id", owner)]
    return {name: value for item in columns for name, value in column_values(item.name, item, row).items()}


def citation_values(citation: Citation) -> Values:
    """Where it stands, and who says it."""
    values: Values = {"at": citation.paragraph}
    if citation.paragraph is None:
        values["at"] = {name: getattr(citation, name) for name in PLACE_KEYS if getattr(citation, name) is not None}
    values["as_stated"] = citation.as_stated
    if citation.attributed_to:
        values["attributed_to"] = citation.attributed_to.slug
    rests_on = sorted(source.slug for source in citation.rests_on.all())
    return values | ({"rests_on": rests_on} if rests_on else {})


def support_values(support: Any) -> Values:
    """A further place for a record."""
    values = citation_values(support.citation)
    if support.field:
        values["field"] = support.field
    return values | ({"stance": support.stance} if support.stance != Stance.SUPPORTS else {})


def place_order(citation: Citation) -> tuple[Any, ...]:
    """Order of places in a document."""
    page = citation.page_file or citation.row or 0
    return (citation.paragraph or LAST, citation.section or "", page, citation.page_printed or "")


def export_exclusions(contents: Contents, source: Source) -> None:
    """What in the document is no evidence."""
    for item in source.exclusions.all():
        order = (item.paragraph, item.as_stated or "", item.occurrence or 0)
        contents.add("excluded" if item.as_stated is None else "set_aside", order, exclusion_values(item))


def exclusion_values(item: Exclusion) -> Values:
    """Whole paragraphs, or words of one."""
    if item.as_stated is None:
        last = item.last_paragraph or item.paragraph
        paragraphs = item.paragraph if last == item.paragraph else f"{item.paragraph}-{last}"
        return {"paragraphs": paragraphs, "reason": item.reason}
    occurrence = {"occurrence": item.occurrence} if item.occurrence else {}
    return {"at": item.paragraph, "as_stated": item.as_stated, **occurrence, "reason": item.reason}
