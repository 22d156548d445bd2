"""What is kept in the process, and what processes share."""

from typing import Any

from config.rest.caching.stores import MemoryCache, shared
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
