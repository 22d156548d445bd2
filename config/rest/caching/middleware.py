"""Answers before anything else is asked: from the cache, or with 304 where the client has the answer already."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse

from config.databases.middleware import failure_response
from config.databases.versions import Version, VersionCache, read_version
from config.rest.caching.responses import (
    CachedResponse,
    cache_control,
    cache_headers,
    cache_key,
    encoding_of,
    is_for_all,
    is_fresh,
    not_modified,
    response_with,
)
from config.rest.caching.stores import load_response, memory, store_response
from config.rest.middleware import API, DATA, READ_METHODS, GetResponse

# Paths whose answers depend on what the dataset holds: the API's, and the landing page.
DATASET_PATH = re.compile(rf"{DATA}|/\Z")
# Those whose answers are the software's, whatever the dataset holds.
DOCUMENTS = {"/api/schema/", "/api/docs/", "/api/redoc/"}
SOFTWARE = Version(0, "software")


class CachingMiddleware:
    """The first of all: what it answers costs no other one's time, and has the headers that they gave it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.versions = VersionCache()
        self.locks = KeyLocks()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, from where it is had soonest."""
        if settings.SESSION_COOKIE_NAME in request.COOKIES:
            return self.private(request)
        version = self.version_of(request)
        if version is None:
            return self.get_response(request)
        key, encoding = cache_key(request, version), encoding_of(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        response: CachedResponse | HttpResponse | None = memory.get((key, encoding))
        note_state(request, "ready")
        if response is None:
            if f'"{key}"' in request.META.get("HTTP_IF_NONE_MATCH", ""):
                note_state(request, "confirmed")
                return not_modified(cache_headers(request, key, version))
            response = self.answer(request, version, encoding)
        if not isinstance(response, CachedResponse):
            return response
        if is_fresh(request, response.headers):
            return not_modified(response.headers)
        return response_with(response.headers, response.body)

    def private(self, request: HttpRequest) -> HttpResponse:
        """The answer to somebody who is logged in: who changed the dataset a moment ago is to see it."""
        note_state(request, "private")
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    def version_of(self, request: HttpRequest) -> Version | None:
        """The version on which the answer depends; None if it is not to be kept."""
        if request.method not in READ_METHODS:
            return None
        if DATASET_PATH.match(request.path):
            return self.versions.current(request)
        return SOFTWARE if request.path in DOCUMENTS else None

    def answer(self, request: HttpRequest, version: Version, encoding: str) -> CachedResponse | HttpResponse:
        """A good answer for everybody, or one to this request alone; made by one of those who wait for it."""
        if not settings.CACHE_MEGABYTES:
            return self.make(request, version, encoding)
        with self.locks.hold(cache_key(request, version)):
            # It may be another by the time that the lock is free.
            version = self.version_of(request) or version
            key = cache_key(request, version)
            note_state(request, "shared")
            if response := load_response(key, encoding):
                return response
            if response := load_response(key, ""):
                return store_response(key, encoding, response.compressed(encoding))
            return self.make(request, version, encoding)

    def make(self, request: HttpRequest, version: Version, encoding: str) -> CachedResponse | HttpResponse:
        """What the rest of the server answers; kept if it is for everybody."""
        note_state(request, "made")
        if request.path.startswith(API):
            # Any site may read: if every answer says so, one serves them all.
            request.META.setdefault("HTTP_ORIGIN", "*")
        response = self.get_response(request)
        if response.status_code != 200:
            response.setdefault("Cache-Control", cache_control(response.status_code))
            return response
        if dataset := getattr(request, "dataset", None):
            self.versions.version = version = dataset
        key = cache_key(request, version)
        for name, value in cache_headers(request, key, version).items():
            response[name] = value
        if not is_for_all(response):
            return response
        cached = store_response(key, "", CachedResponse.of(response))
        return store_response(key, encoding, cached.compressed(encoding)) if encoding else cached


def note_state(request: HttpRequest, state: str) -> None:
    """Say of a request, to whoever logs it, what the cache did with it."""
    request.cache_state = state  # type: ignore[attr-defined]


class VersionMiddleware:
    """The last of all: notes which version is in the database that an answer is read from, before it is read."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; the request knows the version as `dataset`."""
        if request.method in READ_METHODS and DATASET_PATH.match(request.path):
            try:
                request.dataset = read_version()  # type: ignore[attr-defined]
            except Error as error:
                if response := failure_response(request, error):
                    return response
                raise
        return self.get_response(request)


class KeyLocks:
    """Lets one thread at a time do the work of a key."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        # Each with the number of threads that hold it or wait for it.
        self.locks: dict[str, tuple[threading.Lock, int]] = {}

    @contextmanager
    def hold(self, key: str) -> Iterator[None]:
        """Wait until nobody else is inside with this key."""
        with self.guard:
            lock, threads = self.locks.get(key) or (threading.Lock(), 0)
            self.locks[key] = (lock, threads + 1)
        try:
            with lock:
                yield
        finally:
            with self.guard:
                lock, threads = self.locks.pop(key)
                if threads > 1:
                    self.locks[key] = (lock, threads - 1)
