"""What is kept in the process, and what processes share."""

import gc
import tracemalloc
from typing import Any

import pytest
from django.http import HttpResponse, QueryDict
from django.test import RequestFactory

from config.databases.versions import Version
from config.rest.caching.middleware import CachingMiddleware
from config.rest.caching.responses import CachedResponse
from config.rest.caching.stores import (
    MemoryCache,
    SharedLines,
    exact_count,
    load_response,
    memory,
    shared,
    store_response,
)
from config.rest.dispatch import check_accept
from config.rest.limits import TimeCounter, client_address
from tests.config.rest.caching.conftest import Redis


def test_what_was_not_used_for_longest_makes_room(settings: Any) -> None:
    settings.CACHE_MEGABYTES = 1
    store = MemoryCache("CACHE_MEGABYTES")
    for number in range(5):
        store.set(number, str(number), 200_000)

    store.get(0)
    store.set(5, "5", 200_000)

    assert list(store.entries) == [2, 3, 4, 0, 5]
    assert store.size <= 2**20


def test_what_is_too_large_does_not_drive_out_the_rest(settings: Any) -> None:
    settings.CACHE_MEGABYTES = 1
    store = MemoryCache("CACHE_MEGABYTES")
    store.set("small", "1", 10)

    store.set("large", "2", 2**19)

    assert list(store.entries) == ["small"]


def test_processes_count_together(redis: Redis) -> None:
    assert [shared.increment("requests:1", 60) for _ in range(3)] == [1, 2, 3]


RESPONSE = CachedResponse({"Content-Type": "application/json"}, b"[]")


def test_processes_add_up_the_time_of_a_client_together(redis: Redis) -> None:
    here, there = TimeCounter(), TimeCounter()

    here.add("192.0.2.1", 7, 20.0)
    there.add("192.0.2.1", 7, 0.25)

    assert there.spent("192.0.2.1", 7) == 20.25
    assert there.spent("192.0.2.1", 8) == there.spent("192.0.2.2", 7) == 0.0
    redis.stop()
    there.add("192.0.2.1", 7, 1.0)
    assert there.spent("192.0.2.1", 7) == 21.25


def test_processes_share_their_last_lines(redis: Redis) -> None:
    here, there = SharedLines("some", most=3), SharedLines("some", most=3)
    for number in range(2):
        here.append(f"here {number}")
        there.append(f"there {number}")

    assert here.recent() == ["there 0", "here 1", "there 1"]
    redis.stop()
    assert here.recent() == ["here 0", "here 1"]


def test_another_process_of_the_site_finds_what_one_has_kept(redis: Redis) -> None:
    store_response("key", "br", RESPONSE)
    memory.clear()

    assert load_response("key", "br") == RESPONSE


@pytest.mark.parametrize(
    "tampered",
    [
        lambda signed: signed[:-1] + b"!",
        lambda signed: b"\0" + signed[1:],
        lambda signed: signed[32:],
        lambda signed: signed[:20],
        lambda signed: b"",
        lambda signed: CachedResponse({"Content-Type": "text/html"}, b"<script>alert(1)</script>").dump(),
    ],
)
def test_what_the_site_has_not_signed_is_as_if_it_were_not_there(redis: Redis, tampered: Any) -> None:
    store_response("key", "", RESPONSE)
    shared.backend.set("response:key:", tampered(shared.backend.get("response:key:")))
    memory.clear()

    assert load_response("key", "") is None
    # It is no failure of the cache: the next question is asked of it.
    store_response("other", "", RESPONSE)
    memory.clear()
    assert load_response("other", "") == RESPONSE


def test_an_answer_cannot_be_moved_to_another_address(redis: Redis) -> None:
    store_response("key", "", RESPONSE)
    shared.backend.set("response:other:", shared.backend.get("response:key:"))

    assert load_response("other", "") is None


def test_a_site_with_another_secret_key_signs_otherwise(redis: Redis, settings: Any) -> None:
    store_response("key", "", RESPONSE)
    memory.clear()
    settings.SECRET_KEY = "another"

    assert load_response("key", "") is None


def fill(caching: CachingMiddleware, numbers: range) -> int:
    """Bytes by which the memory has grown when so many clients with long headers have asked."""
    tracemalloc.start()
    for number in numbers:
        long = f"text/x{number}, " + "application/x-long, " * 5_000
        headers = {"accept": long, "accept-encoding": f"br;q=0.{number}, " + "x, " * 30_000, "x-forwarded-for": long}
        request = RequestFactory().get(f"/api/docs/?{number}", headers=headers)
        caching(request)
        client_address(request)
        with pytest.raises(Exception, match="Accept header"):
            check_accept(long)
        request.dataset = Version(1, "state")
        request.GET = QueryDict(f"q{number}={long}")
        exact_count(request, lambda: 1)
    gc.collect()
    grown, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return grown


def test_what_clients_send_does_not_grow_the_memory(settings: Any) -> None:
    settings.CACHE_MEGABYTES, settings.TRUSTED_PROXIES = 1, 1
    caching = CachingMiddleware(lambda request: HttpResponse(b"{}" * 2_000, content_type="application/json"))
    fill(caching, range(5))

    assert fill(caching, range(5, 300)) < 3 * 2**20


@pytest.mark.parametrize("body", [b"{}", b"words " * 2_000])
def test_all_that_is_kept_is_counted(settings: Any, body: bytes) -> None:
    settings.CACHE_MEGABYTES = 8
    tracemalloc.start()
    for number in range(300):
        headers = {f"X-Header-{place}-{number}": f"{number} " * 20 for place in range(20)}
        store_response(f"{number:032x}", "", CachedResponse(headers, body + str(number).encode()))
    taken, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert 0.8 * taken < memory.size < 1.6 * taken
    memory.clear()
