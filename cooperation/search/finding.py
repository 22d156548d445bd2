"""Where a question is found: FTS5 on SQLite, tsvector on PostgreSQL, with the same answers."""

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import BooleanField, Case, F, Func, IntegerField, Model, QuerySet, Value, When

from config.rest.conditions import Condition
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
        return f"{sign}{key} IN ({found_keys(self.model)})", (*parameters, fts5(self.question, self.fields))

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> tuple[str, list[Any]]:
        """A condition on the vector beside the key."""
        key: Any = self.source_expressions[0]
        table = compiler.quote_name_unless_alias(key.alias)
        return f"{table}.search_vector @@ %s::tsquery", [tsquery(self.question, self.fields)]


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

    @property
    def words(self) -> str:
        """The question in the words of FTS5."""
        return fts5(self.question, ALL_FIELDS)

    def count(self) -> int:
        """How many there are."""
        with connections[self.using].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({found_keys(Training)})", [self.words])  # noqa: S608
            return int(cursor.fetchone()[0])

    def within(self, begin: int | None, length: int, *, falls: bool) -> Condition | None:
        """The condition that a row is among so many from a key on (None: from the end of the list), as the index has them.

        None if keys do not go the way of the public ids.
        """
        if not Training.objects.using(self.using).is_in_order():
            return None
        sign, direction = ("<=", "DESC") if falls else (">=", "ASC")
        beyond, parameters = ("", ()) if begin is None else (f"AND rowid {sign} %s ", (begin,))
        found = f"{found_keys(Training)} {beyond}ORDER BY rowid {direction} LIMIT {length:d}"
        table = Training._meta.db_table
        is_among = f'"{table}"."withdrawn_at" IS NULL AND "{table}"."id" IN ({found})'
        return Condition(Training, self.using, is_among, (self.words, *parameters))


def matching_trainings(queryset: QuerySet, question: Question) -> QuerySet:
    """The training activities in which a question is found, by the way that is quicker."""
    is_sqlite = connections[queryset.db].vendor == "sqlite"
    is_walked = is_sqlite and Finds(question, queryset.db).count() >= MANY
    return queryset.filter(Found(F("pk"), question=question, fields=ALL_FIELDS, model=Training, is_walked=is_walked))


def texts_of_training(row: dict[str, Any]) -> dict[str, str]:
    """The texts of a training activity by field, as they are searched."""
    return {field: " ".join(row[column] or "" for column in columns) for field, columns in TRAINING_TEXTS.items()}
