"""Citations inside the answers about other records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from drf_spectacular.utils import extend_schema_field

from config.rest.keyed import AmongKeys
from config.rest.statements import KeyedStatement, Row
from sources.api.relations import ManyField
from sources.locators import format_locator, text_fragment
from sources.models import Citation, Stance, Status, Support

# The columns of a citation that an answer is made of, as they are called in a row of what it bears on.
CITATION_COLUMNS = (
    "citation__slug",
    "citation__source__slug",
    "citation__source__url",
    "citation__source__status",
    "citation__paragraph",
    "citation__section",
    "citation__page_printed",
    "citation__page_file",
    "citation__row",
    "citation__as_stated",
    "citation__attributed_to__slug",
    "citation__attributed_to__status",
)

CITATION_SCHEMA: dict[str, Any] = {
    "type": "array",
    "items": {
        "type": "object",
        "required": [
            "id",
            "source",
            "place",
            "paragraph",
            "as_stated",
            "attributed_to",
            "rests_on",
            "stance",
            "field",
            "link",
        ],
        "properties": {
            "id": {"type": "string", "description": "Public id of the citation."},
            "source": {"type": "string", "description": "Public id of the document that was read."},
            "place": {"type": "string", "description": "The place in words, such as “paragraph 17”."},
            "paragraph": {"type": ["integer", "null"], "description": "Paragraph of the text, counted from 1."},
            "as_stated": {"type": "string", "description": "The words that stand there."},
            "attributed_to": {
                "type": ["string", "null"],
                "description": "Public id of the source that says it inside the document; null: the document itself.",
            },
            "rests_on": {
                "type": "array",
                "items": {"type": "string"},
                "description": "Public ids of the sources that the document gives for it.",
            },
            "stance": {
                "type": "string",
                "enum": Stance.values,
                "description": "Whether it says so, or only mentions it.",
            },
            "field": {"type": ["string", "null"], "description": "The field that it bears on; null: the whole record."},
            "link": {
                "type": ["string", "null"],
                "description": "Address that opens the published page at the words; null where no address is known.",
            },
        },
    },
}


def citation_of(row: Row, rests_on: list[str], stance: str, bears_on: str) -> dict[str, Any]:
    """One citation, from the columns of a row."""
    is_public = row["citation__attributed_to__status"] == Status.PUBLISHED
    url, as_stated = row["citation__source__url"], row["citation__as_stated"]
    return {
        "id": row["citation__slug"],
        "source": row["citation__source__slug"],
        "place": format_locator(
            paragraph=row["citation__paragraph"],
            section=row["citation__section"],
            page=row["citation__page_printed"] or row["citation__page_file"],
            row=row["citation__row"],
        ),
        "paragraph": row["citation__paragraph"],
        "as_stated": as_stated,
        "attributed_to": row["citation__attributed_to__slug"] if is_public else None,
        "rests_on": rests_on,
        "stance": stance,
        "field": bears_on or None,
        "link": text_fragment(url, as_stated) if url else None,
    }


def rests_on_by_citation(citations: Iterable[int]) -> Mapping[int, list[str]]:
    """Public ids of the sources that each citation rests on, in their order."""
    slugs: dict[int, list[str]] = defaultdict(list)
    for citation, slug in sources_rested_on().rows(set(citations)):
        slugs[citation].append(slug)
    return slugs


@cache
def sources_rested_on() -> KeyedStatement:
    """What finds the public ids of the sources that citations rest on."""
    links = Citation.rests_on.through.objects.filter(AmongKeys("citation"), source__status=Status.PUBLISHED)
    return KeyedStatement(links.order_by("source__slug"), "citation_id", "source__slug")


@cache
def supports() -> KeyedStatement:
    """What finds the citations that bear on records beside the one that makes the claim."""
    public = Support.objects.filter(AmongKeys("record"), citation__source__status=Status.PUBLISHED)
    ordered = public.order_by("citation__source__slug", "citation__paragraph", "citation__slug", "field")
    return KeyedStatement(ordered, "record_id", "citation_id", "stance", "field", *CITATION_COLUMNS)


@extend_schema_field(CITATION_SCHEMA)
class CitationsField(ManyField):
    """The places that a record rests on: the one that makes the claim first. Two queries for a page."""

    def __init__(self, *, is_claim: bool = True) -> None:
        self.is_claim = is_claim
        super().__init__(help_text="The places that the record rests on; the one that makes the claim comes first.")

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]
        """The primary citation, where the kind has one."""
        return ("citation_id", *CITATION_COLUMNS) if self.is_claim else ()

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The citations of each record."""
        others = supports().named([row["pk"] for row in rows])
        own = rows if self.is_claim else []
        rests_on = rests_on_by_citation([row["citation_id"] for row in (*own, *others)])
        citations: dict[int, list[Any]] = defaultdict(list)
        for row in own:
            citations[row["pk"]].append(citation_of(row, rests_on.get(row["citation_id"], []), Stance.SUPPORTS, ""))
        for row in others:
            sources = rests_on.get(row["citation_id"], [])
            citations[row["record_id"]].append(citation_of(row, sources, row["stance"], row["field"]))
        return citations
