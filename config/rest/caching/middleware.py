"""Answers before anything else is asked: from what is kept, or with 304 where the client has the answer already."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.http.response import ResponseHeaders

from config.databases.middleware import failed
from config.rest.caching.answers import Answer, answer_of, encoding_of, is_for_all, patience
from config.rest.caching.questions import Condition, Question
from config.rest.caching.stores import memory, shared
from config.rest.caching.versions import KnownVersion, Version, read_version

API = "/api/"
DATA = "/api/v1/"
LANDING = "/"
# Addresses whose answers are the software's, whatever the dataset holds.
DOCUMENTS = {"/api/schema/", "/api/docs/", "/api/redoc/"}
OF_THE_SOFTWARE = Version(0, "software")
VARY = "Accept, Accept-Encoding"

Get = Callable[[HttpRequest], HttpResponse]


def is_about_data(request: HttpRequest) -> bool:
    """Whether the answer depends on what the dataset holds."""
    return request.path.startswith(DATA) or request.path == LANDING


def is_logged_in(request: HttpRequest) -> bool:
    """Whether somebody asks who may have changed the dataset a moment ago, and is to see it."""
    return settings.SESSION_COOKIE_NAME in request.COOKIES


def fresh(response: HttpResponse) -> HttpResponse:
    """A response that nobody keeps without asking whether it still holds."""
    response.setdefault("Cache-Control", "private, no-cache")
    return response


class CachingMiddleware:
    """The first of all: what it answers costs no other one's time, and has the headers that they gave it."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response
        self.known = KnownVersion()
        self.turns = Turns()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, from where it is had soonest."""
        if is_logged_in(request):
            return fresh(self.get_response(request))
        version = self.version_of(request)
        if version is None:
            return self.get_response(request)
        question, condition = Question.of(request), Condition.of(request)
        encoding = encoding_of(request.META.get("HTTP_ACCEPT_ENCODING", ""))
        answer: Answer | HttpResponse | None = memory.get((version.state, question, encoding))
        if answer is None:
            if condition and condition.names(etag := question.etag(version)):
                return Answer(ResponseHeaders(headers_of(request, version, etag)), b"").not_modified()
            answer = self.answer(request, question, version, encoding)
        if not isinstance(answer, Answer):
            return answer
        if condition and condition.holds(answer.headers):
            return answer.not_modified()
        return answer.response()

    def version_of(self, request: HttpRequest) -> Version | None:
        """The version on which the answer depends; None if it is not to be kept."""
        if request.method not in ("GET", "HEAD"):
            return None
        if is_about_data(request):
            return self.known.current(request)
        return OF_THE_SOFTWARE if request.path in DOCUMENTS else None

    def answer(
        self, request: HttpRequest, question: Question, version: Version, encoding: str
    ) -> Answer | HttpResponse:
        """A good answer for everybody, or a response to this request alone; computed by one of those who wait for it."""
        if not settings.CACHE_MEGABYTES:
            return self.computed(request, question, version, encoding)
        with self.turns.of(question):
            if version is not OF_THE_SOFTWARE:
                version = self.known.version or version
            if answer := kept(question, version, encoding):
                return answer
            if answer := kept(question, version, ""):
                return keep(question, version, encoding, answer)
            return self.computed(request, question, version, encoding)

    def computed(
        self, request: HttpRequest, question: Question, version: Version, encoding: str
    ) -> Answer | HttpResponse:
        """What the rest of the server answers; kept if it is for everybody."""
        if request.path.startswith(API):
            # Any site may read: if every answer says so, one serves them all.
            request.META.setdefault("HTTP_ORIGIN", "*")
        response = self.get_response(request)
        if response.status_code != 200:
            response.setdefault("Cache-Control", patience(response.status_code))
            return response
        if version is not OF_THE_SOFTWARE and (read := getattr(request, "dataset", None)):
            self.known.version = version = read
        for name, value in headers_of(request, version, question.etag(version)).items():
            response[name] = value
        if not is_for_all(response):
            return response
        answer = keep(question, version, "", answer_of(response))
        return keep(question, version, encoding, answer) if encoding else answer


class VersionMiddleware:
    """The last of all: notes which version is in the database that an answer is read from, before it is read."""

    def __init__(self, get_response: Get) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer; the request knows the version as `dataset`."""
        if request.method in ("GET", "HEAD") and is_about_data(request):
            try:
                request.dataset = read_version()  # type: ignore[attr-defined]
            except Error as error:
                if response := failed(request, error):
                    return response
                raise
        return self.get_response(request)


class Turns:
    """Lets one at a time do the same thing."""

    def __init__(self) -> None:
        self.guard = threading.Lock()
        self.waiting: dict[Hashable, tuple[threading.Lock, int]] = {}

    @contextmanager
    def of(self, key: Hashable) -> Iterator[None]:
        """Wait until nobody else is inside with this key."""
        with self.guard:
            lock, number = self.waiting.get(key) or (threading.Lock(), 0)
            self.waiting[key] = (lock, number + 1)
        try:
            with lock:
                yield
        finally:
            with self.guard:
                lock, number = self.waiting.pop(key)
                if number > 1:
                    self.waiting[key] = (lock, number - 1)


def headers_of(request: HttpRequest, version: Version, etag: str) -> dict[str, str]:
    """What a good answer says about how long it may be kept and how to ask whether it still holds."""
    headers = {"ETag": etag, "Cache-Control": patience(200), "Vary": VARY, **version.headers()}
    return headers | {"Access-Control-Allow-Origin": "*"} if request.path.startswith(API) else headers


def kept(question: Question, version: Version, encoding: str) -> Answer | None:
    """The answer in one state and encoding, if it is kept in the process or beside it."""
    key = (version.state, question, encoding)
    answer: Answer | None = memory.get(key)
    if answer is None and shared.is_there and (answer := shared.get(name_of(question, version, encoding), Answer.load)):
        memory.set(key, answer, len(answer.body))
    return answer


def keep(question: Question, version: Version, encoding: str, answer: Answer) -> Answer:
    """The answer in an encoding, kept for the next who ask."""
    answer = answer.compressed(encoding)
    memory.set((version.state, question, encoding), answer, len(answer.body))
    if shared.is_there:
        shared.set(name_of(question, version, encoding), answer.dump)
    return answer


def name_of(question: Question, version: Version, encoding: str) -> str:
    """Name of an answer in the shared cache."""
    return f"answer:{question.digest(version)}:{encoding}"
