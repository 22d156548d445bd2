"""The id of a request, and what answers say to browsers."""

import logging
from unittest.mock import Mock

import pytest
from corsheaders.middleware import CorsMiddleware
from csp.decorators import csp_replace
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.rest.middleware import PolicyMiddleware, RequestIdFilter, RequestIdMiddleware


def id_of(given: str | None = None) -> str:
    """The id of a request that brings one, or none."""
    middleware = RequestIdMiddleware(lambda request: HttpResponse())
    return str(middleware(RequestFactory().get("/", headers={"x-request-id": given} if given else {}))["X-Request-ID"])


def test_every_request_has_an_id_of_its_own() -> None:
    first, second = id_of(), id_of()

    assert len(first) == 32
    assert first != second


@pytest.mark.parametrize("given", ["12345678", "0e4f7a9c-1111-4222-8333-444455556666", "A.b:c_d-e.f"])
def test_an_id_that_the_request_brings_is_kept(given: str) -> None:
    assert id_of(given) == given


@pytest.mark.parametrize("given", ["short", "with space 1", "line\nbreak12", "é" * 8, "x" * 129])
def test_what_is_no_id_is_replaced(given: str) -> None:
    assert id_of(given) != given
    assert len(id_of(given)) == 32


def test_lines_of_the_log_carry_the_id() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        RequestIdFilter().filter(record)
        return HttpResponse()

    record = logging.makeLogRecord({})
    RequestIdMiddleware(view)(RequestFactory().get("/", headers={"x-request-id": "12345678"}))

    assert record.request_id == "12345678"


def headers_of_libraries(path: str) -> dict[str, str]:
    request = RequestFactory().get(path, headers={"origin": "https://elsewhere.example"})
    return dict(CSPMiddleware(CorsMiddleware(lambda _: HttpResponse()))(request).items())


def test_data_says_what_the_libraries_say_without_asking_them(monkeypatch: pytest.MonkeyPatch) -> None:
    policies = PolicyMiddleware(lambda request: HttpResponse())
    expected = headers_of_libraries("/api/v1/places/")
    for library in (CorsMiddleware, CSPMiddleware):
        monkeypatch.setattr(library, "__call__", Mock(side_effect=AssertionError("a library was asked")))

    response = policies(RequestFactory().get("/api/v1/places/"))

    assert parts_of(dict(response.items())) == parts_of(expected)
    assert response["Access-Control-Allow-Origin"] == "*"


def parts_of(headers: dict[str, str]) -> dict[str, set[str]]:
    """Headers, whatever the order of a policy's directives."""
    return {name: set(value.split("; ")) for name, value in headers.items()}


def test_a_page_of_the_api_may_have_a_policy_of_its_own() -> None:
    @csp_replace({"default-src": ["'none'"]})
    def page(request: HttpRequest) -> HttpResponse:
        return HttpResponse("<p>")

    policy = PolicyMiddleware(page)(RequestFactory().get("/api/v1/"))["Content-Security-Policy"]

    assert "default-src 'none'" in policy.split("; ")


def test_other_sites_may_ask_before_they_read() -> None:
    request = RequestFactory().options(
        "/api/v1/places/", headers={"origin": "https://elsewhere.example", "access-control-request-method": "GET"}
    )

    response = PolicyMiddleware(lambda request: HttpResponse(status=500))(request)

    assert (response.status_code, response["Access-Control-Allow-Methods"]) == (200, "GET, HEAD, OPTIONS")
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
