"""Full text: the `q` of every list, and the search over all of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import QuerySet, TextChoices
from django.http import HttpRequest
from rest_framework import serializers

from config.databases.routing import reading_alias
from config.rest.addresses import absolute
from config.rest.choices import ChoiceField
from config.rest.errors import InvalidParameters, ParameterError
from config.rest.filters import Filter, StrictFilterSet
from config.rest.operations import Operation
from config.rest.ordering import Ordering, SortKey
from config.rest.pages import CURSOR, Cursor, CursorField, Position
from config.rest.parameters import filter_parameters, page_parameters
from config.rest.selections import Selection, prepared_statement
from config.rest.statements import Row, shape_of
from config.rest.values import ValueField
from config.rest.views import ReadOnlyView
from cooperation.search import (
    MANY,
    MAX_LENGTH,
    MAX_TERMS,
    TRAINING_COLUMNS,
    SearchQuery,
    documents_to_prepare,
    highlights,
    matching,
    number_of_trainings,
    numbers_of_documents,
    parse_search_query,
    texts_of_training,
    trainings_to_prepare,
    widened,
    with_most_words,
)
from sources.models import RecordKind, address_of

CITATION, TRAINING = "citation", "training"
KINDS = [*RecordKind.values, CITATION, TRAINING]
# Training activities stand behind all records.
LAST_RANK = 5
TRAINING_KEY = SortKey("published_id", "uuid", is_known=True)
ORDERINGS = {
    "rank": Ordering("rank", SortKey("tier", "integer", is_known=True), SortKey("rank_key"), descending=False),
    "trainings": Ordering("trainings", TRAINING_KEY, TRAINING_KEY, descending=False),
}


class SearchQueryField(ValueField):
    """Words to search for."""

    schema = {"type": "string", "maxLength": MAX_LENGTH, "examples": ["merida", '"counter drug"', "mex* army"]}

    def parse(self, text: str) -> SearchQuery:
        try:
            return parse_search_query(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class Search(Filter):
    """The words stand in the text of the row."""

    def __init__(self, missing: str = "") -> None:
        super().__init__(
            SearchQueryField(
                missing=missing,
                description="Full text. All words are found, in any order, whatever their case and accents: at most "
                f'{MAX_TERMS} words or "quoted phrases" and {MAX_LENGTH} characters; mex* finds words that begin so.',
            )
        )

    def filter(self, queryset: QuerySet, value: SearchQuery) -> QuerySet:
        return matching(queryset, value)


class SearchFilterSet(StrictFilterSet):
    """What the search understands."""

    more: ClassVar = {
        "q": Search(missing="Give the words to search for."),
        "kind": Filter(ChoiceField(choices=KINDS, description="Only this kind."), field_name="kind"),
    }


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


class KindsSerializer(serializers.Serializer):
    """How many results there are of each kind that has any."""

    def get_fields(self) -> dict[str, serializers.Field]:
        text = "Results of the kind {kind}; left out where there are none."
        return {kind: serializers.IntegerField(required=False, help_text=text.format(kind=kind)) for kind in KINDS}


class How(TextChoices):
    """How what is found goes with the question."""

    ALL_WORDS = "all_words"
    OTHER_WORDS = "other_words"
    MOST_WORDS = "most_words"
    NOTHING = "nothing"


class MatchedSerializer(serializers.Serializer):
    """How what is found goes with the question."""

    how = serializers.ChoiceField(
        How.choices,
        help_text="`all_words`: as asked. Where nothing has all the words, `other_words`: singular or plural, other spellings, "
        "synonyms in English and Spanish, and without words such as “the”; or else `most_words`: as many of those as stand "
        "together anywhere. `nothing`: no word is found.",
    )
    words = serializers.IntegerField(help_text="How many words or phrases the question has.")
    found = serializers.IntegerField(help_text="How many of them, at least, stand in each result.")


@dataclass(frozen=True)
class SearchPart:
    """Results that stand together in the order of the search."""

    queryset: QuerySet
    ordering: Ordering
    columns: tuple[str, ...]
    question: SearchQuery
    counts: dict[str, int]

    @property
    def count(self) -> int:
        return sum(self.counts.values())

    def rows(self, cursor: Cursor | None, *, backwards: bool, limit: int) -> list[Row]:
        """So many rows behind a cursor, or from an end of the part, in the order of the walk."""
        selection = Selection(
            queryset=self.queryset, narrow=SearchFilterSet.apply, shapes=(), columns=self.columns, ordering=self.ordering,
            limit=limit, using=reading_alias(), cursor=cursor and shape_of(cursor.position), backwards=backwards,
        )  # fmt: skip
        statement = prepared_statement(selection)
        slots = {"q": self.question, CURSOR: cursor and cursor.position}
        return [statement.row(values) for values in statement.execute(slots)]


def parts_of(question: SearchQuery, kind: str | None) -> list[SearchPart]:
    """What is found of a kind, or of all: records and citations by how well they fit, then training activities."""
    parts = []
    if kind != TRAINING:
        counts = numbers_of_documents(question, kind)
        columns = ("kind", "slug", "title", "names", "body", "words", "tier")
        parts.append(SearchPart(documents_to_prepare(kind), ORDERINGS["rank"], columns, question, counts))
    if kind in (None, TRAINING):
        number = number_of_trainings(question)
        trainings = trainings_to_prepare(is_walked=number >= MANY)
        parts.append(
            SearchPart(
                trainings, ORDERINGS["trainings"], TRAINING_COLUMNS, question, {TRAINING: number} if number else {}
            )
        )
    return parts


def found_parts(question: SearchQuery, kind: str | None) -> tuple[How, list[SearchPart]]:
    """What is found as asked, or else by other words, or else by most of them."""

    parts = parts_of(question, kind)
    if number_in(parts):
        return How.ALL_WORDS, parts
    wide = widened(question)
    parts = parts_of(wide, kind)
    if number_in(parts):
        return How.OTHER_WORDS, parts
    if len(wide.terms) > 1:
        parts = parts_of(with_most_words(wide, lambda asked: number_in(parts_of(asked, kind))), kind)
    return How.MOST_WORDS if number_in(parts) else How.NOTHING, parts


def number_in(parts: list[SearchPart]) -> int:
    return sum(part.count for part in parts)


def matched(how: How, question: SearchQuery, parts: list[SearchPart]) -> dict[str, Any]:
    used = parts[0].question
    found = 0 if how == How.NOTHING else used.least or len(used.terms)
    return {"how": how.value, "words": len(question.terms), "found": found}


def begin_of(parts: list[SearchPart], cursor: Cursor | None) -> int:
    """The part in which a page begins, by its number; InvalidParameters if no part has the order of its cursor."""
    if cursor is None:
        return 0
    for number, part in enumerate(parts):
        if part.ordering.name == cursor.position.ordering:
            return number
    raise InvalidParameters([ParameterError("cursor", CursorField.error)])


def walk(parts: Iterable[SearchPart], cursor: Cursor | None, limit: int) -> list[tuple[SearchPart, Row]]:
    """So many rows along some parts, the first of them from a cursor on, in the order of the walk."""
    rows: list[tuple[SearchPart, Row]] = []
    backwards = cursor is not None and cursor.backwards
    for part in parts:
        more = part.rows(cursor, backwards=backwards, limit=limit - len(rows))
        rows.extend((part, row) for row in more)
        cursor = None
        if len(rows) == limit:
            break
    return rows


class SearchView(ReadOnlyView):
    """Records of every kind in which some words stand, those that fit best first."""

    serializer_class = SearchResultSerializer  # type: ignore[assignment]
    filterset_class = SearchFilterSet

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        parameters = [*filter_parameters(SearchFilterSet.base_filters), *page_parameters(ORDERINGS)]
        beside = {"matched": MatchedSerializer, "kinds": KindsSerializer}
        return {"list": Operation(SearchResultSerializer, parameters, is_page=True, beside=beside)}

    def list(self, request: HttpRequest) -> dict[str, Any]:
        """One page: of rows of two tables, so that no page of one queryset fits."""
        query = self.parse(request)
        question, page = query.filters["q"], query.page
        how, parts = found_parts(question, query.filters.get("kind"))
        number = begin_of(parts, page.cursor)
        rows = walk(parts[number::-1] if page.backwards else parts[number:], page.cursor, page.size + 1)
        results = page.cut(rows)
        return {
            "count": number_in(parts),
            **page.links(results, len(rows) > page.size, position_of),
            "matched": matched(how, question, parts),
            "kinds": {kind: number for part in parts for kind, number in part.counts.items()},
            "results": [result_of(row, part.question) for part, row in results],
        }


def position_of(item: tuple[SearchPart, Row]) -> Position:
    part, row = item
    return Position(part.ordering.name, row["sort_value"], row["sort_id"])


def result_of(row: Row, question: SearchQuery) -> Row:
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
        "highlights": [vars(piece) for piece in highlights(question, texts)],
    }
