"""The shapes of sources, citations and histories."""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from django.db.models import Count, F, Q, Value
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.addresses import absolute
from config.rest.keyed import AmongKeys
from config.rest.rows import RowSerializer
from config.rest.statements import KeyedStatement
from sources.api.citations import CitationsField, rests_on_by_citation
from sources.api.fields import AddressField, RecordSerializer, object_schema
from sources.api.filters import cited_condition
from sources.api.relations import ManyField, ManySlugsField, PartsField, RecordLinksField, RelatedListField, link_to
from sources.models import Change, Citation, Exclusion, Source, Status, Support, claim_models

# The columns that every record shows first and last.
FIRST = ("id", "url")
LAST = ("discrepancies", "note", "modified_at")
CLAIM = ("citations", "assertion", "confidence")


def dated(name: str) -> tuple[str, ...]:
    """The columns of a date: as its source gives it, the days that it may mean, and whether it is in doubt."""
    return (name, f"{name}_earliest", f"{name}_latest", f"{name}_is_uncertain")


class KindSerializer(RecordSerializer):
    """What every kind of record shows."""

    id = serializers.CharField(source="slug", read_only=True, help_text="Public id, unique within its kind.")
    discrepancies = ManySlugsField(help_text="Public ids of the discrepancies in which the record stands.")
    citations = CitationsField(is_claim=False)

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        fields["url"] = AddressField(self.Meta.model.KIND.plural)
        return {name: fields[name] for name in self.Meta.fields}

    def get_field_names(self, declared_fields: Any, info: Any) -> list[str]:
        """All but the address, which is added last."""
        return [name for name in super().get_field_names(declared_fields, info) if name != "url"]


class ClaimSerializer(KindSerializer):
    """What every claim shows."""

    citations = CitationsField()


class ExclusionSerializer(RowSerializer):
    """What in a document is no evidence."""

    class Meta:
        model = Exclusion
        fields = ("paragraph", "last_paragraph", "as_stated", "occurrence", "reason")
        read_only_fields = fields


class SourceSerializer(KindSerializer):
    """A document or a speaker that a claim leans on."""

    reported_in = ManySlugsField(help_text="Public ids of the sources through which it is known.")

    class Meta:
        model = Source
        fields = (
            *FIRST, "title", "kind", "authors", "publisher", *dated("published"), "language", "archived_url",
            "original_url", "derived_from", "reported_in", "text_file", "text_sha256", "paragraphs", *LAST,
        )  # fmt: skip

    original_url = serializers.URLField(
        source="url", read_only=True, allow_null=True, help_text="Address at which it was published."
    )


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": object_schema(
            count={"type": "integer", "description": "How many records of the kind lean on the source."},
            url={"type": "string", "description": "Address of the list of them."},
        ),
    }
)
class SupportedField(ManyField):
    """How many records of each kind lean on a source, and where they are listed; one query for all kinds."""

    columns = ("slug",)

    def fetch(self, rows: list[dict[str, Any]]) -> dict[Any, Any]:
        """The counts of each source; details have one."""
        return {row["pk"]: self.counted(row["pk"], row["slug"]) for row in rows}

    def counted(self, pk: int, slug: str) -> dict[str, Any]:
        rows: list[Any] = self.statement.rows([pk])
        counts = dict(rows)
        return {
            plural: {"count": counts.get(plural, 0), "url": absolute(f"/api/v1/{plural}/?source={slug}")}
            for plural in (model.KIND.plural for model in claim_models())
        }

    @cached_property
    def statement(self) -> KeyedStatement:
        """Counts by kind, without the kinds that have none; `place_condition` says what leaning on a source is."""
        rests = Citation.rests_on.through.objects.filter(AmongKeys("source")).values("citation_id")
        leans = Q(AmongKeys("source")) | Q(AmongKeys("attributed_to")) | Q(pk__in=rests)
        citations = Citation.objects.filter(leans).values("pk")
        first, *others = (
            model.objects.published()
            .filter(cited_condition(model, citations))
            .order_by()
            .values(plural=Value(model.KIND.plural))
            .annotate(number=Count("pk"))
            .values_list("plural", "number")
            for model in claim_models()
        )
        return KeyedStatement(first.union(*others, all=True))


@extend_schema_field(
    {
        "type": "array",
        "items": object_schema(
            paragraph={
                "type": ["integer", "null"],
                "description": "The paragraph; null: places that are told otherwise.",
            },
            citations={"type": "integer", "description": "How many places in it published records rest on."},
            url={"type": ["string", "null"], "description": "Address of the list of them; null without a paragraph."},
        ),
    }
)
class ParagraphsField(ManyField):
    """How many citations a source has in each paragraph that has some; one query."""

    columns = ("slug",)

    def fetch(self, rows: list[dict[str, Any]]) -> dict[Any, Any]:
        """The paragraphs of each source; details have one."""
        return {row["pk"]: self.counted(row["pk"], row["slug"]) for row in rows}

    def counted(self, pk: int, slug: str) -> list[dict[str, Any]]:
        address = f"/api/v1/citations/?source={slug}&paragraph="
        return [
            {
                "paragraph": paragraph,
                "citations": number,
                "url": None if paragraph is None else absolute(f"{address}{paragraph}"),
            }
            for paragraph, number in self.statement.rows([pk])
        ]

    @cached_property
    def statement(self) -> KeyedStatement:
        here = Citation.objects.published().filter(AmongKeys("source")).order_by(F("paragraph").asc(nulls_last=True))
        return KeyedStatement(here.values("paragraph").annotate(number=Count("pk")).values_list("paragraph", "number"))


class SourceDetailSerializer(SourceSerializer):
    """A source, with all that it supports and what in it is no evidence."""

    supports = SupportedField(help_text="Claims that lean on the source, by kind: how many, and where they are listed.")
    paragraphs_cited = ParagraphsField(
        help_text="Its paragraphs that published records rest on, each with its citations."
    )
    citations_here = RelatedListField(
        Citation,
        "source",
        ("id", "url", "paragraph", "as_stated", "attributed_to", "records"),
        order="paragraph",
        help_text="The places in it that published records rest on, in the order of the text.",
    )
    derivatives = RelatedListField(
        Source, "derived_from", ("id", "url", "title", "kind"), help_text="Reposts and excerpts of it."
    )
    reports = RelatedListField(
        Source, "reported_in", ("id", "url", "title", "kind"), help_text="Sources that are known through it."
    )
    exclusions = PartsField(ExclusionSerializer, help_text="What in it is no evidence, and why.")

    class Meta(SourceSerializer.Meta):
        fields = (
            *SourceSerializer.Meta.fields[:-3], "supports", "paragraphs_cited", "citations_here", "derivatives", "reports", "exclusions",
            *LAST,
        )  # fmt: skip


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class RestsOnField(ManyField):
    """The sources that a citation rests on."""

    def fetch(self, rows: list[dict[str, Any]]) -> Any:
        return rests_on_by_citation([row["pk"] for row in rows])


class CitedRecordsField(RecordLinksField):
    """The published records that rest on a citation, of any kind; one query for a page."""

    def pairs(self, ids: list[int]) -> Iterable[tuple[int, Any]]:
        records: dict[int, set[tuple[str, str]]] = defaultdict(set)
        for citation, kind, slug in self.statement.rows(ids):
            records[citation].add((kind, slug))
        return [(citation, link_to(kind, slug)) for citation, links in records.items() for kind, slug in sorted(links)]

    @cached_property
    def statement(self) -> KeyedStatement:
        """Finds the records that the citation supports, and those whose own citation it is."""
        supported = Support.objects.filter(AmongKeys("citation"), record__status=Status.PUBLISHED).order_by()
        claims = [
            model.objects.filter(AmongKeys("citation"), status=Status.PUBLISHED)
            .order_by()
            .values_list("citation_id", "record_kind", "slug")
            for model in claim_models()
        ]
        pairs = supported.values_list("citation_id", "record__record_kind", "record__slug")
        return KeyedStatement(pairs.union(*claims))


class CitationSerializer(RecordSerializer):
    """A place in a source, with the words that stand there and what rests on it."""

    id = serializers.CharField(source="slug", read_only=True, help_text="Public id.")
    url = AddressField("citations")
    rests_on = RestsOnField(help_text="Public ids of the sources that the document gives for it.")
    records = CitedRecordsField(help_text="The published records that rest on it.")

    class Meta:
        model = Citation
        fields = (
            "id", "url", "source", "paragraph", "section", "page_printed", "page_file", "row", "as_stated",
            "attributed_to", "rests_on", "records",
        )  # fmt: skip

    @classmethod
    def list_address(cls) -> str:
        return "/api/v1/citations/"


@extend_schema_field({"type": ["object", "null"], "additionalProperties": True})
class StateField(serializers.JSONField):
    """All that a record said, by column; null if the public saw nothing of it."""

    @property
    def columns(self) -> tuple[str, ...]:
        return (str(self.source),)

    def from_row(self, row: dict[str, Any]) -> Any:
        return with_sorted_members(row[self.columns[0]])


def with_sorted_members(value: Any) -> Any:
    """JSON with the members of its objects by name: databases keep their order each in its own way."""
    if isinstance(value, list):
        return [with_sorted_members(item) for item in value]
    return {name: with_sorted_members(value[name]) for name in sorted(value)} if isinstance(value, dict) else value


class ChangeSerializer(RowSerializer):
    """One change of a record: what the public could see before and after."""

    before = StateField(read_only=True, help_text="What the public could see before; null if nothing.")
    after = StateField(read_only=True, help_text="What the public can see since; null if nothing.")

    class Meta:
        model = Change
        fields = ("revision", "action", "at", "reason", "before", "after")
        read_only_fields = fields
