"""The endpoints of the API, and how a test asks them."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.test import Client

from config.rest.renderers import JSONRenderer
from config.rest.views import ReadOnlyView
from cooperation.api.urls import router
from cooperation.trainings.models import Training
from sources.api.views import RecordView
from sources.models import Change

ROOT = "/api/v1/"
ENDPOINTS: dict[str, type[ReadOnlyView]] = {plural: view for plural, view, _ in router.registry}
# Those whose answers are rows of a table; what others answer is worked out.
VIEWS = {plural: view for plural, view in ENDPOINTS.items() if view.queryset is not None}
WITH_DETAILS = [plural for plural, view in ENDPOINTS.items() if "retrieve" in view.answers()]
WITH_HISTORY = [plural for plural, view in VIEWS.items() if issubclass(view, RecordView)]
WITH_SUMMARY = [plural for plural, view in VIEWS.items() if "summary" in view.answers()]
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


def id_of(record: Any) -> str:
    """Public id of a record, a training activity or a change."""
    if isinstance(record, Change):
        return record.public_id
    return str(record.published_id) if isinstance(record, Training) else str(record.slug)


def some_ids(plural: str, step: int = 1) -> list[str]:
    """Public ids of a kind in their order, or each of so many."""
    view = VIEWS[plural]
    ids = view.queryset.order_by(view.lookup_field).values_list(view.lookup_field, flat=True)
    return [str(value) for value in ids[::step]]


def groups_of(plural: str) -> list[str]:
    """What the summary of a list can be grouped by."""
    [parameter] = [item for item in VIEWS[plural].answers()["summary"].parameters if item.name == "group_by"]
    return list(parameter.schema["items"]["enum"])


def rendered(content: Any) -> bytes:
    """The bytes in which the API answers with some content."""
    return JSONRenderer().render(content)
