"""The root of the API, for programs and for people."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cooperation.api.about import ABOUT
from cooperation.api.urls import router
from tests.factories import make_citation, make_discrepancy, make_funding, make_place, make_program, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]

ROOT = "/api/v1/"
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"


def root_of(client: Client) -> dict[str, Any]:
    return client.get(ROOT).json()


def counts(client: Client) -> dict[str, int]:
    """How many records there are of each kind; what stands in no table of its own is not counted."""
    found = {endpoint["name"]: endpoint["count"] for endpoint in root_of(client)["endpoints"]}
    return {name: count for name, count in found.items() if count is not None}


def page(client: Client) -> str:
    return client.get(ROOT, headers={"accept": BROWSER}).content.decode()


def test_root_names_version_licence_attribution_and_how_to_cite(client: Client, settings: Any) -> None:
    root = root_of(client)

    assert root["name"] == "Security Cooperation API"
    assert root["version"] == settings.VERSION
    assert root["licence"]["url"] == "https://creativecommons.org/licenses/by/4.0/"
    assert root["attribution"] == ABOUT.attribution
    assert root["how_to_cite"] == (
        f"Security Cooperation API, version {settings.VERSION}, http://testserver/api/v1/, CC BY 4.0, accessed on [date]."
    )
    addresses = {
        "guide": "docs/api-guide",
        "data_model": "docs/data-model",
        "data_dictionary": "docs/data-dictionary",
        "changelog": "docs/changelog",
        "docs": "api/docs",
        "schema": "api/schema",
    }
    assert root["documentation"] == {name: f"http://testserver/{path}/" for name, path in addresses.items()}


def test_addresses_stand_behind_the_public_url_and_never_behind_the_host_header(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://api.example.org"
    settings.ALLOWED_HOSTS = ["*"]

    body = client.get(ROOT, headers={"host": "evil.example"}).content.decode()

    assert "evil.example" not in body
    assert "https://api.example.org/api/v1/funding/" in body
    assert ", https://api.example.org/api/v1/, CC BY 4.0" in body
    assert '"schema": "https://api.example.org/api/schema/"' in body


def test_every_kind_is_described_as_its_view_is(client: Client) -> None:
    endpoints = root_of(client)["endpoints"]

    assert [endpoint["name"] for endpoint in endpoints] == [*(word for word, _, _ in router.registry), "search"]
    assert endpoints[0] == {
        "name": "programs",
        "url": "http://testserver/api/v1/programs/",
        "description": "Continuing efforts: initiatives, courses, units being built, facilities, operations, laws.",
        "count": 0,
    }


def test_counts_are_those_of_the_lists(client: Client) -> None:
    make_funding(status="published")
    make_discrepancy(make_place(status="published"), status="published")

    found = counts(client)

    assert found == {word: client.get(f"{ROOT}{word}/").json()["count"] for word in found}
    assert (found["funding"], found["places"], found["discrepancies"], found["sources"], found["citations"]) == (
        1,
        1,
        1,
        1,
        1,
    )


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_counts_leave_out_what_is_not_published(client: Client, status: str) -> None:
    make_funding(status=status)
    make_place(status=status)

    assert set(counts(client).values()) == {0}


def test_counts_leave_out_published_claims_of_sources_that_are_not(client: Client) -> None:
    make_funding(status="published", citation=make_citation(source=make_source(status="withdrawn")))

    assert set(counts(client).values()) == {0}


def test_documents_read_are_the_published_sources_with_a_text(client: Client) -> None:
    make_source(slug="read", title="Read", publisher="A paper", status="published")
    make_source(slug="heard-of", status="published", text_file=None, text_sha256=None, paragraphs=None)
    make_source(slug="draft")

    assert root_of(client)["documents_read"] == [
        {"id": "read", "title": "Read", "publisher": "A paper", "url": "http://testserver/api/v1/sources/read/"}
    ]


def test_examples_ask_only_with_parameters_that_exist(client: Client) -> None:
    for example in root_of(client)["examples"]:
        answer = client.get(example["url"])

        # What an empty database lacks is said of a value, never of a parameter's name.
        assert "There is no such parameter here." not in answer.content.decode(), example["url"]


def test_root_takes_two_queries_however_many_records_there_are(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        make_program(status="published")

    with django_assert_num_queries(2):
        client.get(ROOT)
    with django_assert_num_queries(2):
        client.get(ROOT, headers={"accept": BROWSER})


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "application/json"),
        ("application/json", "application/json"),
        ("application/json, text/html;q=0.5", "application/json"),
        ("text/html;q=0.5, application/json;q=0.9", "application/json"),
        ("text/html, application/json;q=0.5", "text/html; charset=utf-8"),
        (BROWSER, "text/html; charset=utf-8"),
    ],
)
def test_the_type_that_is_ranked_first_is_given(client: Client, accept: str, media_type: str) -> None:
    response = client.get(ROOT, headers={"accept": accept})

    assert response.headers["Content-Type"] == media_type
    assert "Accept" in response.headers["Vary"].split(", ")
    assert "Cookie" not in response.headers["Vary"]


def test_json_is_indented(client: Client) -> None:
    assert client.get(ROOT).content.startswith(b'{\n  "name"')


def test_a_type_that_does_not_exist_is_406_as_a_problem(client: Client) -> None:
    response = client.get(ROOT, headers={"accept": "image/png"})

    assert (response.status_code, response.headers["Content-Type"]) == (406, "application/problem+json")


@pytest.mark.parametrize("accept", ["*/*", BROWSER])
@pytest.mark.parametrize("query", ["formt=json", "format=json", "page_size=1"])
def test_unknown_parameter_is_400_as_a_problem_for_people_too(client: Client, accept: str, query: str) -> None:
    response = client.get(f"{ROOT}?{query}", headers={"accept": accept})

    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert response.json()["errors"][0]["parameter"] == query.partition("=")[0]


def test_only_reading_is_allowed(client: Client) -> None:
    assert client.head(ROOT).status_code == 200
    assert client.options(ROOT, headers={"accept": BROWSER}).headers["Content-Type"] == "application/json"
    refused = client.post(ROOT, headers={"accept": BROWSER})
    assert (refused.status_code, refused.headers["Content-Type"]) == (405, "application/problem+json")


def test_page_says_what_the_json_says(client: Client) -> None:
    make_source(slug="read", title="A document", publisher="A paper", status="published")
    root = root_of(client)

    body = page(client)

    assert all(
        f'href="{endpoint["url"]}"' in body and endpoint["description"] in body for endpoint in root["endpoints"]
    )
    assert '<a href="http://testserver/api/v1/sources/read/">A document</a>, A paper' in body
    assert root["licence"]["url"] in body
    assert root["how_to_cite"] in body


def test_page_escapes_what_records_say(client: Client) -> None:
    make_source(title="<script>alert(1)</script>", publisher="A & B", status="published")

    body = page(client)

    assert "<script>alert" not in body
    assert "&lt;script&gt;alert(1)&lt;/script&gt;</a>, A &amp; B" in body
