"""Discrepancies whole: what the records in them say, and those around a program."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.db.models import Q, QuerySet
from drf_spectacular.utils import extend_schema_field

from config.rest.keyed import AmongKeys
from config.rest.statements import KeyedStatement, Row
from cooperation.api.filters import TELLING
from cooperation.models import Discrepancy, Program
from sources.api.fields import RecordSerializer, plain_serializer
from sources.api.relations import LINK, ManyField, RecordLinksField, RelatedListField, link_to
from sources.models import Source, Status, model_of

STATEMENT = {
    "words": "The words that stand there.",
    "speaker": "Public id of the source that says it: who is quoted, or else the document itself.",
    "speaker_title": "Its title.",
    "source": "Public id of the document that was read.",
    "place": "The place in words, such as “paragraph 17”.",
    "paragraph": "Paragraph of the text, counted from 1.",
    "stance": "Whether it says so, or only mentions it.",
    "field": "The field that it bears on; null: the whole record.",
}
RECORDS_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        **LINK,
        "properties": {
            **LINK["properties"],
            "record": {
                "type": "object",
                "description": "Where `expand` asks for it: the figures and plain fields of the record.",
                "additionalProperties": True,
            },
            "statements": {
                "type": "array",
                "description": "Where `expand` asks for it: who says so, where, in which words.",
                "items": {
                    "type": "object",
                    "required": list(STATEMENT),
                    "properties": {
                        name: {"type": ["integer" if name == "paragraph" else "string", "null"], "description": text}
                        for name, text in STATEMENT.items()
                    },
                },
            },
        },
    },
}


@extend_schema_field(RECORDS_SCHEMA)
class DisagreeingRecordsField(RecordLinksField):
    """The records in a discrepancy, by their addresses, or whole."""

    def expand(self) -> "StatedRecordsField":
        return StatedRecordsField()


class StatedRecordsField(ManyField):
    """The same with what they say: one query for the links, three for each kind of record, and one for the speakers."""

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        links: list[Any] = disagreeing().rows([row["pk"] for row in rows])
        records: dict[int, Row] = {}
        for kind in dict.fromkeys(kind for _, kind, _, _ in links):
            records |= stated(kind, {pk for _, word, pk, _ in links if word == kind})
        speakers = {item["speaker"] for record in records.values() for item in record["statements"]}
        titles = dict(Source.objects.published().filter(slug__in=speakers).values_list("slug", "title"))
        for record in records.values():
            for item in record["statements"]:
                item["speaker_title"] = titles.get(item["speaker"])
        values: dict[Any, list[Row]] = defaultdict(list)
        for owner, kind, pk, slug in links:
            values[owner].append({**link_to(kind, slug), **records[pk]})
        return values


@cache
def disagreeing() -> KeyedStatement:
    """The links of discrepancies to published records."""
    links = Discrepancy.records.through.objects.filter(AmongKeys("discrepancy_id"), record__status=Status.PUBLISHED)
    ordered = links.order_by("record__record_kind", "record__slug")
    return KeyedStatement(ordered, "discrepancy_id", "record__record_kind", "record_id", "record__slug")


def stated(kind: str, keys: set[int]) -> dict[int, Row]:
    """What some records of a kind say, by their primary keys."""
    statement, serializer = stated_rows(kind)
    rows = statement.named(keys)
    answers = serializer.shape(rows)
    return {row["pk"]: stated_record(answer) for row, answer in zip(rows, answers, strict=True)}


@cache
def stated_rows(kind: str) -> tuple[KeyedStatement, Any]:
    model = model_of(kind)
    plain = plain_serializer(model).fields
    has_citations = "citations" in RecordSerializer.by_model[model].with_fields().fields
    serializer = plain_serializer(model, (*plain, *(["citations"] if has_citations else [])))
    return KeyedStatement(model.objects.published().filter(AmongKeys("pk")), *serializer.columns), serializer


def stated_record(answer: Row) -> Row:
    citations = answer.pop("citations", [])
    return {"record": answer, "statements": [statement_of(citation) for citation in citations]}


def statement_of(citation: Row) -> Row:
    own = {name: citation[name] for name in ("source", "place", "paragraph", "stance", "field")}
    speaker = citation["attributed_to"] or citation["source"]
    return {"words": citation["as_stated"], "speaker": speaker, "speaker_title": None, **own}


class DiscrepanciesAroundField(RelatedListField):
    """The discrepancies in which a program, its money, its events or its figures stand, as `program` finds them."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Discrepancy, "program", ("id", "url", "title", "kind"), **kwargs)

    def keys(self) -> QuerySet:
        condition = Q(AmongKeys("records"))
        for filters, name in TELLING[Program]:
            tells = filters._meta.model.objects.published().filter(AmongKeys(filters.base_filters[name].field_name))
            condition |= Q(records__in=tells.values("pk"))
        return Discrepancy.objects.filter(condition).values("pk")
