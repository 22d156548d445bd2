"""Addresses in answers are whole: behind the scheme and host that were asked, and that ALLOWED_HOSTS bounds, or PUBLIC_URL."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from config.rest.caching.stores import memory
from cooperation.trainings.models import KeptTraining
from cooperation.trainings.rendering import render_trainings
from tests.contracts.endpoints import CLIENT, ENDPOINTS, ROOT, body_of, get
from tests.contracts.one_of_each import make_one_of_each
from tests.factories import make_place, make_training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("records")]

ASKED = [
    "",
    "funding/?page_size=1",
    "sources/article/",
    "funding/summary/?group_by=stage",
    "citations/?page_size=1",
    "search/?q=program",
    "changes/?page_size=3",
    "funding.csv",
]


@pytest.fixture
def records() -> None:
    """One of each kind, the training activities kept."""
    make_one_of_each()
    render_trainings()


def texts_in(value: Any) -> Iterator[str]:
    """All texts of an answer."""
    if isinstance(value, str):
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from texts_in(item)


def sites_of(address: str, **headers: str) -> set[str]:
    """What stands before the addresses of the site in an answer; nothing for one without a host."""
    body = get(f"{ROOT}{address}", **headers).content.decode()
    return set(re.findall(r'([^"\s]*)/api/v1/', body))


@pytest.mark.parametrize("address", ASKED)
def test_every_address_stands_behind_the_host_that_was_asked(address: str) -> None:
    assert sites_of(address) == {"http://localhost"}


def test_every_address_of_every_list_and_record_is_whole() -> None:
    for plural in ENDPOINTS:
        page = body_of(f"{ROOT}{plural}/?page_size=1")
        relative = [text for text in texts_in(page) if text.startswith("/")]
        assert relative == [], plural
        for item in page["results"]:
            address = item.get("url", "")
            assert address.startswith(f"http://localhost{ROOT}"), plural
            assert get(address).status_code == 200


@pytest.mark.parametrize("address", ASKED)
def test_answers_that_are_ready_are_kept_for_each_host(address: str, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["localhost", "[::1]", ".example.org"]

    for _ in range(2):
        for host in ("localhost", "localhost:8001", "api.example.org", "[::1]:8000"):
            assert sites_of(address, host=host) == {f"http://{host}"}


def test_who_asks_by_tls_is_led_on_by_tls() -> None:
    body = CLIENT.get(f"{ROOT}citations/?page_size=1", secure=True, headers={"host": "localhost"}).json()

    assert body["next"].startswith("https://localhost/")


@pytest.mark.parametrize("address", ASKED)
def test_the_public_address_takes_the_place_of_the_host(address: str, settings: Any) -> None:
    settings.PUBLIC_URL, settings.ALLOWED_HOSTS = "https://data.example.org", ["*"]

    response = get(f"{ROOT}{address}", host="evil.example", **{"x-forwarded-host": "evil.example"})

    assert sites_of(address, host="evil.example") == {"https://data.example.org"}
    assert b"evil.example" not in response.content
    assert "evil.example" not in str(response.headers)


def test_a_host_that_is_not_allowed_is_refused_and_not_repeated() -> None:
    get(f"{ROOT}funding/")

    for _ in range(2):
        response = get(f"{ROOT}funding/", host="evil.example")
        assert response.status_code == 400
        assert b"evil.example" not in response.content
    assert b"evil.example" not in get(f"{ROOT}funding/", **{"x-forwarded-host": "evil.example"}).content


def test_a_host_that_is_longer_than_names_are_is_not_repeated(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]

    for host in (f"{'a' * 300}.example.org", f"localhost:{'9' * 300}"):
        assert sites_of("funding/", host=host) == {""}


def test_a_page_names_its_neighbours_in_a_header_and_the_cursor_of_the_next_by_itself() -> None:
    for _ in range(3):
        make_place(status="published")
    first = get(f"{ROOT}places/?page_size=1")
    second = get(first.json()["next"])
    only = get(f"{ROOT}places/?page_size=100")

    assert first["Link"] == f'<{first.json()["next"]}>; rel="next"'
    page = second.json()
    assert second["Link"] == f'<{page["next"]}>; rel="next", <{page["previous"]}>; rel="prev"'
    assert body_of(f"{ROOT}places/?page_size=1&cursor={first.json()['next_cursor']}") == page
    assert only.json()["next_cursor"] is None
    assert "Link" not in only


def test_the_openapi_document_names_the_server_that_gives_it(settings: Any) -> None:
    for host in ("localhost:8000", "127.0.0.1"):
        body = get("/api/schema/", host=host)
        assert body.json()["servers"][0]["url"] == f"http://{host}"
        assert settings.EXAMPLE_SITE.encode() not in body.content


@pytest.mark.parametrize("address", ["trainings/", "trainings.csv", "trainings.ndjson", "trainings/?ordering=-id"])
def test_rows_that_are_kept_get_the_host_of_whoever_asks(address: str, settings: Any) -> None:
    KeptTraining.objects.all().delete()
    settings.PUBLIC_URL = "https://elsewhere.example.org"
    render_trainings()
    settings.PUBLIC_URL = ""

    assert sites_of(address) == {"http://localhost"}
    memory.clear()
    assert sites_of(address, host="127.0.0.1:8000") == {"http://127.0.0.1:8000"}


def test_a_row_with_the_character_that_marks_addresses_is_not_kept() -> None:
    made = make_training(course_title="One\x7ftwo")

    render_trainings()

    assert not KeptTraining.objects.filter(pk=made.pk).exists()
    assert body_of(f"{ROOT}trainings/?id={made.published_id}")["results"][0]["course_title"] == "One\x7ftwo"
