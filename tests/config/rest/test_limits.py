"""How much one client may ask for, and who counts as one."""

import time
from typing import Any

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from config.databases.failures import Failure
from config.rest import limits
from config.rest.limits import RateLimitMiddleware, TimeLimitMiddleware, client_address


@pytest.fixture
def three_a_minute(settings: Any, monkeypatch: pytest.MonkeyPatch) -> RateLimitMiddleware:
    settings.RATE_LIMIT = 3
    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_030.5)
    return RateLimitMiddleware(lambda request: HttpResponse(b"{}"))


def ask(limiting: RateLimitMiddleware, address: str = "192.0.2.1", **headers: str) -> HttpResponse:
    return limiting(RequestFactory().get("/api/v1/places/", REMOTE_ADDR=address, headers=headers))


def test_every_answer_says_how_many_are_left(three_a_minute: RateLimitMiddleware) -> None:
    answers = [ask(three_a_minute) for _ in range(3)]

    assert [answer["RateLimit"] for answer in answers] == [f'"minute";r={left};t=50' for left in (2, 1, 0)]
    assert {answer["RateLimit-Policy"] for answer in answers} == {'"minute";q=3;w=60'}


def test_beyond_the_limit_is_a_problem_that_says_when_to_come_back(three_a_minute: RateLimitMiddleware) -> None:
    for _ in range(3):
        ask(three_a_minute)

    refused = ask(three_a_minute)

    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["Retry-After"] == "50"
    assert refused["Cache-Control"] == "no-store"
    assert refused["RateLimit"] == '"minute";r=0;t=50'


def test_others_are_not_held_up(three_a_minute: RateLimitMiddleware) -> None:
    for _ in range(4):
        ask(three_a_minute)

    assert ask(three_a_minute, "192.0.2.2").status_code == 200


@pytest.mark.parametrize("seconds", [60, -86_400])
def test_the_next_minute_begins_anew_even_if_the_clock_jumps(
    three_a_minute: RateLimitMiddleware, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    for _ in range(4):
        ask(three_a_minute)

    monkeypatch.setattr(limits.time, "time", lambda: 1_000_000_030.5 + seconds)

    assert ask(three_a_minute).status_code == 200


def test_a_forwarded_address_that_nobody_vouches_for_changes_nothing(three_a_minute: RateLimitMiddleware) -> None:
    answers = [ask(three_a_minute, x_forwarded_for=f"203.0.113.{number}") for number in range(4)]

    assert answers[-1].status_code == 429


def test_other_addresses_of_the_site_are_not_limited(three_a_minute: RateLimitMiddleware) -> None:
    answers = [three_a_minute(RequestFactory().get("/admin/")) for _ in range(5)]

    assert {answer.status_code for answer in answers} == {200}


@pytest.mark.parametrize(
    ("proxies", "forwarded", "client"),
    [
        (0, None, "192.0.2.1"),
        (0, "203.0.113.9", "192.0.2.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.7, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "10.9.8.7, 198.51.100.7, 203.0.113.9", "198.51.100.7"),
        (2, "203.0.113.9", "203.0.113.9"),
        (1, None, "unknown"),
        (1, "nonsense", "unknown"),
    ],
)
def test_the_client_is_whom_the_outermost_of_our_proxies_saw(
    settings: Any, proxies: int, forwarded: str | None, client: str
) -> None:
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}

    request: HttpRequest = RequestFactory().get("/", REMOTE_ADDR="192.0.2.1", headers=headers)

    assert client_address(request) == client


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("2001:db8::1", "2001:db8::/64"),
        ("2001:db8::ffff:1", "2001:db8::/64"),
        ("2001:db8:0:1::1", "2001:db8:0:1::/64"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
    ],
)
def test_a_network_of_ipv6_is_one_client(address: str, client: str) -> None:
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=address)) == client


@pytest.mark.django_db
def test_only_answers_that_had_to_be_made_are_counted(settings: Any) -> None:
    settings.RATE_LIMIT = 2
    client = Client(headers={"host": "localhost"}, REMOTE_ADDR=f"192.0.2.{time.time_ns() % 250}")

    same = [client.get("/api/v1/places/").status_code for _ in range(5)]
    others = [client.get(f"/api/v1/places/?page_size={number}").status_code for number in (1, 2)]

    assert same == [200] * 5
    assert others == [200, 429]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still unless a view moves it on."""
    now = [1_000_000_030.5]
    monkeypatch.setattr(limits.time, "time", lambda: now[0])
    monkeypatch.setattr(limits.time, "monotonic", lambda: now[0])
    return now


def taking(clock: list[float], seconds: float) -> TimeLimitMiddleware:
    """The limit in front of a view that takes so long."""

    def view(request: HttpRequest) -> HttpResponse:
        clock[0] += seconds
        return HttpResponse(b"{}")

    return TimeLimitMiddleware(view)


@pytest.mark.parametrize("path", ["/", "/admin/login/", "/api/v1/places/"])
def test_who_has_used_up_a_minutes_time_waits_for_the_next(clock: list[float], settings: Any, path: str) -> None:
    settings.TIME_LIMIT = 3
    limiting = taking(clock, 2)

    answers = [limiting(RequestFactory().get(path, REMOTE_ADDR="192.0.2.1")) for _ in range(3)]
    other = limiting(RequestFactory().get(path, REMOTE_ADDR="192.0.2.2"))
    clock[0] += 60
    later = limiting(RequestFactory().get(path, REMOTE_ADDR="192.0.2.1"))

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert (answers[2]["Retry-After"], answers[2]["Cache-Control"]) == ("46", "no-store")
    assert (other.status_code, later.status_code) == (200, 200)


def test_a_view_that_fails_has_taken_its_time(clock: list[float], settings: Any) -> None:
    def fail(request: HttpRequest) -> HttpResponse:
        clock[0] += 4
        raise ZeroDivisionError

    settings.TIME_LIMIT = 3
    limiting = TimeLimitMiddleware(fail)
    with pytest.raises(ZeroDivisionError):
        limiting(RequestFactory().get("/"))

    assert limiting(RequestFactory().get("/")).status_code == 429


def test_to_wait_for_a_lock_takes_none_of_the_time(clock: list[float], settings: Any) -> None:
    def wait(request: HttpRequest) -> HttpResponse:
        clock[0] += 4
        response = HttpResponse(status=503)
        response.failure = Failure.BUSY
        return response

    settings.TIME_LIMIT = 3
    limiting = TimeLimitMiddleware(wait)

    assert [limiting(RequestFactory().get("/admin/")).status_code for _ in range(3)] == [503] * 3


def test_what_watches_the_server_is_never_refused(clock: list[float], settings: Any) -> None:
    settings.TIME_LIMIT = 3
    limiting = taking(clock, 4)

    assert [limiting(RequestFactory().get("/healthz")).status_code for _ in range(3)] == [200] * 3
