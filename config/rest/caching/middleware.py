"""Answers before anything else is asked: from the cache, or with 304 where the client has the answer already."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from hashlib import blake2b

from django.conf import settings
from django.db import Error, close_old_connections
from django.http import HttpRequest, HttpResponse

from config.databases.middleware import failure_response
from config.databases.versions import Version, VersionCache, read_version
from config.rest.caching.responses import (
    CachedResponse,
    cache_control,
    cache_headers,
    cache_key,
    encoding_for,
    in_part,
    is_for_all,
    is_fresh,
    not_modified,
)
from config.rest.caching.stores import load_response, memory, store_response
from config.rest.middleware import API, DATA, READ_METHODS, GetResponse
from config.rest.sessions import is_logged_in

# Paths whose answers depend on what the dataset holds: the API's, and the landing page.
DATASET_PATH = re.compile(rf"{DATA}|/\Z")
# Those whose answers are the software's and its documents', whatever the dataset holds.
DOCUMENT_PATH = re.compile(r"/(?:api/(?:schema|docs)|docs)/|/api/schema\.yaml\Z|/llms\.txt\Z")


versions = VersionCache()


def version_of(request: HttpRequest) -> Version | None:
    """The version on which the answer depends; None if it is not to be kept."""
    if request.method not in READ_METHODS:
        return None
    if DATASET_PATH.match(request.path):
        return versions.current(request)
    return software_version() if DOCUMENT_PATH.match(request.path) else None


@cache
def software_version() -> Version:
    """The version of what does not depend on the dataset: the digest of the documents, beside that of the software in every key."""
    digest = blake2b(digest_size=16)
    for path in settings.DOCUMENTS:
        digest.update(path.read_bytes())
    return Version(0, digest.hexdigest())


def version_is_due(request: HttpRequest) -> bool:
    """Whether a request depends on a version that has to be looked up again."""
    return request.method in READ_METHODS and versions.is_due() and bool(DATASET_PATH.match(request.path))


def refresh_version(request: HttpRequest) -> None:
    """Look the version up, in a thread that does nothing else for the database."""
    try:
        versions.current(request)
    finally:
        close_old_connections()


def kept_key(request: HttpRequest) -> str | None:
    """What the answer to a request would be kept under; None if it is not for everybody, or not to be kept."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in READ_METHODS:
        return None
    version = versions.version if DATASET_PATH.match(request.path) else None
    return cache_key(request, version) if version and settings.CACHE_MEGABYTES else None


def ready_response(request: HttpRequest) -> HttpResponse | None:
    """The answer that is ready, without any look at a database; None where there is none, or where it may be another."""
    if settings.SESSION_COOKIE_NAME in request.COOKIES or request.method not in READ_METHODS:
        return None
    version = software_version() if DOCUMENT_PATH.match(request.path) else versions.version
    note_state(request, "ready")
    return ready_response_of(request, version) if version else None


def ready_response_of(request: HttpRequest, version: Version) -> HttpResponse | None:
    """The answer in one state of the dataset, if it is ready, or if the client has it."""
    key, encoding = cache_key(request, version), encoding_for(request)
    response: CachedResponse | None = memory.get((key, encoding))
    if response is not None:
        return response_to(request, response)
    tags = request.META.get("HTTP_IF_NONE_MATCH", "")
    if f'"{key}"' in tags:
        return not_modified(cache_headers(request, key, version, is_strong=f'W/"{key}"' not in tags))
    return None


def response_to(request: HttpRequest, response: CachedResponse) -> HttpResponse:
    """A good answer as a client gets it: with 304 if it is the one that the client has, or the part that it asks for."""
    if is_fresh(request, response.headers):
        return not_modified(response.headers)
    return in_part(request, response.headers, response.body)


class CachingMiddleware:
    """The first of all: what it answers costs no other one's time, and has the headers that they gave it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.locks = KeyLocks()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, from where it is had soonest."""
        version = version_of(request)
        # A cookie alone lets nobody past the cache: it may name nobody.
        if settings.SESSION_COOKIE_NAME in request.COOKIES and (version is None or is_logged_in(request)):
            return self.private(request)
        if version is None:
            return self.get_response(request)
        note_state(request, "ready")
        if ready := ready_response_of(request, version):
            return ready
        response = self.answer(request, version, encoding_for(request))
        return response_to(request, response) if isinstance(response, CachedResponse) else response

    def private(self, request: HttpRequest) -> HttpResponse:
        """The answer to somebody who is logged in: who changed the dataset a moment ago is to see it."""
        note_state(request, "private")
        response = self.get_response(request)
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    def answer(self, request: HttpRequest, version: Version, encoding: str) -> CachedResponse | HttpResponse:
        """A good answer for everybody, or one to this request alone; made by one of those who wait for it."""
        if not settings.CACHE_MEGABYTES:
            return self.make(request, version, encoding)
        with self.locks.hold(cache_key(request, version)):
            # It may be another by the time that the lock is free.
            version = version_of(request) or version
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
        if response.status_code not in (200, 206):
            response.setdefault("Cache-Control", cache_control(response.status_code))
            return response
        if dataset := getattr(request, "dataset", None):
            versions.version = version = dataset
        key = cache_key(request, version)
        is_strong = "Accept-Ranges" in response and "Content-Encoding" not in response
        for name, value in cache_headers(request, key, version, is_strong=is_strong).items():
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
