"""Where a question is found: FTS5 on SQLite, tsvector on PostgreSQL, with the same answers."""

from collections.abc import Callable, Iterable
from functools import cache, lru_cache, partial
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Case, Count, F, Func, IntegerField, Model, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from config.rest.statements import Slot
from cooperation.models import SearchDocument
from cooperation.search.fulltext import FIELDS, TRAINING_TEXTS
from cooperation.search.questions import SearchQuery, Term
from cooperation.trainings.models import Training
from sources.models import Citation

ALL_FIELDS = "".join(FIELDS.values())
TRAINING_COLUMNS = ("published_id", *(column for columns in TRAINING_TEXTS.values() for column in columns))
# From so many rows on, a list is quicker walked in its order than put together from what is found and sorted.
MANY = 5_000
# The question of a request, in statements that are prepared for any.
QUERY_SLOT = Slot("q", None, SearchQuery)


class Matches(Func):
    """Whether a question is found in some fields of a row; of a document or a training activity, by its primary key.

    `is_walked`: SQLite is to look each row up among those found, instead of going through those found.
    """

    output_field = BooleanField()

    def __init__(
        self, key: Any, *, question: SearchQuery | Slot, fields: str, model: type[Model], is_walked: bool = False
    ) -> None:
        super().__init__(key)
        self.question, self.fields, self.model, self.is_walked = question, fields, model, is_walked

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        key, parameters = compiler.compile(self.source_expressions[0])
        sign = "+" if self.is_walked else ""
        return f"{sign}{key} IN ({matching_keys(self.model)})", (*parameters, self.words(fts5))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        key: Any = self.source_expressions[0]
        table = compiler.quote_name_unless_alias(key.alias)
        return f"{table}.search_vector @@ %s::tsquery", [self.words(tsquery)]

    def words(self, write: Callable[[SearchQuery, str], str]) -> str | Slot:
        """The question in the words of a database; of a prepared statement, where they are to stand."""
        if isinstance(self.question, Slot):
            return self.question.through(lambda question: write(question, self.fields))
        return write(self.question, self.fields)


def matching_keys(model: type[Model]) -> str:
    """SQLite's query for the keys of what a question finds."""
    index = f"{model._meta.db_table}_index"
    return f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'  # noqa: S608


def fts5(question: SearchQuery, fields: str) -> str:
    terms = " OR ".join(f"({fts5_all(combination)})" for combination in question.combinations())
    columns = " ".join(name for name, letter in FIELDS.items() if letter in fields)
    return f"{{{columns}}} : ({terms})" if len(fields) < len(FIELDS) else terms


def fts5_all(terms: Iterable[Term]) -> str:
    return " AND ".join(f"({' OR '.join(fts5_way(term, words) for words in term.ways)})" for term in terms)


def fts5_way(term: Term, words: tuple[str, ...]) -> str:
    return f'"{" ".join(words)}"{" *" if term.is_beginning else ""}'


def tsquery(question: SearchQuery, fields: str) -> str:
    """A question in the words of PostgreSQL; a phrase stands in one field."""
    return " | ".join(f"({tsquery_all(combination, fields)})" for combination in question.combinations())


def tsquery_all(terms: Iterable[Term], fields: str) -> str:
    return " & ".join(
        f"({' | '.join(phrase(term, words, part) for words in term.ways for part in parts(words, fields))})"
        for term in terms
    )


def parts(words: tuple[str, ...], fields: str) -> list[str]:
    """The letters of the fields in which words stand: any of them for one word, one of them for several."""
    return list(fields) if len(words) > 1 else [fields]


def phrase(term: Term, words: tuple[str, ...], letters: str) -> str:
    """Words of a term one after the other; all fields are none in particular, which the index answers by itself."""
    weights = "" if letters == ALL_FIELDS else letters
    marks = [*([weights] * (len(words) - 1)), ("*" if term.is_beginning else "") + weights]
    return " <-> ".join(f"'{word}'{':' if mark else ''}{mark}" for word, mark in zip(words, marks, strict=True))


def matching_documents(question: SearchQuery | Slot) -> QuerySet:
    return SearchDocument.objects.filter(Matches(F("pk"), question=question, fields=ALL_FIELDS, model=SearchDocument))


def tier(question: SearchQuery | Slot, model: type[Model] = SearchDocument) -> Case:
    """How well a question fits: 0 all in the title, 1 in title and names, 2 in the body too, 3 with words as printed."""
    fits = [
        When(Matches(F("pk"), question=question, fields=ALL_FIELDS[: number + 1], model=model), then=Value(number))
        for number in range(3)
    ]
    return Case(*fits, default=Value(3), output_field=IntegerField())


def matching(queryset: QuerySet, question: SearchQuery) -> QuerySet:
    """The rows of a list in which a question is found: of records, citations or training activities."""
    if queryset.model is Training:
        return matching_trainings(queryset, question)
    documents = matching_documents(question)
    if queryset.model is Citation:
        return queryset.filter(pk__in=documents.filter(pk__lt=0).values_list(-F("pk")))
    return queryset.filter(pk__in=documents.filter(pk__gt=0).values("pk"))


@lru_cache(maxsize=256)
def first_matches(begin: Slot | None, length: int, *, falls: bool) -> QuerySet:
    """So many of the training activities in which SQLite finds the question of a request, from a key on (None: from the end).

    They are in the order of the list as long as keys go the way of the public ids.
    """
    sign, direction = ("<=", "DESC") if falls else (">=", "ASC")
    beyond, parameters = ("", ()) if begin is None else (f"AND rowid {sign} %s ", (begin,))
    keys = f"{matching_keys(Training)} {beyond}ORDER BY rowid {direction} LIMIT {length:d}"
    words = QUERY_SLOT.through(partial(fts5, fields=ALL_FIELDS))
    return Training.objects.present().filter(pk__in=RawSQL(keys, (words, *parameters)))  # noqa: S611


def matching_trainings(queryset: QuerySet, question: SearchQuery, column: str | None = None) -> QuerySet:
    """The training activities in which a question is found, or in one of the columns that are searched."""
    fields = ALL_FIELDS if column is None else letter_of(column)
    is_sqlite = connections[queryset.db].vendor == "sqlite"
    is_walked = is_sqlite and number_in_index(Training, question, queryset.db, fields) >= MANY
    return matching_present(queryset, question, fields, is_walked=is_walked)


def letter_of(column: str) -> str:
    """The letter of the field that holds a column of a training activity, and nothing else."""
    return next(FIELDS[field] for field, columns in TRAINING_TEXTS.items() if columns == (column,))


def matching_present(
    queryset: QuerySet, question: SearchQuery | Slot, fields: str = ALL_FIELDS, *, is_walked: bool
) -> QuerySet:
    return queryset.filter(Matches(F("pk"), question=question, fields=fields, model=Training, is_walked=is_walked))


def number_in_index(model: type[Model], question: SearchQuery, using: str, fields: str = ALL_FIELDS) -> int:
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({matching_keys(model)})", [fts5(question, fields)])  # noqa: S608
        return int(cursor.fetchone()[0])


def numbers_of_documents(question: SearchQuery, kind: str | None) -> dict[str, int]:
    """How many documents a question finds, by their kind; one query."""
    documents = matching_documents(question)
    counted = (documents.filter(kind=kind) if kind else documents).order_by("kind").values_list("kind")
    return dict(counted.annotate(Count("pk")))


def number_of_trainings(question: SearchQuery) -> int:
    present = Training.objects.present()
    if connections[present.db].vendor == "sqlite":
        return number_in_index(Training, question, present.db)
    return matching_trainings(present, question).count()


@cache
def documents_to_prepare(kind: str | None) -> QuerySet:
    """The documents (of a kind) in which the question of a request is found, with how well it fits."""
    documents = matching_documents(QUERY_SLOT).annotate(tier=tier(QUERY_SLOT))
    return documents.filter(kind=kind) if kind else documents


@cache
def trainings_to_prepare(*, is_walked: bool) -> QuerySet:
    """The training activities in which the question of a request is found."""
    return matching_present(Training.objects.present(), QUERY_SLOT, is_walked=is_walked)


def texts_of_training(row: dict[str, Any]) -> dict[str, str]:
    """The texts of a training activity by field, as they are shown: both units are names."""
    shown = {**TRAINING_TEXTS, "names": (*TRAINING_TEXTS["names"], *TRAINING_TEXTS["words"])}
    texts = {field: " ".join(row[column] or "" for column in columns) for field, columns in shown.items()}
    return {field: texts[field] for field in ("title", "names", "body")}
