"""Errors outside the API: a page for people, a problem for programs."""

import sys
from http import HTTPStatus

import orjson
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers

from config.databases.failures import Failure
from config.databases.middleware import failed
from config.rest import errors
from cooperation.api.root import own_styles_only

WHY = {
    Failure.GONE: "The database does not answer. Please try again in a few seconds.",
    Failure.BUSY: "The database is busy. Please try again in a few seconds.",
    Failure.TOO_SLOW: "This question takes longer than the server allows. Narrow it down, or ask for less at a time.",
}
TYPES = [errors.MEDIA_TYPE, "application/json", "text/html"]


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
    """The answer to a request that cannot be read."""
    return answer(request, errors.bad_request(request, exception))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to a request for what is not the asker's."""
    return answer(request, errors.problem_response(403, "You may not do this."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The answer to an address that does not exist."""
    return answer(request, errors.not_found(request, exception))


def server_error(request: HttpRequest) -> HttpResponse:
    """The answer to our own mistake, or to a database that went while no view was at work."""
    error = sys.exc_info()[1]
    response = failed(request, error) if isinstance(error, Exception) else None
    return response or answer(request, errors.server_error(request))


def unavailable(request: HttpRequest, failure: Failure) -> HttpResponse:
    """The answer where no database gives one."""
    return answer(request, errors.unavailable(WHY[failure]))
