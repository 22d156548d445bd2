"""What every answer of the API says in its headers."""

import os
import subprocess
import sys
from typing import Any

import pytest

from config.rest.caching.stores import memory
from tests import factories
from tests.contracts.endpoints import CLIENT, ROOT, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

ADDRESSES = [
    "funding/",
    "places/mexico/",
    "funding/summary/",
    "funding/?wrong=1",
    "places/no-such-place/",
    "no-such-kind/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_site_may_read_without_credentials(address: str) -> None:
    response = get(f"{ROOT}{address}", origin="https://elsewhere.example")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_other_addresses_may_not_be_read_by_other_sites() -> None:
    assert "Access-Control-Allow-Origin" not in get("/admin/login/", origin="https://elsewhere.example")


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_do_not_depend_on_cookies(address: str) -> None:
    response = get(f"{ROOT}{address}")

    assert "cookie" not in response.get("Vary", "").lower()
    assert not response.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_depend_on_no_header_but_these(address: str) -> None:
    vary = {word.strip().lower() for word in get(f"{ROOT}{address}").get("Vary", "").split(",") if word}

    assert vary <= {"accept", "accept-encoding", "origin"}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_answers_carry_security_headers(address: str, name: str, value: str) -> None:
    assert get(f"{ROOT}{address}")[name] == value


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_forbid_to_be_framed_and_to_load_from_elsewhere(address: str) -> None:
    policy = get(f"{ROOT}{address}")["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy
    assert "form-action 'self'" in policy


@pytest.mark.parametrize("address", ["/healthz", f"{ROOT}funding/", "/robots.txt", "/nowhere"])
def test_the_words_of_a_policy_stand_in_one_order(address: str) -> None:
    words = get(address)["Content-Security-Policy"].split("; ")

    assert words == sorted(words)


# The headers of three pages, but for the ids of the requests.
TELL_HEADERS = (
    "import django; django.setup(); from django.test import Client; client = Client(headers={'host': 'localhost'}); "
    "pages = [client.get(path).headers for path in ('/healthz', '/nowhere', '/admin/login/')]; "
    "print([{**page, 'X-Request-ID': ''} for page in pages])"
)


def test_headers_are_the_same_bytes_from_every_process(settings: Any) -> None:
    told = []
    for seed in ("1", "2"):
        given = {**os.environ, "PYTHONHASHSEED": seed, "DJANGO_SETTINGS_MODULE": "config.settings"}
        command = [sys.executable, "-c", TELL_HEADERS]
        told.append(subprocess.run(command, cwd=settings.BASE_DIR, env=given, capture_output=True, check=True).stdout)

    assert told[0].count(b"form-action 'self'") == 3
    assert told[0] == told[1]


GOOD = [address for address in ADDRESSES if address in ("funding/", "places/mexico/", "funding/summary/")]
WRONG = [address for address in ADDRESSES if address not in GOOD]


@pytest.mark.parametrize("address", GOOD)
def test_an_answer_that_is_ready_has_the_headers_of_the_one_that_was_made(address: str) -> None:
    first, second = get(f"{ROOT}{address}"), get(f"{ROOT}{address}", origin="https://elsewhere.example")

    assert first.content == second.content
    assert {**first.headers, "X-Request-ID": ""} == {**second.headers, "X-Request-ID": ""}


@pytest.mark.parametrize("accept", ["*/*", "text/html, */*;q=0.8", "application/json;q=0.9, text/html;q=0.1"])
@pytest.mark.parametrize("address", ["", *GOOD])
@pytest.mark.usefixtures("plain_static_files")
def test_a_good_answer_is_confirmed_until_something_public_changes(address: str, accept: str) -> None:
    first = get(f"{ROOT}{address}", accept=accept)
    confirmed = get(f"{ROOT}{address}", accept=accept, if_none_match=first["ETag"])

    factories.make_place(status="draft")
    after_draft = get(f"{ROOT}{address}", accept=accept, if_none_match=first["ETag"])
    factories.make_place(status="published")
    after_change = get(f"{ROOT}{address}", accept=accept, if_none_match=first["ETag"])

    assert [answer.status_code for answer in (first, confirmed, after_draft, after_change)] == [200, 304, 304, 200]
    assert confirmed["Access-Control-Allow-Origin"] == "*"
    assert after_change["ETag"] != first["ETag"]


@pytest.mark.parametrize("address", GOOD)
def test_good_answers_may_be_kept_by_everybody(address: str) -> None:
    response = get(f"{ROOT}{address}")

    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"
    assert response["Vary"] == "Accept, Accept-Encoding"
    assert "ETag" in response


@pytest.mark.parametrize("address", WRONG)
def test_errors_are_kept_for_moments_and_never_confirmed(address: str) -> None:
    response = get(f"{ROOT}{address}", if_none_match="*", if_modified_since="Fri, 01 Jan 2100 00:00:00 GMT")

    assert response.status_code in (400, 404)
    assert response["Cache-Control"] == "public, max-age=10"
    assert "ETag" not in response
    assert "Last-Modified" not in response


@pytest.mark.parametrize("address", ["", *GOOD])
@pytest.mark.parametrize("encoding", ["", "br", "gzip"])
def test_head_says_what_get_says(address: str, encoding: str) -> None:
    asked = CLIENT.head(f"{ROOT}{address}", headers={"host": "localhost", "accept-encoding": encoding})
    response = get(f"{ROOT}{address}", accept_encoding=encoding)

    assert asked.content == b""
    assert {**asked.headers, "X-Request-ID": ""} == {**response.headers, "X-Request-ID": ""}
    assert response["Content-Length"] == str(len(response.content))


def test_the_same_question_has_the_same_bytes_in_whatever_order_it_is_put() -> None:
    first = get(f"{ROOT}places/?page_size=2&kind=city").content
    memory.clear()

    assert get(f"{ROOT}places/?kind=city&page_size=2").content == first


@pytest.mark.parametrize(
    "address", ["/healthz", f"{ROOT}funding/", f"{ROOT}funding/?wrong=1", "/nowhere", "/robots.txt"]
)
def test_every_answer_names_its_request(address: str) -> None:
    assert get(address, x_request_id="request-of-a-test")["X-Request-ID"] == "request-of-a-test"


def test_limits_can_be_read_and_refusals_too_by_any_site(settings: Any) -> None:
    settings.RATE_LIMIT = 1
    addresses = [f"{ROOT}places/?page_size={number}" for number in (1, 2)]

    first, second = (get(address, origin="https://elsewhere.example") for address in addresses)

    assert (first.status_code, second.status_code) == (200, 429)
    assert second["Access-Control-Allow-Origin"] == "*"
    assert "Retry-After" in second["Access-Control-Expose-Headers"]
    assert second.json()["status"] == 429


@pytest.mark.usefixtures("plain_static_files")
def test_the_admin_is_kept_by_nobody() -> None:
    response = get("/admin/login/?next=/admin/")

    assert "no-store" in response["Cache-Control"]
    assert "ETag" not in response
