"""What the libraries say of the first answer is said of the next ones, without asking them again."""

from typing import Any
from unittest.mock import Mock

import pytest
from corsheaders.middleware import CorsMiddleware as Cors
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.rest.policies import CorsMiddleware


def asked(**headers: str) -> HttpRequest:
    return RequestFactory().get("/api/v1/places/", headers=headers)


def from_elsewhere() -> HttpRequest:
    return asked(origin="https://elsewhere.example")


def without_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Cors, "__call__", Mock(side_effect=AssertionError("the library was asked again")))


def test_later_answers_say_to_other_sites_what_the_first_one_says(monkeypatch: pytest.MonkeyPatch) -> None:
    middleware = CorsMiddleware(lambda request: HttpResponse())
    first = middleware(from_elsewhere())
    without_library(monkeypatch)

    second = middleware(from_elsewhere())

    assert first["Access-Control-Allow-Origin"] == "*"
    assert dict(second.headers) == dict(first.headers)


def test_an_answer_that_says_nothing_does_not_take_back_what_was_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    def meanwhile(request: HttpRequest) -> Any:
        if "origin" not in request.headers:
            middleware(from_elsewhere())
        return HttpResponse()

    middleware = CorsMiddleware(meanwhile)
    middleware(asked())
    without_library(monkeypatch)

    assert middleware(from_elsewhere())["Access-Control-Allow-Origin"] == "*"
