"""Answers that are ready: which are given again, to whom, until when, and what happens without the cache."""

import gzip
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import brotli
import pytest
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory

from config.databases import versions
from config.databases.versions import Version
from config.rest.caching import stores
from config.rest.caching.middleware import CachingMiddleware
from config.rest.caching.stores import memory, shared
from tests.config.rest.caching.conftest import Redis

BODY = b'{"results": [' + b'"words", ' * 100 + b'"words"]}'
EARLIER = datetime(2026, 11, 21, 12, 0, 0, 500_000, tzinfo=UTC)


class Site:
    """A view that counts how often it is asked, behind the cache, and the version of its data."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.version = Version.read(1, "first", EARLIER)
        self.respond: Callable[[], Any] = lambda: HttpResponse(BODY, content_type="application/json")
        self.caching = CachingMiddleware(self.view)
        monkeypatch.setattr(versions, "read_version", lambda: self.version)

    def view(self, request: HttpRequest) -> HttpResponse:
        self.asked += 1
        if request.path.startswith("/api/v1/"):
            request.dataset = self.version
        return self.respond()

    def get(self, address: str = "/api/v1/places/", **headers: str) -> HttpResponse:
        return self.caching(RequestFactory().get(address, headers=headers))


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Site:
    return Site(monkeypatch)


def test_an_answer_is_made_once(site: Site) -> None:
    first, second = site.get(), site.get()

    assert first.content == second.content == BODY
    assert dict(first.items()) == dict(second.items())
    assert site.asked == 1


def test_another_question_is_asked_anew(site: Site) -> None:
    first = site.get()

    second = site.get("/api/v1/places/?kind=city")

    assert site.asked == 2
    assert first["ETag"] != second["ETag"]


def test_a_new_version_is_asked_anew(site: Site) -> None:
    first = site.get()

    site.version = Version.read(2, "second", EARLIER + timedelta(minutes=1))
    second = site.get()

    assert site.asked == 2
    assert first["ETag"] != second["ETag"]
    assert second["Last-Modified"] == "Sat, 21 Nov 2026 12:01:01 GMT"


def test_a_version_that_comes_back_has_its_answers_again(site: Site) -> None:
    first = site.version
    site.get()
    site.version = Version.read(2, "second", EARLIER)
    site.get()

    site.version = first
    site.get()

    assert site.asked == 2


def test_an_answer_is_kept_under_the_version_that_it_was_read_from(site: Site) -> None:
    def answered_by_a_replica_that_is_ahead() -> HttpResponse:
        site.version = Version.read(2, "second", EARLIER)
        return HttpResponse(BODY)

    site.respond = answered_by_a_replica_that_is_ahead
    original = site.view

    def view(request: HttpRequest) -> HttpResponse:
        response = original(request)
        request.dataset = site.version
        return response

    site.caching.get_response = view
    site.get()
    site.get()

    assert site.asked == 1


@pytest.mark.parametrize("status", [400, 404, 410, 500, 503])
def test_errors_are_not_kept(site: Site, status: int) -> None:
    site.respond = lambda: HttpResponse(status=status)

    responses = [site.get(), site.get()]

    assert site.asked == 2
    assert all("ETag" not in response for response in responses)
    assert responses[0]["Cache-Control"] == ("public, max-age=10" if status < 500 else "no-store")


def test_what_sets_a_cookie_is_not_kept(site: Site) -> None:
    def personal() -> HttpResponse:
        response = HttpResponse(BODY)
        response.set_cookie("mine", "1")
        return response

    site.respond = personal
    site.get()
    site.get()

    assert site.asked == 2


def test_streams_are_not_kept_and_can_be_revalidated(site: Site) -> None:
    site.respond = lambda: StreamingHttpResponse(iter([BODY]))

    first = site.get()
    second = site.get(if_none_match=first["ETag"])

    assert b"".join(first) == BODY
    assert second.status_code == 304
    assert site.asked == 1


def test_other_methods_and_addresses_pass(site: Site) -> None:
    for request in (RequestFactory().options("/api/v1/places/"), RequestFactory().get("/admin/")):
        assert "ETag" not in site.caching(request)
        assert "ETag" not in site.caching(request)

    assert site.asked == 4


def test_what_belongs_to_one_answer_alone_is_not_kept(site: Site) -> None:
    def limited() -> HttpResponse:
        return HttpResponse(BODY, headers={"RateLimit": '"minute";r=3;t=9', "X-Request-ID": "abc"})

    site.respond = limited
    site.get()

    assert not {"RateLimit", "X-Request-ID"} & set(site.get().headers)


@pytest.mark.parametrize(("accepted", "unpack"), [("gzip", gzip.decompress), ("br, gzip", brotli.decompress)])
def test_bodies_are_compressed_once(
    site: Site, monkeypatch: pytest.MonkeyPatch, accepted: str, unpack: Callable[[bytes], bytes]
) -> None:
    plain = site.get()
    first = site.get(accept_encoding=accepted)
    monkeypatch.setattr("config.rest.caching.responses.COMPRESS", {})

    second = site.get(accept_encoding=accepted)

    assert site.asked == 1
    assert first.content == second.content
    assert unpack(second.content) == plain.content
    assert second["Content-Encoding"] == accepted.split(",", maxsplit=1)[0]
    assert second["Content-Length"] == str(len(second.content))
    assert second["ETag"] == plain["ETag"]


def test_small_bodies_are_left_as_they_are(site: Site) -> None:
    site.respond = lambda: HttpResponse(b"{}")

    response = site.get(accept_encoding="gzip")

    assert response.content == b"{}"
    assert "Content-Encoding" not in response


@pytest.mark.parametrize("written", ["{}", '"other", {}', "*"])
def test_whoever_has_the_answer_is_told_so(site: Site, written: str) -> None:
    etag = site.get()["ETag"]

    response = site.get(if_none_match=written.format(etag))

    assert response.status_code == 304
    assert response.content == b""
    assert response["ETag"] == etag
    assert response["Vary"] == "Accept, Accept-Encoding"
    assert response["Cache-Control"] == "public, max-age=60, stale-while-revalidate=600"


def test_a_known_answer_is_confirmed_without_making_it(site: Site) -> None:
    etag = site.get()["ETag"]
    memory.clear()

    response = site.get(if_none_match=etag)

    assert response.status_code == 304
    assert site.asked == 1


def test_an_etag_of_another_address_confirms_nothing(site: Site) -> None:
    etag = site.get()["ETag"]

    assert site.get("/api/v1/programs/", if_none_match=etag).status_code == 200


@pytest.mark.parametrize(
    ("since", "status"),
    [
        ("Sat, 21 Nov 2026 12:00:01 GMT", 304),
        ("Sun, 22 Nov 2026 12:00:00 GMT", 304),
        ("Sat, 21 Nov 2026 12:00:00 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_whoever_asked_after_the_last_change_is_told_so(site: Site, since: str, status: int) -> None:
    assert site.get(if_modified_since=since).status_code == status


def test_a_time_says_nothing_of_an_answer_that_is_wrong(site: Site) -> None:
    site.respond = lambda: HttpResponse(status=404)

    assert site.get(if_modified_since="Sun, 22 Nov 2026 12:00:00 GMT").status_code == 404


def test_etags_count_more_than_times(site: Site) -> None:
    response = site.get(if_none_match='"other"', if_modified_since="Sun, 22 Nov 2026 12:00:00 GMT")

    assert response.status_code == 200


def test_a_second_that_is_not_over_is_no_time_to_compare_with(site: Site) -> None:
    site.version = Version.read(2, "second", datetime.now(UTC) + timedelta(seconds=1))

    assert "Last-Modified" not in site.get()


def test_many_who_ask_at_once_have_it_made_once(site: Site) -> None:
    begun = threading.Barrier(8)

    def slow() -> HttpResponse:
        time.sleep(0.2)
        return HttpResponse(BODY)

    def ask() -> None:
        begun.wait()
        bodies.append(site.get(accept_encoding="gzip").content)

    site.respond = slow
    bodies: list[bytes] = []
    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert site.asked == 1
    assert len(set(bodies)) == 1
    assert len(bodies) == 8
    assert not site.caching.locks.locks


def test_other_questions_need_not_wait(site: Site) -> None:
    entered, leave = threading.Event(), threading.Event()

    def waiting() -> HttpResponse:
        entered.set()
        leave.wait(5)
        return HttpResponse(BODY)

    site.respond = waiting
    thread = threading.Thread(target=site.get)
    thread.start()
    entered.wait(5)
    site.respond = lambda: HttpResponse(BODY)

    response = site.get("/api/v1/programs/")

    assert thread.is_alive()
    assert response.status_code == 200
    leave.set()
    thread.join()


def test_without_room_nothing_is_kept(site: Site, settings: Any) -> None:
    settings.CACHE_MEGABYTES = 0

    first = site.get()
    site.get()

    assert site.asked == 2
    assert site.get(if_none_match=first["ETag"]).status_code == 304


def test_while_the_database_is_gone_what_is_kept_is_given(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Version:
        raise DatabaseError("gone")

    site.get()
    monkeypatch.setattr(versions, "read_version", gone)

    assert site.get().content == BODY
    assert site.asked == 1


def test_the_version_is_not_asked_for_where_nothing_depends_on_it(site: Site) -> None:
    first = site.get("/api/docs/")
    site.version = Version.read(2, "second", EARLIER)

    second = site.get("/api/docs/")

    assert site.asked == 1
    assert first["ETag"] == second["ETag"]
    assert "Last-Modified" not in first


def test_another_process_finds_the_answer_beside_it(site: Site, redis: Redis) -> None:
    first = site.get()
    memory.clear()

    second = site.get()

    assert site.asked == 1
    assert dict(first.items()) == dict(second.items())
    assert first.content == second.content


def test_a_shared_cache_that_holds_rubbish_is_done_without(
    site: Site, redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stores, "shared_key", lambda *_: "answer")
    shared.backend.set("answer", b"rubbish")

    assert site.get().content == BODY


def test_losing_the_shared_cache_costs_speed_only(site: Site, redis: Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    site.get()
    redis.stop()
    memory.clear()
    began = time.monotonic()

    for _ in range(20):
        assert site.get().content == BODY
        memory.clear()

    assert time.monotonic() - began < 1
    assert site.asked == 21
    redis.start()
    monkeypatch.setattr(shared, "paused_until", 0.0)
    site.get()
    memory.clear()
    site.get()
    assert site.asked == 22


def test_a_shared_cache_that_hangs_is_left_alone(site: Site, redis: Redis) -> None:
    site.get()
    redis.process.send_signal(19)
    began = time.monotonic()

    for _ in range(20):
        memory.clear()
        assert site.get().content == BODY

    assert time.monotonic() - began < 1
    redis.process.send_signal(18)
