"""What every request passes: its id, and what its answer says to browsers."""

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from corsheaders.middleware import CorsMiddleware
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]

API = "/api/"
DATA = "/api/v1/"
READ_METHODS = ("GET", "HEAD")
REQUEST_ID = "X-Request-ID"
# Letters of a header that is remembered (no browser sends more): what clients send must not fill the memory.
LONGEST_REMEMBERED = 200
# What a proxy or client may call a request; anything else could be meant for the log.
VALID_REQUEST_ID = re.compile(r"[A-Za-z0-9._:-]{8,128}\Z")

_request_id: ContextVar[str] = ContextVar("request_id", default="-")
_request: ContextVar[HttpRequest | None] = ContextVar("request", default=None)


def current_request() -> HttpRequest | None:
    """The request that is being answered, for what has to say who asked; None in a command."""
    return _request.get()


class RequestIdMiddleware:
    """Takes the id that the request brings, or gives it one."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = begin_request(request)
        _request.set(request)
        try:
            response = self.get_response(request)
        finally:
            _request.set(None)
        response[REQUEST_ID] = request_id
        return response


def begin_request(request: HttpRequest) -> str:
    """The id that a request brings, or a new one; lines of the log have it from now on."""
    request_id: str = request.META.get("HTTP_X_REQUEST_ID", "")
    if not VALID_REQUEST_ID.match(request_id):
        request_id = secrets.token_hex(16)
    _request_id.set(request_id)
    return request_id


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every line of the log; a hyphen outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through."""
        record.request_id = _request_id.get()
        return True


class PolicyMiddleware:
    """What answers may load (CSP), and that any site may read those of the API (CORS).

    The libraries work both out anew for each answer. Those of the API's data are all alike, but for its root as a page.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.with_cors: Any = CorsMiddleware(get_response)
        self.with_libraries: Any = CSPMiddleware(self.with_cors)
        self.cors_headers, self.content_policy = policies_of_data()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(DATA):
            return in_order(self.with_libraries(request))
        if request.method == "GET":
            response = self.get_response(request)
            patch_vary_headers(response, ("origin",))
            for name, value in self.cors_headers.items():
                response[name] = value
        else:
            response = self.with_cors(request)
        if response.get("Content-Type", "").startswith("text/html"):
            return in_order(self.with_libraries.process_response(request, response))
        response[HEADER] = self.content_policy
        return response


def policies_of_data() -> tuple[dict[str, str], str]:
    """The headers of CORS, and the Content-Security-Policy, that the libraries give an answer to a GET of data."""
    request = HttpRequest()
    request.method, request.path_info, request.META["HTTP_ORIGIN"] = "GET", DATA, "*"
    response: Any = CSPMiddleware(CorsMiddleware(lambda _: HttpResponse()))(request)
    cors = {name: value for name, value in response.items() if name.lower().startswith("access-control-")}
    return cors, in_order(response)[HEADER]


def in_order(response: HttpResponse) -> HttpResponse:
    """The same answer with its policy in one order: the library's differs from process to process."""
    if HEADER in response:
        response[HEADER] = "; ".join(sorted(response[HEADER].split("; ")))
    return response
