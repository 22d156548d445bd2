"""The ASGI application: ready answers from the event loop, everything else from the WSGI application in a few threads."""

import asyncio
import logging
import threading
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpResponse

from config.databases.middleware import SAFE_METHODS
from config.databases.routing import watch_client
from config.rest.access import note_answer
from config.rest.addresses import addressed, site_of
from config.rest.caching.middleware import kept_key, ready_response, refresh_version, version_is_due
from config.rest.errors import RETRY_AFTER, problem_response
from config.rest.middleware import REQUEST_ID, begin_request
from config.rest.sessions import is_logged_in
from config.server.bodies import ANYBODY_BYTES, GoneError, Receive, RefusedError, announced_length, read_body
from config.server.pool import OverloadedError, Pool, Turns
from config.server.wsgi import Environ, WsgiResponse, call, encoded, environ_of, next_piece, with_body

logger = logging.getLogger(__name__)

Send = Callable[[dict[str, Any]], Awaitable[None]]

HEALTH = "/healthz"
# Seconds that ready answers wait for the version of the dataset: a database that hangs does not hold them up for longer.
VERSION_WAIT = 0.2


class Application:
    """Answers by the WSGI application, but never waits for a client with one of its threads."""

    def __init__(self, wsgi: Any) -> None:
        self.wsgi = wsgi
        self.workers = Pool("worker", settings.THREADS, settings.QUEUE, settings.QUEUE_TIMEOUT)
        # Those who are logged in and save may wait for each other, and keep nobody from reading meanwhile.
        self.writers = Pool("writer", settings.WRITERS, settings.QUEUE, settings.LOCK_TIMEOUT + settings.QUEUE_TIMEOUT)
        # What says that the server is well, and looks at the version, does not wait behind the others; nor do files on their way.
        self.watch = Pool("watch", 1, settings.QUEUE, settings.QUEUE_TIMEOUT)
        self.senders = Pool("sender", 1, 10_000, settings.EXPORT_TIMEOUT)
        self.turns = Turns()
        self.refreshing: asyncio.Task[None] | None = None

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        environ = environ_of(scope)
        # A copy: Django writes the path into it as text, which is no longer what WSGI wants.
        request = WSGIRequest(environ.copy())
        client = Client(send, request, time.perf_counter())
        try:
            await self.freshen(request)
            if response := ready_response(request):
                await client.give(response)
                return
            is_known = await self.is_logged_in(request)
            body = await read_body(
                receive, environ, settings.DATA_UPLOAD_MAX_MEMORY_SIZE if is_known else ANYBODY_BYTES
            )
        except GoneError:
            return
        except RefusedError as error:
            await client.give(error_response(request, error.status, error.detail), close=True)
            return
        except OverloadedError:
            await client.give(overloaded(request), close=True)
            return
        await self.answer(with_body(environ, body), self.pool_for(request, is_known=is_known), receive, client)

    async def freshen(self, request: WSGIRequest) -> None:
        """Have the version of the dataset looked up where it is time to, by one for all who wait for it."""
        if not version_is_due(request):
            return
        if self.refreshing is None or self.refreshing.done():
            self.refreshing = asyncio.create_task(self.refresh(request))
        await asyncio.wait([self.refreshing], timeout=VERSION_WAIT)

    async def refresh(self, request: WSGIRequest) -> None:
        """Look the version up; without it, what is known is told."""
        with suppress(OverloadedError):
            await self.watch.run(refresh_version, request)

    async def is_logged_in(self, request: WSGIRequest) -> bool:
        """Whether whoever sends something is logged in; nobody is looked up who sends nothing."""
        if request.method in SAFE_METHODS and announced_length(request.META) == 0:
            return False
        return settings.SESSION_COOKIE_NAME in request.COOKIES and await self.workers.run(is_logged_in, request)

    def pool_for(self, request: WSGIRequest, *, is_known: bool) -> Pool:
        """The threads that answer a request."""
        if is_known and request.method not in SAFE_METHODS:
            return self.writers
        return self.watch if request.path == HEALTH else self.workers

    async def answer(self, environ: Environ, pool: Pool, receive: Receive, client: "Client") -> None:
        """What the WSGI application answers, sent as fast as the client takes it."""
        gone = threading.Event()
        watcher = asyncio.create_task(notice_leaving(receive, gone))
        try:
            # Who asks for what is being made waits for it without a thread.
            async with self.turns.hold(kept_key(client.request), settings.STATEMENT_TIMEOUT):
                ready = ready_response(client.request)
                response = None if ready else await pool.run(call_unless_gone, self.wsgi, environ, gone)
            if ready:
                await client.give(ready)
            elif response:
                await self.send_response(response, client.send, gone)
        except OverloadedError:
            await client.give(overloaded(client.request))
        finally:
            watcher.cancel()

    async def send_response(self, response: WsgiResponse, send: Send, gone: threading.Event) -> None:
        """Send an answer; a thread is taken for each piece only while it is read."""
        try:
            await send({"type": "http.response.start", "status": response.status, "headers": response.headers})
            if response.pieces is None:
                await send({"type": "http.response.body", "body": response.body})
                return
            async with asyncio.timeout(settings.EXPORT_TIMEOUT):
                while piece := await self.senders.run(next_piece, response.pieces):
                    await send({"type": "http.response.body", "body": piece, "more_body": True})
                    if gone.is_set():
                        return
            await send({"type": "http.response.body", "body": b""})
        except (TimeoutError, OverloadedError):
            # However steadily the client reads: what is missing it sees from the announced length.
            logger.info("A file was fetched too slowly.")
        finally:
            if response.pieces is not None:
                await self.senders.run(response.close)


def call_unless_gone(wsgi: Any, environ: Environ, gone: threading.Event) -> WsgiResponse | None:
    """What the WSGI application answers; nothing to a client that left while it waited for a thread."""
    if gone.is_set():
        return None
    watch_client(gone.is_set)
    return call(wsgi, environ)


async def notice_leaving(receive: Receive, gone: threading.Event) -> None:
    """Wait until the client leaves."""
    while (await receive())["type"] != "http.disconnect":
        pass
    gone.set()


@dataclass(frozen=True)
class Client:
    """Whoever waits for the answer to a request, since when."""

    send: Send
    request: WSGIRequest
    began: float

    async def give(self, response: HttpResponse, *, close: bool = False) -> None:
        """Send an answer that takes no thread, and note it as any other; `close`: and nothing more on this connection."""
        response[REQUEST_ID] = begin_request(self.request)
        note_answer(self.request, response, time.perf_counter() - self.began)
        headers = encoded(response.items())
        if close:
            headers.append((b"connection", b"close"))
        await self.send({"type": "http.response.start", "status": response.status_code, "headers": headers})
        await self.send({"type": "http.response.body", "body": response.content})


def error_response(request: WSGIRequest, status: int, detail: str) -> HttpResponse:
    """The answer to a request that asks too much of the server."""
    with addressed(site_of(request)):
        response = problem_response(status, detail)
    response["Content-Length"] = str(len(response.content))
    response["Cache-Control"] = "no-store"
    return response


def overloaded(request: WSGIRequest) -> HttpResponse:
    """The answer where no thread is free in time."""
    response = error_response(request, 503, "The server has too much to do. Please try again in a few seconds.")
    response["Retry-After"] = RETRY_AFTER
    return response
