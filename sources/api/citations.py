"""Citations inside the answers about other records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field

from config.rest.statements import Row
from sources.api.relations import ManyField
from sources.locators import format_locator, text_fragment
from sources.models import Citation, Kind, Stance, Status, Support

CITATION_COLUMNS = (
    "slug",
    "source__slug",
    "source__url",
    "source__status",
    "paragraph",
    "section",
    "page_printed",
    "page_file",
    "row",
    "as_stated",
    "attributed_to__slug",
    "attributed_to__status",
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


def citation_of(row: Row, prefix: str, rests_on: list[str], stance: str, bears_on: str) -> dict[str, Any]:
    """One citation, from the columns that begin with the prefix."""
    column = {name: row[f"{prefix}{name}"] for name in CITATION_COLUMNS}
    is_public = column["attributed_to__status"] == Status.PUBLISHED
    url = column["source__url"]
    return {
        "id": column["slug"],
        "source": column["source__slug"],
        "place": place_of(column),
        "paragraph": column["paragraph"],
        "as_stated": column["as_stated"],
        "attributed_to": column["attributed_to__slug"] if is_public else None,
        "rests_on": rests_on,
        "stance": stance,
        "field": bears_on or None,
        "link": text_fragment(url, column["as_stated"]) if url else None,
    }


def place_of(column: Mapping[str, Any]) -> str:
    """The place in words."""
    page = column["page_printed"] or column["page_file"]
    return format_locator(paragraph=column["paragraph"], section=column["section"], page=page, row=column["row"])


def rests_on_by_citation(citations: Iterable[int]) -> Mapping[int, list[str]]:
    """Public ids of the sources that each citation rests on, in their order."""
    through = Citation.rests_on.through
    found: dict[int, list[str]] = defaultdict(list)
    links = through.objects.filter(citation_id__in=set(citations), source__status=Status.PUBLISHED)
    for citation, slug in links.order_by("source__slug").values_list("citation_id", "source__slug"):
        found[citation].append(slug)
    return found


@extend_schema_field(CITATION_SCHEMA)
class CitationsField(ManyField):
    """The places that a record rests on: the one that makes the claim first. Two queries for a page."""

    def __init__(self, *, is_claim: bool = True) -> None:
        self.is_claim = is_claim
        super().__init__(help_text="The places that the record rests on; the one that makes the claim comes first.")

    @property
    def columns(self) -> tuple[str, ...]:  # type: ignore[override]
        """The primary citation, where the kind has one."""
        return ("citation_id", *(f"citation__{name}" for name in CITATION_COLUMNS)) if self.is_claim else ()

    def fetch(self, rows: list[Row]) -> Mapping[Any, Any]:
        """The citations of each record."""
        supports = list(
            Support.objects.filter(record_id__in=[row["pk"] for row in rows], citation__source__status=Status.PUBLISHED)
            .order_by("citation__source__slug", "citation__paragraph", "citation__slug", "field")
            .values("record_id", "citation_id", "stance", "field", *(f"citation__{name}" for name in CITATION_COLUMNS))
        )
        own = rows if self.is_claim else []
        rests_on = rests_on_by_citation([row["citation_id"] for row in (*own, *supports)])
        found: dict[int, list[Any]] = defaultdict(list)
        for row in own:
            found[row["pk"]].append(
                citation_of(row, "citation__", rests_on.get(row["citation_id"], []), Stance.SUPPORTS, "")
            )
        for row in supports:
            sources = rests_on.get(row["citation_id"], [])
            found[row["record_id"]].append(citation_of(row, "citation__", sources, row["stance"], row["field"]))
        return found

    def get_attribute(self, instance: Kind) -> list[Any]:
        """The citations of one record."""
        rows = type(instance).objects.filter(pk=instance.pk).values("pk", *self.columns)
        return self.fetch(list(rows)).get(instance.pk, [])
