"""Where answers are kept: in the process, and beside it in a cache that all processes share."""

import logging
import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

from django.conf import settings
from django.core.cache import BaseCache, caches

logger = logging.getLogger(__name__)

T = TypeVar("T")
# Bytes that an entry takes beside its body: headers, keys.
OVERHEAD = 2_000
MEGABYTE = 2**20
# Seconds for which a shared cache that failed is left alone, and after which what nobody asks for leaves it.
PAUSE = 1.0
DAY = 86_400


class Memory:
    """What was used last, up to as many bytes in all as `limit` says."""

    def __init__(self, limit: Callable[[], int]) -> None:
        self.limit = limit
        self.entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """What is kept under a key, or None."""
        with self.lock:
            entry = self.entries.get(key)
            if entry is None:
                return None
            self.entries.move_to_end(key)
            return entry[0]

    def set(self, key: Hashable, value: Any, size: int = 0) -> None:
        """Keep a value of so many bytes; what was not used for longest makes room."""
        limit = self.limit()
        size += OVERHEAD
        if size > limit / 4:
            return
        with self.lock:
            self.size += size - self.entries.pop(key, (None, 0))[1]
            self.entries[key] = (value, size)
            while self.size > limit:
                self.size -= self.entries.popitem(last=False)[1][1]

    def clear(self) -> None:
        """Forget everything."""
        with self.lock:
            self.entries.clear()
            self.size = 0


class Shared:
    """The cache of CACHE_URL; whatever goes wrong with it costs speed only."""

    def __init__(self) -> None:
        self.broken_until = -math.inf

    @cached_property
    def cache(self) -> BaseCache | None:
        """The cache, or None if no address is set."""
        return caches["default"] if settings.CACHE_URL else None

    @property
    def is_there(self) -> bool:
        """Whether there is such a cache."""
        return self.cache is not None

    def get(self, key: str, load: Callable[[bytes], T]) -> T | None:
        """What is kept under a key, made of its bytes by `load`."""

        def found(cache: BaseCache) -> T | None:
            data = cache.get(key)
            return None if data is None else load(data)

        return self.attempt(found)

    def set(self, key: str, dump: Callable[[], bytes]) -> None:
        """Keep the bytes that `dump` gives, for a day at most."""
        self.attempt(lambda cache: cache.set(key, dump(), DAY))

    def count(self, key: str, seconds: int) -> int | None:
        """One more, and how many that makes for all processes; forgotten after so many seconds."""
        return self.attempt(lambda cache: counted(cache, key, seconds))

    def attempt(self, action: Callable[[BaseCache], T]) -> T | None:
        """What an action gives, or None without a cache, or where it fails; then it is left alone for a second."""
        if self.cache is None or time.monotonic() < self.broken_until:
            return None
        try:
            return action(self.cache)
        except Exception as error:
            self.broken_until = time.monotonic() + PAUSE
            logger.warning("The shared cache does not answer: %s", error)
            return None


def counted(cache: BaseCache, key: str, seconds: int) -> int:
    """One more in a cache."""
    cache.add(key, 0, seconds)
    return cache.incr(key)


class Plain:
    """How values lie in the shared cache: as bytes that nobody can put code into."""

    def dumps(self, value: int | bytes) -> int | bytes:
        """The value as Redis takes it."""
        return value

    def loads(self, data: bytes) -> bytes:
        """The bytes as they are."""
        return data


memory = Memory(lambda: settings.CACHE_MEGABYTES * MEGABYTE)
counts = Memory(lambda: settings.COUNTS_MEGABYTES * MEGABYTE)
shared = Shared()
