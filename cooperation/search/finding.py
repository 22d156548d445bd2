"""Where a question is found: FTS5 on SQLite, tsvector on PostgreSQL, with the same answers."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Case, F, Func, IntegerField, Model, QuerySet, Value, When
from django.db.models.expressions import RawSQL

from config.rest.statements import Slot
from cooperation.models import SearchDocument
from cooperation.search.questions import Question, Term
from cooperation.trainings.models import Training
from sources.models import Citation

# The fields of a document, the best first, with PostgreSQL's letters for them.
FIELDS = {"title": "A", "names": "B", "body": "C", "words": "D"}
ALL_FIELDS = "".join(FIELDS.values())
# The columns of a training activity that are searched, by the field that they stand for.
TRAINING_TEXTS = {
    "title": ("course_title",),
    "names": ("delivery_unit", "recipient_unit"),
    "body": ("location", "country_as_printed", "program"),
}
TRAINING_COLUMNS = ("published_id", *(column for columns in TRAINING_TEXTS.values() for column in columns))
# From so many rows on, a list is quicker walked in its order than put together from what is found and sorted.
MANY = 5_000


class Found(Func):
    """Whether a question is found in some fields of a row; of a document or a training activity, by its primary key.

    `is_walked`: SQLite is to look each row up among those found, instead of going through those found.
    """

    output_field = BooleanField()

    def __init__(
        self, key: Any, *, question: Question, fields: str, model: type[Model], is_walked: bool = False
    ) -> None:
        super().__init__(key)
        self.question, self.fields, self.model, self.is_walked = question, fields, model, is_walked

    def as_sqlite(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, tuple[Any, ...]]:
        """A condition on the key."""
        key, parameters = compiler.compile(self.source_expressions[0])
        sign = "+" if self.is_walked else ""
        words = parameter(self.question, partial(fts5, fields=self.fields))
        return f"{sign}{key} IN ({found_keys(self.model)})", (*parameters, words)

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        """A condition on the vector beside the key."""
        key: Any = self.source_expressions[0]
        table = compiler.quote_name_unless_alias(key.alias)
        return f"{table}.search_vector @@ %s::tsquery", [parameter(self.question, partial(tsquery, fields=self.fields))]


def parameter(value: Any, prepare: Callable[[Any], Any]) -> Any:
    """What a database is given for a value, or the slot for it."""
    return value.through(prepare) if isinstance(value, Slot) else prepare(value)


def found_keys(model: type[Model]) -> str:
    """SQLite's query for the keys of what a question finds."""
    index = f"{model._meta.db_table}_index"
    return f'SELECT rowid FROM "{index}" WHERE "{index}" MATCH %s'  # noqa: S608


def fts5(question: Question, fields: str) -> str:
    """A question in the words of FTS5."""
    terms = " AND ".join(f'"{" ".join(term.words)}"{" *" if term.is_beginning else ""}' for term in question.terms)
    columns = " ".join(name for name, letter in FIELDS.items() if letter in fields)
    return f"{{{columns}}} : ({terms})" if len(fields) < len(FIELDS) else terms


def tsquery(question: Question, fields: str) -> str:
    """A question in the words of PostgreSQL; a phrase stands in one field."""
    return " & ".join(
        f"({' | '.join(phrase(term, letters) for letters in parts(term, fields))})" for term in question.terms
    )


def parts(term: Term, fields: str) -> list[str]:
    """The letters of the fields in which a term stands: any of them for one word, one of them for several."""
    return list(fields) if len(term.words) > 1 else [fields]


def phrase(term: Term, letters: str) -> str:
    """The words of a term one after the other; all fields are none in particular, which the index answers by itself."""
    weights = "" if letters == ALL_FIELDS else letters
    marks = [*([weights] * (len(term.words) - 1)), ("*" if term.is_beginning else "") + weights]
    return " <-> ".join(f"'{word}'{':' if mark else ''}{mark}" for word, mark in zip(term.words, marks, strict=True))


def found(question: Question) -> QuerySet:
    """The documents in which a question is found."""
    return SearchDocument.objects.filter(Found(F("pk"), question=question, fields=ALL_FIELDS, model=SearchDocument))


def tier(question: Question, model: type[Model] = SearchDocument) -> Case:
    """How well a question fits: 0 all in the title, 1 in title and names, 2 in the body too, 3 with words as printed."""
    fits = [
        When(Found(F("pk"), question=question, fields=ALL_FIELDS[: number + 1], model=model), then=Value(number))
        for number in range(3)
    ]
    return Case(*fits, default=Value(3), output_field=IntegerField())


def matching(queryset: QuerySet, question: Question) -> QuerySet:
    """The rows of a list in which a question is found: of records, citations or training activities."""
    if queryset.model is Training:
        return matching_trainings(queryset, question)
    documents = found(question)
    if queryset.model is Citation:
        return queryset.filter(pk__in=documents.filter(pk__lt=0).values_list(-F("pk")))
    return queryset.filter(pk__in=documents.filter(pk__gt=0).values("pk"))


@dataclass(frozen=True)
class Finds:
    """The training activities in which a question is found, as SQLite's index has them: those that are present."""

    question: Question
    using: str

    def count(self) -> int:
        """How many there are."""
        return number_in_index(Training, self.question, self.using)


@lru_cache(maxsize=256)
def first_finds(question: Slot, begin: Slot | None, length: int, *, falls: bool) -> QuerySet:
    """So many of the training activities that SQLite's index finds, from a key on (None: from the end of the list).

    They are in the order of the list as long as keys go the way of the public ids.
    """
    sign, direction = ("<=", "DESC") if falls else (">=", "ASC")
    beyond, parameters = ("", ()) if begin is None else (f"AND rowid {sign} %s ", (begin,))
    keys = f"{found_keys(Training)} {beyond}ORDER BY rowid {direction} LIMIT {length:d}"
    words = question.through(partial(fts5, fields=ALL_FIELDS))
    return Training.objects.present().filter(pk__in=RawSQL(keys, (words, *parameters)))  # noqa: S611


def matching_trainings(queryset: QuerySet, question: Question) -> QuerySet:
    """The training activities in which a question is found, by the way that is quicker."""
    is_sqlite = connections[queryset.db].vendor == "sqlite"
    return matched(queryset, question, number=Finds(question, queryset.db).count() if is_sqlite else 0)


def matched(queryset: QuerySet, question: Question, *, number: int) -> QuerySet:
    """The same of a list, where so many are found in all."""
    is_walked = number >= MANY
    return queryset.filter(Found(F("pk"), question=question, fields=ALL_FIELDS, model=Training, is_walked=is_walked))


def number_in_index(model: type[Model], question: Question, using: str) -> int:
    """How many rows of a model SQLite's index finds, which holds what the public sees."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({found_keys(model)})", [fts5(question, ALL_FIELDS)])  # noqa: S608
        return int(cursor.fetchone()[0])


def documents_found(question: Question, kind: str | None) -> tuple[QuerySet, int]:
    """The documents (of a kind) in which a question is found, and how many they are."""
    documents = found(question)
    if kind is None and connections[documents.db].vendor == "sqlite":
        return documents, number_in_index(SearchDocument, question, documents.db)
    documents = documents.filter(kind=kind) if kind else documents
    return documents, documents.count()


def trainings_found(question: Question) -> tuple[QuerySet, int]:
    """The training activities in which a question is found, and how many they are: SQLite's index holds no others."""
    present = Training.objects.present()
    if connections[present.db].vendor != "sqlite":
        rows = matching_trainings(present, question)
        return rows, rows.count()
    number = Finds(question, present.db).count()
    return matched(present, question, number=number), number


def texts_of_training(row: dict[str, Any]) -> dict[str, str]:
    """The texts of a training activity by field, as they are searched."""
    return {field: " ".join(row[column] or "" for column in columns) for field, columns in TRAINING_TEXTS.items()}
