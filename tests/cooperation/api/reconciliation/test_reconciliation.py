"""Claims beside what the training records add up to, as the API tells of them."""

from typing import Any

import pytest
from django.test import Client

from sources.models import Action, Record, step
from tests import factories

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/reconciliation/"


@pytest.fixture
def claim() -> Any:
    """Exactly five persons trained, in a published source that has an address."""
    source = factories.make_source(status="published", url="https://news.example/trained")
    citation = factories.make_citation(source=source, paragraph=18, as_stated="five persons")
    return factories.make_observation(
        status="published", citation=citation, value=5, qualifier="exact", calendar="us_fiscal", fiscal_year=2011
    )


def ask(address: str = "", status: int = 200) -> Any:
    response = Client().get(f"{ADDRESS}{address}")
    assert response.status_code == status, response.content
    return response.json()


def test_an_answer_sets_the_claim_with_its_place_beside_the_records_with_their_query(claim):
    factories.make_training()
    factories.refresh_sums()
    record = factories.make_reconciliation(claim=claim, status="published", slug="trained-fy2011")

    answer = ask("trained-fy2011/")

    assert answer["claim"] == {
        "kind": "observation", "id": claim.slug, "url": f"http://testserver/api/v1/observations/{claim.slug}/",
    }  # fmt: skip
    assert (answer["stated_value"], answer["qualifier"], answer["unit"]) == (5, "exact", "persons")
    assert (answer["status"], answer["reason"], answer["measure"]) == ("recorded", None, "trainees")
    assert (answer["recorded_value"], answer["difference"], answer["difference_percent"]) == (2, -3, -60)
    assert (answer["is_consistent"], answer["comparison"]) == (False, "Recorded is lower by 3 (60.0 %).")
    assert answer["recorded"] == {
        "rows": 1, "trainees": 2, "unknown_quantities": 0, "cost": 12_000, "unknown_costs": 0, "courses": 0, "runs": 1,
        "weeks": None,
    }  # fmt: skip
    assert answer["query"] == "http://testserver/api/v1/trainings/?country=MEX&fiscal_year=2011&is_counted=true"
    assert answer["summary"] == "http://testserver/api/v1/trainings/summary/?country=MEX&fiscal_year=2011"
    [citation] = answer["citations"]
    assert (citation["source"], citation["paragraph"]) == (claim.citation.source.slug, 18)
    assert citation["as_stated"] == answer["as_stated"] == "five persons"
    assert citation["link"] == "https://news.example/trained#:~:text=five%20persons"
    assert (answer["not_covered"], answer["note"]) == (record.not_covered, record.note)


def test_the_links_lead_to_the_rows_and_to_their_sums(claim):
    factories.make_training()
    factories.make_training(report="2010_2011", is_counted=False)
    factories.refresh_sums()
    factories.make_reconciliation(claim=claim, status="published", slug="a")

    answer = ask("a/")

    assert Client().get(answer["query"]).json()["count"] == answer["recorded"]["rows"] == 1
    [group] = Client().get(answer["summary"]).json()["results"]
    assert {name: group[name] for name in ("rows", "trainees", "cost")} == {"rows": 1, "trainees": 2, "cost": 12_000}


def test_without_an_import_the_answer_names_the_command(claim):
    factories.make_reconciliation(claim=claim, status="published", slug="a")

    answer = ask("a/")

    assert (answer["status"], answer["recorded_value"], answer["recorded"]) == ("not_imported", None, None)
    assert (answer["difference"], answer["is_consistent"], answer["comparison"]) == (None, None, None)
    assert "manage.py import_fmtrpt FILE --totals FILE" in answer["reason"]
    assert answer["stated_value"] == 5


def test_a_year_that_the_import_lacks_is_null(claim):
    factories.make_training(fiscal_year=2010)
    factories.refresh_sums()
    factories.make_reconciliation(claim=claim, status="published", slug="a")

    answer = ask("a/")

    assert (answer["status"], answer["recorded_value"]) == ("not_held", None)
    assert "MEX 2011" in answer["reason"]


def test_a_query_that_names_a_place_finds_its_rows(claim):
    place = factories.make_place(status="published", slug="chiapas")
    factories.make_training(place=place, quantity=40)
    factories.make_training()
    factories.refresh_sums()
    query = "country=MEX&fiscal_year=2011&place__within=chiapas"
    factories.make_reconciliation(claim=claim, status="published", slug="a", query=query)

    assert ask("a/")["recorded_value"] == 40


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("country=MEX&place=gone", "There is no place “gone”."),
        ("country=MEX&plaec=chiapas", "There is no parameter “plaec”, but “place”."),
        ("fiscal_year=abc", "whole number"),
        ("nonsense", "is no query"),
    ],
)
def test_a_query_that_cannot_be_answered_any_more_is_no_error(claim, query, words):
    factories.make_training()
    factories.refresh_sums()
    factories.make_reconciliation(claim=claim, status="published", slug="a", query=query)

    answer = ask("a/")

    assert (answer["status"], answer["recorded_value"]) == ("not_answered", None)
    assert words in answer["reason"]


def test_a_claim_without_a_figure_has_no_difference():
    factories.make_training()
    factories.refresh_sums()
    program = factories.make_program(status="published")
    factories.make_reconciliation(claim=program, status="published", slug="a")

    answer = ask("a/")

    assert (answer["claim"]["kind"], answer["stated_value"], answer["unit"]) == ("program", None, None)
    assert (answer["recorded_value"], answer["difference"]) == (2, None)
    assert answer["comparison"] == "No figure is stated."


def test_money_is_compared_in_dollars():
    factories.make_training()
    factories.refresh_sums()
    funding = factories.make_funding(status="published", amount=15_000)
    factories.make_reconciliation(claim=funding, status="published", slug="a", measure="cost")

    answer = ask("a/")

    assert (answer["stated_value"], answer["unit"], answer["recorded_value"]) == (15_000, "USD", 12_000)
    assert answer["difference_percent"] == -20


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_drafts_are_not_there(claim, status):
    record = factories.make_reconciliation(claim=claim, status=status, slug="a")

    assert ask()["count"] == 0
    assert Client().get(f"{ADDRESS}a/").status_code == (410 if status == "withdrawn" else 404)
    assert record.slug not in str(ask("?fields=id"))


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_what_is_not_public_is_not_compared_either(claim, status):
    factories.make_reconciliation(claim=claim, status="published", slug="a")

    Record.objects.filter(pk=claim.pk).update(status=status)

    assert ask()["count"] == 0
    assert Client().get(f"{ADDRESS}a/").status_code == 404


def test_a_claim_of_a_source_that_is_not_public_is_not_compared(claim):
    factories.make_reconciliation(claim=claim, status="published", slug="a")

    Record.objects.filter(pk=claim.citation.source.pk).update(status="draft")

    assert ask()["count"] == 0


def test_a_claim_that_is_compared_stays_published(claim):
    factories.make_reconciliation(claim=claim, status="published", slug="a")

    with pytest.raises(Exception, match="reconciliation/a"):
        step(Record.objects.get(pk=claim.pk), Action.WITHDRAWN, reason="A mistake.")


def test_a_reconciliation_without_a_note_is_not_published(claim):
    record = factories.make_reconciliation(claim=claim, note=None)

    with pytest.raises(Exception, match="it has no note"):
        step(Record.objects.get(pk=record.pk), Action.PUBLISHED)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("measure=trainees", {"a"}),
        ("measure__in=cost,trainees", {"a", "b"}),
        ("fiscal_year=2011", {"a"}),
        ("fiscal_year=2009", {"b"}),
        ("fiscal_year=1999", set()),
        ("observation={claim}", {"a"}),
        ("program={program}", {"b"}),
        ("source={source}", {"a"}),
        ("source={source}&paragraph=18", {"a"}),
        ("source={source}&paragraph=17", set()),
        ("paragraph=1", {"b"}),
    ],
)
def test_lists_are_filtered(claim, query, found):
    program = factories.make_program(status="published")
    query = query.format(claim=claim.slug, program=program.slug, source=claim.citation.source.slug)
    factories.make_reconciliation(claim=claim, status="published", slug="a")
    asked = "country=MEX&fiscal_year__gte=2008&fiscal_year__lte=2010"
    factories.make_reconciliation(claim=program, status="published", slug="b", measure="cost", query=asked)

    assert {item["id"] for item in ask(f"?{query}&fields=id")["results"]} == found


@pytest.mark.parametrize(
    "query", ["fiscal_year=abc", "measure=people", "claim=x", "observation=no-such", "program__within=x", "query=x"]
)
def test_wrong_questions_are_refused(query):
    assert ask(f"?{query}", status=400)["status"] == 400


def test_as_many_queries_for_a_hundred_as_for_one(claim, django_assert_num_queries, settings):
    settings.CACHE_MEGABYTES = 0
    factories.make_training()
    factories.refresh_sums()
    claims = [claim, factories.make_funding(status="published"), factories.make_program(status="published")]
    claims.append(factories.make_event(status="published"))
    for number in range(100):
        place = factories.make_place(status="published")
        query = f"country=MEX&fiscal_year=2011&place__within={place.slug}&q=infantry"
        factories.make_reconciliation(claim=claims[number % 4], status="published", query=query)
    Client().get(ADDRESS)

    # Rows, count, four kinds of claim, two of their citations, places, the years held, the sums.
    for size in (4, 100):
        with django_assert_num_queries(11):
            assert len(ask(f"?page_size={size}")["results"]) == size


def test_no_field_of_the_records_takes_no_query_of_them(claim, django_assert_num_queries, settings):
    settings.CACHE_MEGABYTES = 0
    factories.make_reconciliation(claim=claim, status="published")
    ask("?fields=id,title,measure")

    with django_assert_num_queries(2):
        ask("?fields=id,title,measure")
