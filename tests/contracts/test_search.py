"""Full text over all records: every find, the best first, each with what was found; and no input makes a 500."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from drf_spectacular.generators import SchemaGenerator

from cooperation.models import SearchDocument
from cooperation.search import matching_documents, parse_search_query
from cooperation.trainings.models import ImportBatch, ReportPage, Training
from tests.contracts.endpoints import ROOT, VIEWS, body_of, get, ids_of, pages_of
from tests.contracts.wrong_questions import UNREADABLE, cursor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

SEARCH = f"{ROOT}search/"
ODD = [
    "AND", "OR", "NOT", "NEAR", "NEAR(a b)", "a AND", "(", ")", "((a", "a:b", "{title}:a", "^a", "a+b", "-a", "--", "'", "''; DROP", "%",
    "%25", "_", "\\", "a & b | !c", "a <-> b", "a:*A", "a\tb", "a\nb", "é" * 200, "墨西哥", "😀 a", "a" * 200, " ".join(["a"] * 100),
    "\u0301", "a\u0301", "ﬁ", "\ufeffa", "\u202ea", "<script>alert(1)</script>", '"a" "b"', '"a b"*', "a.b.c.d.e.f.g.h.i.j.k.l",
]  # fmt: skip
REFUSED = [
    "",
    '"',
    "*",
    "a*",
    "*a",
    "a*b",
    "-",
    "😀",
    '""',
    "x" * 201,
    " ".join(f"a{number}" for number in range(11)),
    " ".join(["b c"] * 1_000),
]


@pytest.fixture
def trainings() -> list[str]:
    """Thirty training activities of Mexico, every third for xylophonists; the public ids of these, in order."""
    facts = {"rows": 1, "rows_new": 1, "rows_changed": 0, "rows_unchanged": 0, "rows_withdrawn": 0, "doubts": {}}
    moments = dict.fromkeys(("started_at", "finished_at"), "2026-01-01T00:00:00Z")
    batch = ImportBatch.objects.create(is_quoted=False, is_current=False, **facts, **moments)
    page = ReportPage.objects.create(id=2**62, report="2010_2011", section="x")
    for number in range(30):
        title = "Xylophonists of Mexico" if number % 3 == 0 else "English in Mexico"
        Training.objects.create(
            published_id=f"{number:08d}-0000-4000-8000-000000000000", batch=batch, page=page, report="2010_2011",
            fiscal_year=2011, country="MEX", country_as_printed="Mexico", program="IMET", course_title=title, raw=[],
        )  # fmt: skip
    return [f"{number:08d}-0000-4000-8000-000000000000" for number in range(0, 30, 3)]


def pages(question: str, size: int, link: str = "next", **parameters: Any) -> Iterator[dict[str, Any]]:
    page = body_of(SEARCH, {"q": question, "page_size": size, **parameters})
    yield page
    while page[link]:
        page = body_of(page[link])
        yield page


def results(question: str, size: int = 100, **parameters: Any) -> list[dict[str, Any]]:
    return [item for page in pages(question, size, **parameters) for item in page["results"]]


def keys(items: list[dict[str, Any]]) -> list[tuple[str, str]]:
    return [(item["kind"], item["id"]) for item in items]


def test_merida_is_found_without_its_accent_and_the_initiative_itself_comes_first() -> None:
    first, *_ = results("merida initiative")

    assert (first["kind"], first["id"], first["url"]) == (
        "program", "merida-initiative", "http://localhost/api/v1/programs/merida-initiative/",
    )  # fmt: skip
    assert first["rank"] == 1
    assert first["highlights"][0] == {"field": "title", "text": "Mérida Initiative", "ranges": [[0, 6], [7, 17]]}


def test_native_names_find_their_record() -> None:
    assert ("organization", "mexican-army") in keys(results("ejercito mexicano"))


def test_results_are_all_that_is_found_in_the_order_of_their_rank(trainings: list[str]) -> None:
    items = results("mexico")

    assert [item["rank"] for item in items] == sorted(item["rank"] for item in items)
    assert len(keys(items)) == len(set(keys(items))) == body_of(SEARCH, {"q": "mexico"})["count"]
    assert len(items) >= matching_documents(parse_search_query("mexico")).count() + 30


@pytest.mark.parametrize("size", [1, 3, 7])
def test_pages_lead_forwards_and_backwards_through_the_same_results(trainings: list[str], size: int) -> None:
    expected = keys(results("xylophon*"))

    *_, last = pages("xylophon*", size)
    backwards = [last]
    while backwards[-1]["previous"]:
        backwards.append(body_of(backwards[-1]["previous"]))

    assert keys(results("xylophon*", size)) == expected
    assert keys([item for page in reversed(backwards) for item in page["results"]]) == expected
    assert [key for kind, key in expected if kind == "training"] == trainings


def test_one_kind_can_be_asked_for(trainings: list[str]) -> None:
    every = keys(results("mexico"))

    for kind in {kind for kind, _ in every}:
        assert keys(results("mexico", kind=kind)) == [key for key in every if key[0] == kind]


@pytest.mark.parametrize("text", ["mexico", "merida", "army", '"security forces"', "mex* polic*", "police federal"])
def test_lists_find_what_the_search_finds(text: str) -> None:
    items = keys(results(text))

    for plural, view in VIEWS.items():
        kind = getattr(view.queryset.model, "KIND", "citation" if plural == "citations" else None)
        if kind:
            assert sorted(ids_of(plural, {"q": text})) == sorted(
                slug for found_kind, slug in items if found_kind == kind
            )


@pytest.mark.parametrize("ordering", ["id", "-id"])
@pytest.mark.parametrize("size", [1, 3, 10])
@pytest.mark.parametrize("is_in_order", [True, False])
def test_finds_alone_are_paged_in_the_order_of_ids(
    trainings: list[str], ordering: str, size: int, is_in_order: bool
) -> None:
    if not is_in_order:
        Training.objects.filter(published_id=trainings[4]).update(id=-7)
    assert Training.objects.is_in_order() is is_in_order
    parameters = {"q": "xylophon*", "ordering": ordering, "page_size": size, "fields": "id"}
    expected = trainings if ordering == "id" else trainings[::-1]

    *_, last = pages_of("trainings", parameters)
    backwards = [last]
    while backwards[-1]["previous"]:
        backwards.append(body_of(backwards[-1]["previous"]))

    assert ids_of("trainings", parameters) == expected
    assert [item["id"] for page in reversed(backwards) for item in page["results"]] == expected
    assert {page["count"] for page in backwards} == {len(trainings)}


def test_lists_of_trainings_find_by_words_with_any_order_and_filter(trainings: list[str]) -> None:
    assert ids_of("trainings", {"q": "xylophonists mexico", "page_size": 3}) == trainings
    assert ids_of("trainings", {"q": "xylophon*", "ordering": "-id", "country": "MEX"}) == trainings[::-1]
    assert ids_of("trainings", {"q": "xylophon*", "country": "USA"}) == []
    assert body_of(f"{ROOT}trainings/summary/", {"q": "xylophon*", "group_by": "country"})["results"][0]["rows"] == 10

    Training.objects.filter(published_id=trainings[0]).update(withdrawn_at="2026-01-01T00:00:00Z")
    Training.objects.filter(published_id=trainings[1]).update(course_title="Cavalry")

    assert ids_of("trainings", {"q": "xylophon*"}) == trainings[2:]


def test_every_record_is_found_by_its_title() -> None:
    for document in SearchDocument.objects.order_by("pk")[::40]:
        words = " ".join(document.title.replace('"', " ").replace("*", " ").split()[:5])
        assert matching_documents(parse_search_query(words)).filter(pk=document.pk).exists(), document.title


def test_ranges_mark_words_of_the_question() -> None:
    for item in results("merida"):
        for piece in item["highlights"]:
            marked = {piece["text"][first:last].casefold().replace("é", "e") for first, last in piece["ranges"]}
            assert marked == {"merida"}


@pytest.mark.parametrize("text", ODD)
def test_odd_questions_are_only_words_or_refused(text: str) -> None:
    for address in (SEARCH, *(f"{ROOT}{plural}/" for plural in ("events", "citations", "trainings"))):
        response = get(f"{address}?q={quote(text)}")
        assert response.status_code in (200, 400), address
        if response.status_code == 400:
            assert [error["parameter"] for error in response.json()["errors"]] == ["q"]


@pytest.mark.parametrize("text", [*map(quote, REFUSED), *UNREADABLE])
def test_what_cannot_be_searched_is_refused_with_its_name(text: str) -> None:
    for address in (SEARCH, *(f"{ROOT}{plural}/" for plural in ("events", "citations", "trainings"))):
        response = get(f"{address}?q={text}")
        assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json"), address
        assert {error["parameter"] for error in response.json()["errors"]} == {"q"}


@pytest.mark.parametrize(
    ("question", "parameter"),
    [
        ("", "q"), ("q=a&q=b", "q"), ("q=a&kind=nothing", "kind"), ("q=a&knd=event", "knd"), ("q=a&page_size=101", "page_size"),
        ("q=a&ordering=id", "ordering"), ("q=a&cursor=x", "cursor"), ("q=a&cursor=" + cursor("rank", "x", "y", False), "cursor"),
        ("q=a&cursor=" + cursor("trainings", "x", "y", False), "cursor"), ("q=a&cursor=" + cursor("id", "x", "y", False), "cursor"),
        ("q=a&cursor=" + cursor("rank", "9" * 30, "y", False), "cursor"), ("q=a&cursor=" + cursor("rank", "1", "y\0", False), "cursor"),
    ],
)  # fmt: skip
def test_wrong_questions_are_refused_with_the_name_of_the_parameter(question: str, parameter: str) -> None:
    response = get(f"{SEARCH}?{question}")

    assert response.status_code == 400
    assert [error["parameter"] for error in response.json()["errors"]] == [parameter]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_is_written_through_the_search(method: str) -> None:
    response = getattr(Client(raise_request_exception=False), method)(
        f"{SEARCH}?q=a", {}, headers={"host": "localhost"}
    )

    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")


@pytest.mark.parametrize("size", [1, 25, 100])
def test_a_search_counts_and_reads_each_of_its_two_tables_once(trainings: list[str], size: int) -> None:
    addresses = [
        f"{SEARCH}?q=mexico&page_size={size}",
        *(page["next"] for page in pages("mexico", 100) if page["next"]),
    ]

    for address in addresses:
        with CaptureQueriesContext(connection) as queries:
            body_of(address)
        asked = [item["sql"] for item in queries if "cooperation_searchdocument" in item["sql"]]
        assert len(asked) <= 2
        assert len([item for item in queries if "cooperation_training" in item["sql"]]) <= 2


def test_answers_are_what_the_document_says(trainings: list[str]) -> None:
    document = SchemaGenerator().get_schema(request=None, public=True)
    schema = document["paths"][SEARCH]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
    validator = jsonschema.Draft202012Validator({**schema, "components": document["components"]})

    for page in pages("mexico", 100):
        validator.validate(page)


def test_the_navy_is_found_by_its_acronym() -> None:
    assert "mexican-navy-secretariat" in ids_of("organizations", {"q": "semar"})
