"""What the server does with a request before a thread is taken, and with an answer after it."""

import asyncio
import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from config.rest import access
from config.rest.errors import RETRY_AFTER
from config.rest.middleware import RequestIdFilter
from config.server import application as server
from config.server.application import Application
from config.server.wsgi import environ_of

HEADERS = {"host": "localhost"}


def scope_of(path: str = "/robots.txt", method: str = "GET", **headers: str) -> dict[str, Any]:
    sent = {**HEADERS, **headers}
    return {
        "type": "http",
        "method": method,
        "raw_path": path.encode(),
        "query_string": b"",
        "http_version": "1.1",
        "scheme": "http",
        "server": ("127.0.0.1", 8000),
        "client": ("192.0.2.1", 1234),
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in sent.items()],
    }


class Exchange:
    """One request to the server, and what it sends."""

    def __init__(self, wsgi: Any, *pieces: bytes, **request: str) -> None:
        self.messages = [{"type": "http.request", "body": piece, "more_body": True} for piece in pieces]
        if self.messages:
            self.messages[-1]["more_body"] = False
        self.sent: list[dict[str, Any]] = []
        self.read = 0
        self.wsgi = wsgi
        self.scope = scope_of(**request)

    async def receive(self) -> dict[str, Any]:
        if self.read < len(self.messages):
            self.read += 1
            return self.messages[self.read - 1]
        await asyncio.Event().wait()
        raise AssertionError

    async def send(self, message: dict[str, Any]) -> None:
        self.sent.append(message)

    def run(self) -> "Exchange":
        asyncio.run(Application(self.wsgi)(self.scope, self.receive, self.send))
        return self

    @property
    def status(self) -> int:
        return int(self.sent[0]["status"])

    @property
    def headers(self) -> dict[str, str]:
        return {name.decode(): value.decode() for name, value in self.sent[0]["headers"]}

    @property
    def body(self) -> bytes:
        return b"".join(message["body"] for message in self.sent[1:])


def answering(response: Callable[[dict[str, Any]], Any]) -> Any:
    """A WSGI application with one answer."""

    def application(environ: dict[str, Any], start_response: Any) -> Any:
        answer = response(environ)
        start_response(f"{answer.status_code} Words", list(answer.items()))
        return answer

    return application


def never(environ: dict[str, Any]) -> Any:
    raise AssertionError("No thread is to be taken.")


def test_a_body_is_whole_before_a_thread_is_taken() -> None:
    echo = answering(lambda environ: HttpResponse(environ["wsgi.input"].read() + environ["CONTENT_LENGTH"].encode()))

    answer = Exchange(echo, b"ab", b"c", method="POST", content_length="3").run()

    assert (answer.status, answer.body) == (200, b"abc3")


def test_a_body_that_is_announced_too_large_is_refused_unread() -> None:
    answer = Exchange(answering(never), b"a", method="POST", content_length="65537").run()

    assert (answer.status, answer.headers["connection"], answer.read) == (413, "close", 0)


def test_a_body_in_chunks_is_refused_where_it_grows_too_large() -> None:
    answer = Exchange(answering(never), *[bytes(40_000)] * 9, method="POST", transfer_encoding="chunked").run()

    assert (answer.status, answer.read) == (413, 2)


def test_a_body_that_does_not_come_is_given_up(settings: Any) -> None:
    settings.BODY_TIMEOUT = 0.05

    answer = Exchange(answering(never), method="POST", content_length="10").run()

    assert (answer.status, answer.headers["connection"]) == (408, "close")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("is_somebody", "status"), [(True, 200), (False, 413)])
def test_only_who_is_logged_in_may_send_much(client: Client, settings: Any, is_somebody: bool, status: int) -> None:
    client.force_login(get_user_model().objects.create_user("curator"))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value if is_somebody else "a" * 32
    echo = answering(lambda environ: HttpResponse(environ["CONTENT_LENGTH"]))

    sent = {"method": "POST", "content_length": "100000", "cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"}
    answer = Exchange(echo, bytes(100_000), **sent).run()

    assert answer.status == status


def test_where_no_thread_is_free_in_time_the_answer_is_503(settings: Any) -> None:
    settings.THREADS, settings.QUEUE_TIMEOUT = 1, 0.05
    is_over = threading.Event()
    slow = answering(lambda _: HttpResponse(str(is_over.wait(5))))
    first, second, health = Exchange(slow), Exchange(slow), Exchange(answering(lambda _: HttpResponse("ok")))

    async def ask() -> None:
        application = Application(slow)
        running = asyncio.create_task(application(first.scope, first.receive, first.send))
        await asyncio.sleep(0.05)
        await application(second.scope, second.receive, second.send)
        application.wsgi = health.wsgi
        await application(scope_of("/healthz"), health.receive, health.send)
        is_over.set()
        await running

    asyncio.run(ask())

    assert (first.status, second.status, health.status) == (200, 503, 200)
    assert second.headers["retry-after"] == RETRY_AFTER


@pytest.mark.parametrize(
    ("answer", "sent", "expected"),
    [
        (HttpResponse(b"ready"), {}, "GET /robots.txt status=200 bytes=- ms="),
        (None, {"method": "POST", "content_length": "65537"}, "POST /robots.txt status=413 bytes="),
    ],
)
def test_answers_that_take_no_thread_are_logged_and_counted_like_others(
    settings: Any,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    answer: HttpResponse | None,
    sent: dict[str, str],
    expected: str,
) -> None:
    settings.ACCESS_LOG, settings.METRICS_TOKEN = True, "the token"
    counted: list[Any] = []
    monkeypatch.setattr(access, "count_request", lambda *given: counted.append(given[1:3]))
    monkeypatch.setattr(server, "ready_response", lambda _: answer)
    caplog.handler.addFilter(RequestIdFilter())

    with caplog.at_level(logging.INFO, "access"):
        answered = Exchange(answering(never), **sent, x_request_id="the-request").run()

    [record] = [record for record in caplog.records if record.name == "access"]
    assert record.getMessage().startswith(expected)
    assert record.getMessage().endswith("cache=none client=192.0.2.1")
    assert record.request_id == answered.headers["x-request-id"] == "the-request"
    assert counted == [(answered.status, "none")]


@pytest.mark.parametrize(("is_somebody", "status"), [(True, 200), (False, 503)])
def test_who_is_logged_in_and_waits_to_save_keeps_nobody_from_reading(
    settings: Any, monkeypatch: pytest.MonkeyPatch, is_somebody: bool, status: int
) -> None:
    settings.WRITERS, settings.THREADS, settings.QUEUE_TIMEOUT = 1, 1, 0.05
    monkeypatch.setattr(server, "is_logged_in", lambda _: is_somebody)
    is_over = threading.Event()
    answers = answering(lambda environ: HttpResponse(str(environ["REQUEST_METHOD"] == "GET" or is_over.wait(5))))
    saving = Exchange(answers, method="POST", cookie=f"{settings.SESSION_COOKIE_NAME}=a")
    reading = Exchange(answers)

    async def ask() -> None:
        application = Application(answers)
        running = asyncio.create_task(application(saving.scope, saving.receive, saving.send))
        await asyncio.sleep(0.05)
        await application(reading.scope, reading.receive, reading.send)
        assert not running.done()
        is_over.set()
        await running

    asyncio.run(ask())

    assert (saving.status, reading.status) == (200, status)


def test_who_asks_for_what_is_being_made_waits_without_a_thread(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.THREADS, settings.QUEUE_TIMEOUT = 2, 0.05
    monkeypatch.setattr(server, "kept_key", lambda request: "list" if "list" in request.path else None)
    monkeypatch.setattr(server, "ready_response", lambda _: kept[0] if kept else None)
    kept: list[HttpResponse] = []
    is_over = threading.Event()

    def make(environ: dict[str, Any]) -> HttpResponse:
        if "list" in environ["PATH_INFO"]:
            is_over.wait(5)
            kept.append(HttpResponse(b"kept"))
        return HttpResponse(b"made")

    slow = [Exchange(answering(make), path="/api/v1/list/") for _ in range(5)]
    other = Exchange(answering(make), path="/api/v1/other/")

    async def ask() -> None:
        application = Application(other.wsgi)
        running = [asyncio.create_task(application(one.scope, one.receive, one.send)) for one in slow]
        await asyncio.sleep(0.05)
        await application(other.scope, other.receive, other.send)
        is_over.set()
        await asyncio.gather(*running)

    asyncio.run(ask())

    assert (other.status, other.body) == (200, b"made")
    assert [answer.body for answer in slow] == [b"made", *[b"kept"] * 4]


def test_who_leaves_while_waiting_for_a_thread_is_not_answered(settings: Any) -> None:
    exchange = Exchange(answering(never))

    async def leave() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    async def ask() -> None:
        application = Application(exchange.wsgi)
        await application.workers.free.acquire()
        await application.workers.free.acquire()
        running = asyncio.create_task(application(exchange.scope, leave, exchange.send))
        await asyncio.sleep(0.05)
        application.workers.free.release()
        await running

    asyncio.run(ask())

    assert exchange.sent == []


def test_a_stream_is_sent_piece_by_piece_and_closed() -> None:
    closed = []
    response = StreamingHttpResponse([b"a" * 100_000] * 3)
    response._resource_closers.append(lambda: closed.append(True))

    answer = Exchange(answering(lambda _: response)).run()

    assert [len(message["body"]) for message in answer.sent[1:]] == [200_000, 100_000, 0]
    assert closed == [True]


def test_a_stream_that_is_read_too_slowly_is_given_up_and_closed(settings: Any) -> None:
    settings.EXPORT_TIMEOUT = 0.1
    closed = []
    response = StreamingHttpResponse([b"a" * 200_000] * 3)
    response._resource_closers.append(lambda: closed.append(True))
    answer = Exchange(answering(lambda _: response))

    async def send_for_hours(message: dict[str, Any]) -> None:
        answer.sent.append(message)
        if message.get("body"):
            await asyncio.Event().wait()

    answer.send = send_for_hours
    answer.run()

    assert [len(message["body"]) for message in answer.sent[1:]] == [200_000]
    assert closed == [True]


def test_headers_become_those_of_wsgi() -> None:
    scope = scope_of("/caf%C3%A9", cookie="a=1", x_forwarded_for="192.0.2.7")
    scope["headers"] += [(b"cookie", b"b=2"), (b"x_forwarded_for", b"made-up"), (b"x-forwarded-for", b"192.0.2.8")]

    environ = environ_of(scope)

    assert environ["PATH_INFO"] == "/caf\xc3\xa9"
    assert environ["HTTP_COOKIE"] == "a=1; b=2"
    assert environ["HTTP_X_FORWARDED_FOR"] == "192.0.2.7,192.0.2.8"
    assert environ["REMOTE_ADDR"] == "192.0.2.1"


@pytest.mark.parametrize("path", ["/ä", "/💰"])
def test_an_address_of_any_letters_reaches_the_application_as_its_bytes(path: str) -> None:
    echo = answering(lambda environ: HttpResponse(environ["PATH_INFO"].encode("latin-1")))

    answer = Exchange(echo, path=path).run()

    assert (answer.status, answer.body.decode()) == (200, path)
