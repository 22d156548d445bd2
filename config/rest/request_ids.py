"""Every request has a name, by which its answer and its lines in the log are found."""

import logging
import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar

from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
# What a proxy or client may call a request; anything else could be meant for the log.
SANE = re.compile(r"[A-Za-z0-9._:-]{8,128}\Z")

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdMiddleware:
    """Takes the name that the request brings, or gives it one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, with the name."""
        given = request.META.get("HTTP_X_REQUEST_ID", "")
        name = given if SANE.match(given) else secrets.token_hex(16)
        _request_id.set(name)
        response = self.get_response(request)
        response[HEADER] = name
        return response


class RequestIdFilter(logging.Filter):
    """Adds `request_id` to every line of the log; a hyphen outside of requests."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let everything through."""
        record.request_id = _request_id.get()
        return True
