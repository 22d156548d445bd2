"""The endpoints of the API, and how a test asks them."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client

from config.rest.renderers import JSONRenderer
from config.rest.views import ReadOnlyView
from cooperation.api.summaries import SummaryView
from cooperation.api.urls import router
from sources.api.views import RecordView

ROOT = "/api/v1/"
VIEWS: dict[str, type[ReadOnlyView]] = {plural: view for plural, view, _ in router.registry}
WITH_HISTORY = [plural for plural, view in VIEWS.items() if issubclass(view, RecordView)]
WITH_SUMMARY = [plural for plural, view in VIEWS.items() if issubclass(view, SummaryView)]
# One for all requests, for each sets up the middleware anew.
CLIENT = Client(raise_request_exception=False)


def get(address: str, parameters: dict[str, Any] | None = None, **headers: str) -> HttpResponse:
    """The answer to a request from outside; what goes wrong inside is an answer too."""
    CLIENT.cookies.clear()
    return CLIENT.get(address, parameters, headers={"host": "localhost", **headers})


def body_of(address: str, parameters: dict[str, Any] | None = None) -> Any:
    """The body of a good answer."""
    response = get(address, parameters)
    assert response.status_code == 200, (address, parameters, response.content[:500])
    return response.json()


def pages_of(plural: str, parameters: dict[str, Any] | None = None, link: str = "next") -> Iterator[dict[str, Any]]:
    """The pages of a list from the first on, along its links."""
    page = body_of(f"{ROOT}{plural}/", parameters)
    yield page
    while page[link]:
        page = body_of(page[link])
        yield page


def ids_of(plural: str, parameters: dict[str, Any] | None = None) -> list[str]:
    """Public ids of all records of a list, in its order."""
    pages = pages_of(plural, {"fields": "id", "page_size": 100, **(parameters or {})})
    return [item["id"] for page in pages for item in page["results"]]


def rendered(content: Any) -> bytes:
    """The bytes in which the API answers with some content."""
    return JSONRenderer().render(content)
