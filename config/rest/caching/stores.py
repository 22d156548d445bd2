"""Where ready responses and counts are kept: in the process, and beside it in a cache that all processes share."""

import hmac
import logging
import math
import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, TypeVar

import orjson
from django.conf import settings
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.redis import RedisCache
from django.http import HttpRequest
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.rest.caching.responses import CachedResponse, digest_of

logger = logging.getLogger(__name__)

T = TypeVar("T")
MEGABYTE = 2**20
# Bytes that an entry takes beside what it holds: its key, a digest, and its places in dictionaries and tuples.
ENTRY_BYTES = 1_000
# How long the signature is that stands before what lies in the shared cache.
SIGNATURE_BYTES = 32
# Seconds after which a shared cache that does not answer is done without (a page is made in less), for which it is then left
# alone, and after which what nobody asks for leaves it.
TIMEOUT = 0.1
PAUSE = 1.0
DAY = 86_400
# Parameters that change what is shown of a list, not what is in it.
DISPLAY_PARAMETERS = {"cursor", "expand", "fields", "ordering", "page_size"}


class MemoryCache:
    """What was used last, up to as many megabytes in all as a setting says."""

    def __init__(self, setting: str) -> None:
        self.setting = setting
        self.entries: OrderedDict[Hashable, tuple[Any, int]] = OrderedDict()
        self.size = 0
        self.lock = threading.Lock()

    def get(self, key: Hashable) -> Any:
        """The value of a key, or None."""
        with self.lock:
            entry = self.entries.get(key)
            if entry is None:
                return None
            self.entries.move_to_end(key)
            return entry[0]

    def set(self, key: Hashable, value: Any, size: int = 0) -> None:
        """Keep a value of so many bytes; what was not used for longest makes room."""
        limit = getattr(settings, self.setting) * MEGABYTE
        size += ENTRY_BYTES
        if size > limit / 4:
            return
        with self.lock:
            self.size += size - self.entries.pop(key, (None, 0))[1]
            self.entries[key] = (value, size)
            while self.size > limit:
                self.size -= self.entries.popitem(last=False)[1][1]

    def clear(self) -> None:
        with self.lock:
            self.entries.clear()
            self.size = 0


class BytesSerializer:
    """How values lie in the shared cache: as bytes that nobody can put code into."""

    def dumps(self, value: int | bytes) -> int | bytes:
        return value

    def loads(self, data: bytes) -> bytes:
        return data


REDIS_OPTIONS = {
    "serializer": BytesSerializer,
    "socket_timeout": TIMEOUT,
    "socket_connect_timeout": TIMEOUT,
    # Once more and at once, for connections that a restart has cut.
    "retry": Retry(NoBackoff(), 1),
}


class SharedCache:
    """The Redis of CACHE_URL; whatever goes wrong with it costs speed only."""

    def __init__(self) -> None:
        self.paused_until = -math.inf

    @cached_property
    def backend(self) -> BaseCache | None:
        """The cache, or None if no address is set."""
        return RedisCache(settings.CACHE_URL, {"OPTIONS": REDIS_OPTIONS}) if settings.CACHE_URL else None

    def get(self, key: str, load: Callable[[bytes], T]) -> T | None:
        """The value of a key, made of its bytes by `load`; bytes that none of us has signed under this key are none."""

        def value(backend: BaseCache) -> T | None:
            signed = backend.get(key)
            if signed is None:
                return None
            signature, data = signed[:SIGNATURE_BYTES], signed[SIGNATURE_BYTES:]
            if not hmac.compare_digest(signature, signature_of(key, data)):
                logger.warning("What the shared cache holds as %s is not signed by this site.", key)
                return None
            return load(data)

        return self.attempt(value)

    def set(self, key: str, dump: Callable[[], bytes]) -> None:
        """Keep the bytes that `dump` gives, signed, for a day at most."""

        def keep(backend: BaseCache) -> None:
            data = dump()
            backend.set(key, signature_of(key, data) + data, DAY)

        self.attempt(keep)

    def increment(self, key: str, seconds: int, by: int = 1) -> int | None:
        """So many more under a key, and how many that makes for all processes; forgotten after so many seconds."""

        def count(backend: BaseCache) -> int:
            backend.add(key, 0, seconds)
            return backend.incr(key, by)

        return self.attempt(count)

    def attempt(self, action: Callable[[BaseCache], T]) -> T | None:
        """What an action gives, or None without a cache, or where it fails."""
        if self.backend is None or time.monotonic() < self.paused_until:
            return None
        try:
            return action(self.backend)
        except Exception as error:
            self.paused_until = time.monotonic() + PAUSE
            logger.warning("The shared cache does not answer: %s", error)
            return None


def signature_of(key: str, data: bytes) -> bytes:
    """What proves that a process of this site has kept these bytes under this key: others may write to the cache, too."""
    secret = hmac.digest(settings.SECRET_KEY.encode(), b"What processes share", "sha256")
    return hmac.digest(secret, key.encode() + b"\n" + data, "sha256")


class SharedLines:
    """The last lines of some kind: those of all processes if they share a cache, else those of this one.

    Where two processes write at once, the line of one may be missing: whatever has to be kept is in the log.
    """

    def __init__(self, name: str, most: int) -> None:
        self.key = f"lines:{name}"
        self.lines: deque[str] = deque(maxlen=most)

    def append(self, line: str) -> None:
        lines = [*self.recent(), line]
        self.lines.append(line)
        if shared.backend:
            shared.set(self.key, lambda: orjson.dumps(lines[-(self.lines.maxlen or 0) :]))

    def recent(self) -> list[str]:
        """The lines, the newest last."""
        kept: list[str] | None = shared.get(self.key, orjson.loads) if shared.backend else None
        return list(self.lines) if kept is None else kept


memory = MemoryCache("CACHE_MEGABYTES")
counts = MemoryCache("COUNTS_MEGABYTES")
shared = SharedCache()


def load_response(key: str, encoding: str) -> CachedResponse | None:
    """The response of a key in an encoding, if it is kept in the process or beside it."""
    response: CachedResponse | None = memory.get((key, encoding))
    if response is None and shared.backend:
        response = shared.get(shared_key(key, encoding), CachedResponse.load)
        if response is not None:
            memory.set((key, encoding), response, response.size)
    return response


def store_response(key: str, encoding: str, response: CachedResponse) -> CachedResponse:
    """Keep a response for the next who ask."""
    memory.set((key, encoding), response, response.size)
    if shared.backend:
        shared.set(shared_key(key, encoding), response.dump)
    return response


def shared_key(key: str, encoding: str) -> str:
    """What a response is found by in the shared cache."""
    return f"response:{key}:{encoding}"


def exact_count(request: HttpRequest, count_rows: Callable[[], int]) -> int:
    """How many rows the filters of a request find, counted once for all pages; a request without a version counts."""
    version = getattr(request, "dataset", None)
    if version is None:
        return count_rows()
    filters = sorted([item for item in request.GET.lists() if item[0] not in DISPLAY_PARAMETERS])
    key = digest_of("\n".join([version.state, *map(repr, filters), request.path]))
    count: int | None = counts.get(key)
    if count is None:
        count = count_rows()
        counts.set(key, count)
    return count
