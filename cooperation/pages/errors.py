"""Errors outside the API: a page for people, a problem for programs."""

import sys
from http import HTTPStatus

import orjson
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers

from config.databases.failures import Failure
from config.databases.middleware import failure_response
from config.rest.errors import MEDIA_TYPE, problem_response, unavailable_response
from cooperation.api.root import own_styles_only

WHY = {
    Failure.UNREACHABLE: "The database does not answer. Please try again in a few seconds.",
    Failure.BUSY: "The database is busy with what somebody else does. Nothing was changed: please try again in a few seconds.",
    Failure.DISK_FULL: "The server's disk is full. Nothing was changed; its operator has to make room.",
    Failure.TOO_SLOW: "This question takes longer than the server allows. Narrow it down, or ask for less at a time.",
}
TYPES = [MEDIA_TYPE, "application/json", "text/html"]


def wants_page(request: HttpRequest) -> bool:
    """Whether a person reads the answer: below /api/ never, elsewhere if the Accept header ranks HTML first."""
    return not request.path.startswith("/api/") and request.get_preferred_type(TYPES) == "text/html"


@own_styles_only
def answer(request: HttpRequest, problem: HttpResponse) -> HttpResponse:
    """The problem, or the same as a page; the page asks nothing of the database."""
    response = problem
    if wants_page(request):
        code = problem.status_code
        context = {"status": code, "title": HTTPStatus(code).phrase, "detail": orjson.loads(problem.content)["detail"]}
        headers = {name: value for name, value in problem.items() if name != "Content-Type"}
        page = loader.render_to_string("cooperation/error.html", context)
        response = HttpResponse(page, status=code, headers=headers)
    patch_vary_headers(response, ["Accept"])
    return response


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, problem_response(400, "The request cannot be read."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, problem_response(403, "You may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return answer(request, problem_response(404, "There is nothing at this address."))


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to our own mistake, or to a database that went while no view was at work."""
    error = sys.exc_info()[1]
    response = failure_response(request, error) if isinstance(error, Exception) else None
    return response or answer(request, problem_response(500, "Something went wrong on our side."))


def too_many(request: HttpRequest, detail: str) -> HttpResponse:
    """The answer to whoever tries too often, with what is to be said of it."""
    return answer(request, problem_response(429, detail))


def unavailable(request: HttpRequest, failure: Failure) -> HttpResponse:
    return answer(request, unavailable_response(WHY[failure]))
