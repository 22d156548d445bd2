"""The pages beside the admin, and what machines ask of a site."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cooperation.api.documents.slices import kinds
from tests.factories import make_funding

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]

BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
PAGES = ["/", "/docs/", "/docs/api-guide/", "/api/v1/", "/api/docs/", "/api/docs/trainings/", "/nowhere"]


def read(client: Client, path: str) -> str:
    return client.get(path, headers={"accept": BROWSER}).content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_pages_load_only_files_of_our_own_that_exist(client: Client, path: str) -> None:
    make_funding(status="published")

    loaded = re.findall(r'<(?:script|link(?! rel="alternate")|img)[^>]*(?:src|href)="([^"]+)"', read(client, path))

    assert "/static/cooperation/site.css" in loaded
    assert all(address.startswith("/static/") and finders.find(address.removeprefix("/static/")) for address in loaded)


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_landmarks_and_no_inline_scripts_or_styles(client: Client, path: str) -> None:
    body = read(client, path)

    assert '<html lang="en">' in body
    assert all(f"<{landmark}" in body for landmark in ("header", "main", "nav"))
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*src)", body)


@pytest.mark.parametrize("path", PAGES)
def test_pages_have_a_policy_and_set_no_cookie(client: Client, path: str) -> None:
    response = client.get(path, headers={"accept": BROWSER})

    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "script-src" not in policy
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")


def test_only_pages_that_need_it_may_style_inline(client: Client) -> None:
    policies = {
        path: client.get(path, headers={"accept": BROWSER}).headers["Content-Security-Policy"] for path in PAGES
    }

    assert {path for path in PAGES if "unsafe-inline" in policies[path]} == {"/api/docs/", "/api/docs/trainings/"}


def test_forms_are_those_of_one_kind_and_lead_to_the_others(client: Client) -> None:
    body = read(client, "/api/docs/trainings/")

    assert 'data-schema="/api/schema/trainings/"' in body
    assert 'data-schema="/api/schema/funding/"' in read(client, "/api/docs/")
    assert all(f'href="/api/docs/{kind}/"' in body for kind in kinds())


def test_forms_of_no_kind_are_not_found(client: Client) -> None:
    assert client.get("/api/docs/nothing/").status_code == 404


def test_redoc_leads_to_the_forms(client: Client) -> None:
    response = client.get("/api/redoc/")

    assert (response.status_code, response.headers["Location"]) == (301, "/api/docs/")


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/docs/",
        "/docs/changelog/",
        "/docs/CHANGELOG.md",
        "/llms.txt",
        "/api/docs/",
        "/healthz",
        "/readyz",
        "/robots.txt",
    ],
)
def test_pages_are_only_read(client: Client, path: str) -> None:
    assert client.head(path).status_code == 200
    assert client.post(path).status_code == 405


def test_robots_may_read_all_but_the_admin(client: Client) -> None:
    response = client.get("/robots.txt")

    assert response.headers["Content-Type"].startswith("text/plain")
    assert response.content.decode() == "User-agent: *\nDisallow: /admin/\n"


@pytest.mark.parametrize(
    ("path", "accept", "media_type"),
    [
        ("/nowhere", BROWSER, "text/html; charset=utf-8"),
        ("/nowhere", "*/*", "application/problem+json"),
        ("/nowhere", "application/json", "application/problem+json"),
        ("/api/nowhere", BROWSER, "application/problem+json"),
        ("/api/v1/nowhere/", BROWSER, "application/problem+json"),
        ("/api/v1/funding/nowhere/", BROWSER, "application/problem+json"),
    ],
)
def test_what_does_not_exist_is_a_page_for_people_and_a_problem_for_programs(
    client: Client, path: str, accept: str, media_type: str
) -> None:
    response = client.get(path, headers={"accept": accept})

    assert (response.status_code, response.headers["Content-Type"]) == (404, media_type)


def test_our_own_mistake_is_a_page_that_asks_nothing_of_the_database(
    client: Client, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    def fail() -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("cooperation.pages.views.root", fail)
    client.raise_request_exception = False

    with django_assert_num_queries(0):
        response = client.get("/", headers={"accept": BROWSER})

    assert (response.status_code, response.headers["Content-Type"]) == (500, "text/html; charset=utf-8")
    assert "Something went wrong on our side." in response.content.decode()
    assert "secret" not in response.content.decode()
