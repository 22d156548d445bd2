"""What the start page shows of the data."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cooperation.pages.figures import figure_in_words
from cooperation.pages.trainings import trainings
from cooperation.trainings.models import ReportedYear
from tests.factories import (
    make_citation,
    make_discrepancy,
    make_funding,
    make_indicator,
    make_observation,
    make_program,
    make_source,
    make_training,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def read(client: Client, path: str) -> str:
    return client.get(path, headers={"accept": BROWSER}).content.decode()


def make_disagreement(*values: int, title: str = "Strength", status: str = "published") -> None:
    """One indicator, as often stated as there are values, each in a document of its own."""
    indicator = make_indicator(name=f"{title} of the force", status="published")
    stated = [
        make_observation(indicator=indicator, value=value, qualifier="about", status="published") for value in values
    ]
    make_discrepancy(*stated, title=title, status=status)


def test_landing_of_an_empty_database_names_the_command_that_fills_it(client: Client) -> None:
    body = read(client, "/")

    assert "python manage.py bootstrap" in body
    assert "Ask it" not in body


def test_landing_is_empty_while_there_are_only_drafts(client: Client) -> None:
    make_funding()

    assert "python manage.py bootstrap" in read(client, "/")


def test_landing_shows_counts_ways_in_and_questions(client: Client) -> None:
    make_funding(status="published")

    body = read(client, "/")

    assert '<a href="http://testserver/api/v1/funding/"><b>1</b> funding</a>' in body
    assert all(f'href="{way}"' in body for way in ("/api/v1/", "/api/docs/", "/admin/"))
    assert 'href="http://testserver/api/v1/discrepancies/?kind=claim_against_denial"' in body
    assert "CC BY 4.0, accessed on [date]" in body
    assert "bootstrap" not in body


def test_landing_shows_two_competing_figures_with_their_places(client: Client) -> None:
    make_disagreement(40_000, 1_200)

    body = read(client, "/")

    assert "about 40,000 persons" in body
    assert "about 1,200 persons" in body
    assert body.index("40,000") < body.index("1,200")
    assert body.count('<p class="where">') == 2
    assert body.count("paragraph 1</p>") == 2


def test_landing_shows_the_figures_that_lie_furthest_apart(client: Client) -> None:
    make_disagreement(10, 11, title="Near")
    make_disagreement(10, 5, 100, title="Far")

    body = read(client, "/")

    assert re.findall(r'class="figure"><a href="[^"]+">([^<]+)', body) == ["about 100 persons", "about 5 persons"]
    assert "1 more record stands in it." in body


def test_landing_prefers_figures_of_two_documents(client: Client) -> None:
    source = make_source(status="published")
    indicator = make_indicator(status="published")
    same = [
        make_observation(indicator=indicator, value=value, citation=make_citation(source=source), status="published")
        for value in (1, 1_000_000)
    ]
    make_discrepancy(*same, title="One document", status="published")
    make_disagreement(10, 11, title="Two documents")

    body = read(client, "/")

    assert "Two documents</a>" in body
    assert "One document</a>" not in body


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"value": 5}, {"value": 5}),
        ({"value": 5, "basis": "one_year"}, {"value": 6, "basis": "cumulative"}),
        ({"value": 5, "period": "2009"}, {"value": 6, "period": "2010"}),
        ({"value": 5}, {"value": 6, "status": "draft"}),
        ({"value": 5}, {"value": None, "qualifier": None}),
    ],
)
def test_landing_sets_only_like_against_like(client: Client, one: dict[str, object], other: dict[str, object]) -> None:
    indicator = make_indicator(status="published")
    stated = [make_observation(**{"indicator": indicator, "status": "published", **given}) for given in (one, other)]
    make_discrepancy(*stated, status="published")

    assert 'id="disagree"' not in read(client, "/")


def test_landing_leaves_out_a_discrepancy_that_is_not_published(client: Client) -> None:
    make_disagreement(1, 2, title="Secret", status="draft")

    assert "Secret</a>" not in read(client, "/")


def test_landing_leads_an_amount_to_its_paragraph_and_to_what_it_rests_on(client: Client) -> None:
    source = make_source(title="The article", url="https://example.org/a", paragraphs=30, status="published")
    citation = make_citation(source=source, paragraph=17, as_stated="$15.2 million")
    citation.rests_on.add(make_source(title="The report", status="published"), make_source(title="A draft"))
    make_funding(slug="fy2011", amount=15_200_000, citation=citation, status="published")
    make_funding(amount=99_000_000_000, status="published")

    body = read(client, "/")

    assert "&quot;amount&quot;: 15200000" in body
    assert 'href="https://example.org/a#:~:text=%2415.2%20million"' in body
    assert "The report." in body
    assert "A draft" not in body
    assert [int(number) for number in re.findall(r"¶ (\d+)", body)] == [15, 16, 17, 18, 19]


def test_landing_links_to_web_addresses_only(client: Client) -> None:
    citation = make_citation(source=make_source(url="javascript:alert(1)", status="published"))
    make_funding(citation=citation, status="published")

    assert "javascript:" not in read(client, "/")


def test_landing_does_not_name_a_speaker_who_is_not_published(client: Client) -> None:
    speaker = make_source(title="Unpublished speaker")
    citation = make_citation(source=make_source(status="published"), attributed_to=speaker)
    make_funding(citation=citation, status="published")

    assert "Unpublished speaker" not in read(client, "/")


def test_landing_escapes_what_records_say(client: Client) -> None:
    program = make_program(name="<script>alert(1)</script>", status="published")
    make_funding(
        program=program,
        citation=make_citation(source=make_source(status="published"), as_stated="<b>"),
        status="published",
    )

    body = read(client, "/")

    assert "<script>alert" not in body
    assert "<mark>&lt;b&gt;</mark>" in body


def test_landing_takes_ten_queries_however_many_records_there_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_funding(status="published")
    make_disagreement(1, 2, 3)
    make_disagreement(4, 5, 6, 7)

    with django_assert_num_queries(10):
        client.get("/")


@pytest.mark.parametrize(
    ("low", "high", "qualifier", "unit", "words"),
    [
        ("1400000000.00", None, "exact", "USD", "1.4 billion USD"),
        ("15200000", None, "about", "USD", "about 15.2 million USD"),
        ("27213.0000", None, "exact", "persons", "27,213 persons"),
        ("12", "14", "range", "persons", "12 to 14 persons"),
        ("22.5000", None, "exact", "per 100,000", "22.5 per 100,000"),
        ("1234567", None, "more_than", "USD", "more than 1,234,567 USD"),
        ("0", None, "exact", None, "0"),
    ],
)
def test_a_figure_in_words_keeps_every_digit(
    low: str, high: str | None, qualifier: str, unit: str | None, words: str
) -> None:
    assert figure_in_words(Decimal(low), Decimal(high) if high else None, qualifier, unit) == words


def test_landing_says_how_to_import_trainings_while_there_are_none(client: Client) -> None:
    make_funding(status="published")

    body = read(client, "/")

    assert "make serve DATA=" in body
    assert "<svg" not in body


def test_landing_shows_trainings_with_a_bar_for_each_year_that_has_rows(client: Client) -> None:
    make_funding(status="published")
    make_training(fiscal_year=2010, quantity=734, report="2010_2011")
    make_training(fiscal_year=2011, quantity=2_174, report="2011_2012")
    make_training(country="HTI", fiscal_year=2009, report="2009_2010")
    ReportedYear.objects.refresh()

    body = read(client, "/")

    assert (
        '<a href="/api/v1/trainings/">3 training activities</a> <span>of 2 countries, US fiscal years 2009 to 2011'
        in body
    )
    assert re.findall(r"<title>([\d, a-z]+)</title>", body) == ["734 in 2010", "2,174 in 2011"]
    assert 'href="http://testserver/api/v1/trainings/?country=MEX&amp;fiscal_year=2011&amp;is_counted=true"' in body
    assert "make serve DATA=" not in body


def test_every_bar_leads_to_the_rows_that_it_adds_up(client: Client) -> None:
    make_funding(status="published")
    make_training(fiscal_year=2000, quantity=5, report="2000_2001")
    make_training(fiscal_year=2000, quantity=7, report="1999_2000", is_counted=False)
    make_training(fiscal_year=2011, quantity=2, report="2011_2012")
    ReportedYear.objects.refresh()

    found = {
        bar.fiscal_year: sum(item["quantity"] for item in client.get(bar.url).json()["results"])
        for bar in trainings().bars  # type: ignore[union-attr]
    }

    assert found == {bar.fiscal_year: bar.trainees for bar in trainings().bars} == {2000: 5, 2011: 2}  # type: ignore[union-attr]


def test_landing_draws_nothing_where_no_trainee_of_the_country_is_known(client: Client) -> None:
    make_funding(status="published")
    make_training(quantity=None)
    ReportedYear.objects.refresh()

    body = read(client, "/")

    assert "1 training activities" not in body
    assert "<svg" not in body
