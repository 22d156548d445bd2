"""Full text: the `q` of every list, and the search over all of them."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import InvalidParameters, ParameterError
from config.rest.filters import Filter, StrictFilterSet
from config.rest.ordering import Ordering, SortKey
from config.rest.pages import Cursor, decode_cursor, page_link
from config.rest.parameters import Parameter, page_parameters, page_size_of
from config.rest.values import ChoiceField, ValueField
from config.rest.views import Answer, ReadOnlyView
from cooperation.models import SearchDocument
from cooperation.search import (
    MAX_LENGTH,
    MAX_TERMS,
    TRAINING_COLUMNS,
    Question,
    found,
    highlights,
    matching,
    read_question,
    texts_of_training,
    tier,
)
from cooperation.trainings.models import Training
from sources.api.fields import absolute
from sources.models import RecordKind, address_of

CITATION, TRAINING = "citation", "training"
KINDS = [*RecordKind.values, CITATION, TRAINING]
# Training activities stand behind all records.
LAST_RANK = 5
Row = dict[str, Any]


class QuestionField(ValueField):
    """Words to search for."""

    schema = {"type": "string", "maxLength": MAX_LENGTH, "examples": ["merida", '"counter drug"', "mex* army"]}

    def parse(self, text: str) -> Question:
        """The question."""
        try:
            return read_question(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class Search(Filter):
    """The words stand in the text of the row."""

    def __init__(self) -> None:
        super().__init__(
            QuestionField(
                description="Full text. All words are found, in any order, whatever their case and accents: at most "
                f'{MAX_TERMS} words or "quoted phrases" and {MAX_LENGTH} characters; mex* finds words that begin so.'
            )
        )

    def filter(self, queryset: QuerySet, value: Question) -> QuerySet:
        """The rows in which they are found."""
        return matching(queryset, value)


class SearchFilterSet(StrictFilterSet):
    """What the search understands."""

    more: ClassVar = {
        "q": Search(),
        "kind": Filter(ChoiceField(choices=KINDS, description="Only this kind."), field_name="kind"),
    }

    def asked(self) -> tuple[Question, str | None]:
        """The question and the kind; InvalidParameters if one is wrong."""
        self.check()
        if "q" not in self.data:
            raise InvalidParameters([ParameterError("q", "Give the words to search for.")])
        return self.values["q"], self.values.get("kind")


class HighlightSerializer(serializers.Serializer):
    """A piece of plain text with what was found in it."""

    field = serializers.ChoiceField(  # type: ignore[assignment]
        ["title", "names", "body", "words"],
        help_text="`title`: what the record is known by. `names`: its other names, and the people and bodies named with "
        "it. `body`: what it says, in our own words. `words`: the words of its citations, as printed.",
    )
    text = serializers.CharField(help_text="The field, or a piece of it about the first find. Plain text: escape it.")
    ranges = serializers.ListField(
        child=serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2),
        help_text="What was found in the text: first character and the one after the last, counted from 0 in Unicode "
        "code points.",
    )


class SearchResultSerializer(serializers.Serializer):
    """A record in which everything that was asked for is found."""

    kind = serializers.ChoiceField(KINDS, help_text="Kind of record.")
    id = serializers.CharField(help_text="Public id.")
    url = serializers.CharField(help_text="Address of the record.")
    title = serializers.CharField(allow_null=True, help_text="What it is known by; null if it has no title.")
    rank = serializers.IntegerField(
        help_text="How well it fits. 1: everything stands in the title; 2: in title and names; 3: in the body too; "
        "4: only with the words of its citations; 5: training activities, which stand behind all records."
    )
    highlights = HighlightSerializer(many=True, help_text="The fields in which something was found.")


@dataclass(frozen=True)
class Part:
    """Results that stand together in the order of the search."""

    queryset: QuerySet
    ordering: Ordering
    columns: tuple[str, ...]
    count: int

    def rows(self, cursor: Cursor | None, *, backwards: bool, limit: int) -> list[Row]:
        """So many rows behind a cursor, or from an end of the part, in the order of the walk."""
        queryset = self.ordering.apply(self.queryset, backwards=backwards)
        if cursor:
            queryset = queryset.filter(self.ordering.after(cursor.value, cursor.tie, backwards=backwards))
        return list(queryset.values(*self.columns, "sort_value", "sort_id")[:limit])

    def cursor_at(self, row: Row, *, backwards: bool) -> Cursor:
        """The cursor that points at a row of the part."""
        return Cursor(self.ordering.name, row["sort_value"], row["sort_id"], backwards)


def parts_of(question: Question, kind: str | None) -> list[Part]:
    """What is found of a kind, or of all: records and citations by how well they fit, then training activities."""
    parts = []
    if kind != TRAINING:
        documents = found(question).annotate(tier=tier(question))
        documents = documents.filter(kind=kind) if kind else documents
        order = Ordering("rank", SortKey("tier", "integer", is_known=True), SortKey("rank_key"), descending=False)
        columns = ("kind", "slug", "title", "names", "body", "words", "tier")
        parts.append(Part(documents, order, columns, documents.count()))
    if kind in (None, TRAINING):
        trainings = matching(Training.objects.present(), question)
        key = SortKey("published_id", "uuid", is_known=True)
        order = Ordering("trainings", key, key, descending=False)
        parts.append(Part(trainings, order, TRAINING_COLUMNS, trainings.count()))
    return parts


def begin_of(parts: list[Part], request: Request) -> tuple[int, Cursor | None]:
    """The part in which the page begins, by its number, and where in it."""
    text = request.query_params.get("cursor")
    if text is None:
        return 0, None
    for number, part in enumerate(parts[:-1]):
        try:
            return number, decode_cursor(text, part.ordering)
        except InvalidParameters:
            continue
    return len(parts) - 1, decode_cursor(text, parts[-1].ordering)


def walked(parts: Iterable[Part], cursor: Cursor | None, limit: int) -> list[tuple[Part, Row]]:
    """So many rows along some parts, the first of them from a cursor on, in the order of the walk."""
    rows: list[tuple[Part, Row]] = []
    backwards = cursor is not None and cursor.backwards
    for part in parts:
        found_here = part.rows(cursor, backwards=backwards, limit=limit - len(rows))
        rows.extend((part, row) for row in found_here)
        cursor = None
        if len(rows) == limit:
            break
    return rows


class SearchView(ReadOnlyView):
    """Records of every kind in which some words stand, those that fit best first."""

    serializer_class = SearchResultSerializer  # type: ignore[assignment]
    filterset_class = SearchFilterSet

    @classmethod
    def answers(cls) -> dict[str, Answer]:
        """One list."""
        filters = [
            Parameter(name, item.field.description, item.field.schema)
            for name, item in cls.filterset_class.base_filters.items()
        ]
        return {"list": Answer(SearchResultSerializer, [*filters, *page_parameters()], is_page=True)}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page: of rows of two tables, so that no page of one queryset fits."""
        self.check(request)
        given = {name: request.query_params[name] for name in ("q", "kind") if name in request.query_params}
        question, kind = SearchFilterSet(given, SearchDocument.objects.none()).asked()
        size = page_size_of(request)
        parts = parts_of(question, kind)
        number, cursor = begin_of(parts, request)
        backwards = cursor is not None and cursor.backwards
        rows = walked(parts[number::-1] if backwards else parts[number:], cursor, size + 1)
        page = rows[:size][::-1] if backwards else rows[:size]
        return Response(
            {
                "count": sum(part.count for part in parts),
                **links(request, page, goes_on=len(rows) > size, cursor=cursor),
                "results": [result_of(row, question) for _, row in page],
            }
        )


def links(
    request: Request, page: list[tuple[Part, Row]], *, goes_on: bool, cursor: Cursor | None
) -> dict[str, str | None]:
    """The links to the next and the previous page, null where there is none."""
    backwards = cursor is not None and cursor.backwards
    ends = {"next": (-1, backwards or goes_on), "previous": (0, goes_on if backwards else cursor is not None)}
    found_links: dict[str, str | None] = {}
    for name, (end, is_there) in ends.items():
        part, row = page[end] if page and is_there else (None, {})
        found_links[name] = page_link(request, part.cursor_at(row, backwards=name == "previous")) if part else None
    return found_links


def result_of(row: Row, question: Question) -> Row:
    """A row of either table as the search shows it."""
    if "tier" in row:
        kind, slug, title, rank = row["kind"], row["slug"], row["title"], row["tier"] + 1
        texts = {name: row[name] for name in ("title", "names", "body", "words")}
        plural = "citations" if kind == CITATION else RecordKind(kind).plural
    else:
        kind, slug, title, rank = TRAINING, str(row["published_id"]), row["course_title"], LAST_RANK
        texts, plural = texts_of_training(row), "trainings"
    return {
        "kind": kind,
        "id": slug,
        "url": absolute(address_of(plural, slug)),
        "title": title,
        "rank": rank,
        "highlights": [asdict(piece) for piece in highlights(question, texts)],
    }
