"""A question finds the same documents on every database: those in which its words stand."""

import sqlite3
import unicodedata

import pytest
from django.db import connection

from cooperation.models import SearchDocument
from cooperation.search import FIELDS, found, matching, read_question, tier
from cooperation.search.words import words_of
from cooperation.trainings.models import ImportBatch, ReportPage, Training
from tests.cooperation.search.texts import QUESTIONS, TEXTS, answers

pytestmark = pytest.mark.django_db

# Folded by Python as newer editions of Unicode have it, and by FTS5 as Unicode 6 did.
LATIN = [
    *range(1, 0x1E0),
    *range(0x1E2, 0x250),
    *range(0x1E00, 0x1E96),
    *range(0x1EA0, 0x1EFA),
    *range(0x2000, 0x2065),
    *range(0x20A0, 0x20B0),
]


@pytest.fixture
def documents() -> list[SearchDocument]:
    """Each text as the title of a document and, split in two, in other fields of others."""
    rows = [{"title": text, "names": "", "body": "", "words": ""} for text in TEXTS]
    rows += [
        {"title": "", "names": first, "body": second, "words": text}
        for first, second, text in zip(TEXTS, TEXTS[1:], TEXTS[2:], strict=False)
    ]
    return SearchDocument.objects.bulk_create(
        SearchDocument(id=number, kind="place", slug=f"place-{number}", rank_key=f"{number:04d}", **row)
        for number, row in enumerate(rows, 1)
    )


def test_questions_find_the_documents_in_which_their_words_stand(documents: list[SearchDocument]) -> None:
    for text in QUESTIONS:
        try:
            question = read_question(text)
        except ValueError:
            continue
        expected = {document.pk for document in documents if answers(question, document)}
        assert set(found(question).values_list("pk", flat=True)) == expected, text


def test_questions_find_the_same_training_activities_as_documents(documents: list[SearchDocument]) -> None:
    add_trainings(documents[: len(TEXTS)])

    for text in QUESTIONS:
        try:
            question = read_question(text)
        except ValueError:
            continue
        expected = set(found(question).filter(pk__lte=len(TEXTS)).values_list("title", flat=True))
        rows = matching(Training.objects.present(), question)
        assert set(rows.values_list("course_title", flat=True)) == expected, text
        assert rows.count() == len(rows.values_list("pk"))


def add_trainings(documents: list[SearchDocument]) -> None:
    """A training activity for each document, with its title."""
    facts = {"rows": 1, "rows_new": 1, "rows_changed": 0, "rows_unchanged": 0, "rows_withdrawn": 0, "doubts": {}}
    moments = dict.fromkeys(("started_at", "finished_at"), "2026-01-01T00:00:00Z")
    batch = ImportBatch.objects.create(is_quoted=False, **facts, **moments)
    page = ReportPage.objects.create(id=1, report="2010_2011", section="x")
    for document in documents:
        Training.objects.create(
            published_id=f"{document.pk:08d}-0000-4000-8000-000000000000", batch=batch, page=page, report="2010_2011",
            fiscal_year=2011, country="ZZZ", country_as_printed="", program="", course_title=document.title, raw=[],
        )  # fmt: skip


def test_characters_are_letters_marks_or_neither_on_every_database() -> None:
    SearchDocument.objects.bulk_create(
        SearchDocument(
            id=code, kind="place", slug=str(code), title=f"a{chr(code)}b", names="", body="", words="", rank_key=""
        )
        for code in LATIN
        if unicodedata.category(chr(code)) != "Cn"
    )

    for document in SearchDocument.objects.order_by("pk"):
        folded = [word.folded for word in words_of(document.title)]
        assert words_in_index(document) == folded, hex(document.pk)


def words_in_index(document: SearchDocument) -> list[str]:
    """The words of a title as the database's full text has them, in their order."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT lexeme FROM cooperation_searchdocument, unnest(search_vector) AS u(lexeme, positions, weights), "
                "unnest(positions) AS place WHERE id = %s ORDER BY place",
                [document.pk],
            )
            return [word for (word,) in cursor.fetchall()]
    # What the index holds cannot be read without a table of its own, which a test's transaction need not make.
    memory = sqlite3.connect(":memory:")
    memory.execute(
        "CREATE VIRTUAL TABLE texts USING fts5(text, tokenize=\"unicode61 remove_diacritics 2 categories 'L* Nd'\")"
    )
    memory.execute("CREATE VIRTUAL TABLE words USING fts5vocab(texts, instance)")
    memory.execute("INSERT INTO texts VALUES (?)", [document.title])
    return [word for (word,) in memory.execute("SELECT term FROM words ORDER BY offset")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("merida", 0),
        ("merida plan", 1),
        ("merida money", 2),
        ("merida army", 3),
        ("plan army", 3),
        ('"army merida"', None),
    ],
)
def test_the_best_finds_are_those_in_the_title(text: str, expected: int | None) -> None:
    SearchDocument.objects.create(
        id=1,
        kind="program",
        slug="x",
        title="Mérida Initiative",
        names="Plan Mexico",
        body="money",
        words="the army",
        rank_key="",
    )
    question = read_question(text)

    assert found(question).annotate(tier=tier(question)).values_list("tier", flat=True).first() == expected


def test_a_phrase_does_not_reach_from_one_field_into_the_next() -> None:
    fields = dict(zip(FIELDS, ["one two", "three four", "five", "six"], strict=True))
    SearchDocument.objects.create(id=1, kind="program", slug="x", rank_key="", **fields)

    assert not found(read_question('"two three"')).exists()
    assert found(read_question('"three four"')).exists()
