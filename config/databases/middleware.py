"""Chooses the database of each request, tries the next one where one is gone, and says so where all are."""

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

from config.databases.connections import READER
from config.databases.failures import Failure, failure_of
from config.databases.replicas import cluster
from config.databases.routing import reading_alias, reading_from
from config.databases.turns import taking_turns

logger = logging.getLogger(__name__)

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
# Where people write, and so have to read what they wrote.
ADMIN = "/admin/"


class DatabaseMiddleware:
    """A question of the public is answered from a replica that keeps up, or else from the primary."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer of the first database that gives one."""
        for alias in aliases_for(request):
            with reading_from(alias), taking_turns():
                response = self.get_response(request)
            failure = getattr(response, "failure", None)
            if failure not in (Failure.UNREACHABLE, Failure.BUSY):
                break
            servers = cluster()
            if servers and failure is Failure.UNREACHABLE:
                servers.mark_down(alias)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a failure of the database while a view is at work."""
        return failure_response(request, exception)


def aliases_for(request: HttpRequest) -> Iterator[str]:
    """Connections to try, the best first; what may write goes to the primary, once.

    Which are good is looked at anew once the primary has failed: then any replica that answers is.
    """
    if request.method not in SAFE_METHODS or request.path.startswith(ADMIN) or not settings.READERS:
        yield DEFAULT_DB_ALIAS
        return
    servers = cluster()
    tried = []
    # People who are logged in read what the primary has, wherever they look.
    if servers and settings.SESSION_COOKIE_NAME not in request.COOKIES:
        tried = servers.current_replicas()
        yield from tried
    yield READER
    if servers:
        yield from (replica for replica in servers.current_replicas() if replica not in tried)


def failure_response(request: HttpRequest, error: Exception) -> HttpResponse | None:
    """The answer to a failure of the database, as the project's `handler503` words it; None if the mistake is our own."""
    failure = failure_of(error)
    if failure is None:
        return None
    logger.warning("%s gives no answer to %s: %s", reading_alias(), request.path, error)
    answer: Any = get_resolver().resolve_error_handler(503)
    response: HttpResponse = answer(request, failure)
    response.failure = failure  # type: ignore[attr-defined]
    return response
