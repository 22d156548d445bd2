"""What is learned from the first answer is said of the next ones."""

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from config.rest.policies import CorsMiddleware


def asked() -> HttpRequest:
    return RequestFactory().get("/api/v1/places/", headers={"origin": "https://elsewhere.example"})


def test_later_answers_say_to_other_sites_what_the_first_one_says() -> None:
    middleware = CorsMiddleware(lambda request: HttpResponse())

    first, second = middleware(asked()), middleware(asked())

    assert first["Access-Control-Allow-Origin"] == "*"
    assert dict(second.headers) == dict(first.headers)
