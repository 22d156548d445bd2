"""Errors outside the API: a page for people, a problem for programs."""

from http import HTTPStatus

import orjson
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.cache import patch_vary_headers

from config.rest import errors
from cooperation.api.root import own_styles_only

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
        response = HttpResponse(loader.render_to_string("cooperation/error.html", context), status=code)
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
    """The answer to our own mistake."""
    return answer(request, errors.server_error(request))
