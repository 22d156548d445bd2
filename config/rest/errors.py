"""Every error of the API, as RFC 9457 problem details."""

import difflib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from django.http import Http404, HttpResponse
from rest_framework import exceptions, status

from config.rest.addresses import absolute
from config.rest.problems import BY_STATUS, INVALID_PARAMETERS
from config.rest.texts import folded

MEDIA_TYPE = "application/problem+json"
# Wrong words of one request for which the one that was probably meant is looked for.
MAX_SUGGESTIONS = 5
# Seconds after which to ask again what could not be answered.
RETRY_AFTER = "2"


@dataclass(frozen=True)
class ParameterError:
    """What is wrong with one parameter of a request, and the one that was probably meant."""

    parameter: str
    detail: str
    suggestion: str | None = None


class InvalidParameters(exceptions.APIException):
    """A request with parameters that cannot be answered."""

    status_code = status.HTTP_400_BAD_REQUEST
    default_detail = "The request has parameters that cannot be answered."

    def __init__(self, errors: Iterable[ParameterError]) -> None:
        super().__init__()
        self.errors = list(errors)


class Gone(exceptions.APIException):
    """A record that has been withdrawn."""

    status_code = status.HTTP_410_GONE
    default_detail = "This record has been withdrawn."


@dataclass
class Problem:
    """An RFC 9457 problem, with the headers that belong to it."""

    status: int
    detail: str
    errors: list[ParameterError] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """Address of the page about problems of this kind; about:blank where the status says it all."""
        kind = INVALID_PARAMETERS if self.errors else BY_STATUS.get(self.status)
        return absolute(kind.path) if kind else "about:blank"

    def body(self) -> dict[str, Any]:
        """The members of the problem; `errors` only where parameters are wrong."""
        members: dict[str, Any] = {
            "type": self.type,
            "title": HTTPStatus(self.status).phrase,
            "status": self.status,
            "detail": self.detail,
        }
        if self.errors:
            members["errors"] = [asdict(error) for error in self.errors]
        return members


def nearest(word: str, candidates: Iterable[str]) -> str | None:
    """The candidate that was probably meant by a word, whatever its case, accents and signs, or None if none is near."""
    known = {compared(candidate): candidate for candidate in candidates}
    word = compared(word)
    if not word or word in known:
        return known.get(word)
    holding = [name for name in known if min(len(word), len(name)) > 3 and (word in name or name in word)]
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.8)
    swapped = [name for name in known if sorted(name) == sorted(word)]
    far = difflib.get_close_matches(word, known, n=1, cutoff=0.72)
    return next((known[name] for name in [*near, *swapped, *sorted(holding, key=len), *far]), None)


def compared(word: str) -> str:
    """A word as it is compared with others; a minus in front, which turns an order round, stays."""
    return ("-" if word.startswith("-") else "") + folded(word)


def problem_of(error: exceptions.APIException | Http404) -> Problem:
    """The problem that an exception of a view stands for."""
    if isinstance(error, Http404):
        error = exceptions.NotFound()
    wait = getattr(error, "wait", None)
    headers = {"Retry-After": str(int(wait))} if wait else {}
    return Problem(error.status_code, detail_of(error), getattr(error, "errors", []), headers)


def detail_of(error: exceptions.APIException) -> str:
    """One sentence of an exception's detail."""
    detail = error.detail
    return str(detail[0]) if isinstance(detail, list) and detail else str(detail)


def problem_response(code: int, detail: str) -> HttpResponse:
    """A problem outside any view of the API."""
    return HttpResponse(orjson.dumps(Problem(code, detail).body()), status=code, content_type=MEDIA_TYPE)


def unavailable_response(detail: str) -> HttpResponse:
    """The answer while the server cannot give one; no cache is to keep it."""
    response = problem_response(503, detail)
    response["Retry-After"] = RETRY_AFTER
    response["Cache-Control"] = "no-store"
    return response
