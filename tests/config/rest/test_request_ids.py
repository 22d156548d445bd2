"""The name of a request, in its answer and in the log."""

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.rest.request_ids import RequestIdFilter, RequestIdMiddleware


def named(given: str | None = None) -> str:
    """The name of a request that brings one, or none."""
    middleware = RequestIdMiddleware(lambda request: HttpResponse())
    return str(middleware(RequestFactory().get("/", headers={"x-request-id": given} if given else {}))["X-Request-ID"])


def test_every_request_has_a_name_of_its_own() -> None:
    first, second = named(), named()

    assert len(first) == 32
    assert first != second


@pytest.mark.parametrize("given", ["12345678", "0e4f7a9c-1111-4222-8333-444455556666", "A.b:c_d-e.f"])
def test_a_name_that_the_request_brings_is_kept(given: str) -> None:
    assert named(given) == given


@pytest.mark.parametrize("given", ["short", "with space 1", "line\nbreak12", "é" * 8, "x" * 129])
def test_what_is_no_name_is_replaced(given: str) -> None:
    assert named(given) != given
    assert len(named(given)) == 32


def test_lines_of_the_log_carry_the_name() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        RequestIdFilter().filter(record)
        return HttpResponse()

    record = logging.makeLogRecord({})
    RequestIdMiddleware(view)(RequestFactory().get("/", headers={"x-request-id": "12345678"}))

    assert record.request_id == "12345678"
