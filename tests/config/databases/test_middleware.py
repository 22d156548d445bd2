"""Where requests are answered from, and what is said when no database answers."""

from collections.abc import Callable, Iterator
from math import inf
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from config.databases import middleware
from config.databases.failures import Failure
from config.databases.middleware import DatabaseMiddleware, aliases_for
from config.databases.replicas import Cluster
from config.databases.routing import reading_alias
from config.rest.readiness import Readiness
from tests import factories


@pytest.fixture
def servers(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Cluster:
    """A primary and a replica that keeps up, without any database."""
    settings.READERS = ["reader", "replica1"]
    found = Cluster(["replica1"])
    monkeypatch.setattr(middleware, "cluster", lambda: found)
    monkeypatch.setattr("config.databases.replicas.down", set())
    found.primary.record(1.0, 1, is_replica=False)
    found.replicas[0].record(1.0, 1, is_replica=True)
    return found


def request_of(method: str = "GET", path: str = "/api/v1/", **cookies: str) -> HttpRequest:
    request = RequestFactory().generic(method, path)
    request.COOKIES.update(cookies)
    return request


def test_the_public_reads_from_a_replica_and_else_from_the_primary(servers: Cluster) -> None:
    assert list(aliases_for(request_of())) == ["replica1", "reader"]


@pytest.mark.parametrize("request_", [request_of(path="/admin/"), request_of("POST"), request_of("DELETE")])
def test_what_may_write_goes_to_the_primary_once(servers: Cluster, request_: HttpRequest) -> None:
    assert list(aliases_for(request_)) == ["default"]


def test_people_who_are_logged_in_read_what_they_wrote(servers: Cluster) -> None:
    assert list(aliases_for(request_of(sessionid="x"))) == ["reader", "replica1"]


@pytest.mark.usefixtures("db")
def test_people_who_are_logged_in_see_at_once_what_they_changed(client: Client, settings: Any) -> None:
    settings.DATASET_VERSION_SECONDS = 3600
    client.force_login(get_user_model().objects.create_user("curator"))
    before = client.get("/api/v1/places/").json()["count"]

    factories.make_place(status="published")
    response = client.get("/api/v1/places/")

    assert response.json()["count"] == before + 1
    assert response["Cache-Control"] == "private, no-cache"


@pytest.mark.django_db
def test_a_cookie_that_names_nobody_gets_what_is_ready(client: Client, settings: Any) -> None:
    settings.DATASET_VERSION_SECONDS = 3600
    client.get("/api/v1/places/")
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/api/v1/places/")

    assert response["Cache-Control"].startswith("public")
    assert ["django_session" in query["sql"] for query in queries] == [True]


def test_without_a_cluster_the_public_reads_what_it_cannot_write(settings: Any) -> None:
    settings.READERS = ["reader"]

    assert list(aliases_for(request_of())) == ["reader"]


def answering(*gone: str) -> tuple[Callable[[HttpRequest], HttpResponse], list[str]]:
    """A view that fails where it reads from a database that is gone, and where it was read."""
    asked: list[str] = []

    def get_response(request: HttpRequest) -> HttpResponse:
        asked.append(reading_alias())
        response = HttpResponse(status=503 if reading_alias() in gone else 200)
        response.failure = Failure.UNREACHABLE if reading_alias() in gone else None
        return response

    return get_response, asked


def test_a_replica_that_is_gone_costs_no_answer(servers: Cluster) -> None:
    get_response, asked = answering("replica1")

    response = DatabaseMiddleware(get_response)(request_of())

    assert (response.status_code, asked) == (200, ["replica1", "reader"])
    assert list(aliases_for(request_of())) == ["reader"]


def test_a_replica_that_does_not_keep_up_is_better_than_no_answer(servers: Cluster) -> None:
    servers.primary.record(2.0, 2, is_replica=False)
    servers.replicas[0].record(10.0, 1, is_replica=True)
    assert list(aliases_for(request_of())) == ["reader"]
    get_response, asked = answering("reader")

    response = DatabaseMiddleware(get_response)(request_of())

    assert (response.status_code, asked) == (200, ["reader", "replica1"])


def test_a_replica_that_is_busy_is_left_alone_for_one_answer(servers: Cluster) -> None:
    asked = []

    def busy_at_first(request: HttpRequest) -> HttpResponse:
        asked.append(reading_alias())
        response = HttpResponse()
        response.failure = Failure.BUSY if reading_alias() == "replica1" else None
        return response

    DatabaseMiddleware(busy_at_first)(request_of())

    assert asked == ["replica1", "reader"]
    assert list(aliases_for(request_of())) == ["replica1", "reader"]


def test_what_writes_is_not_asked_twice(servers: Cluster) -> None:
    get_response, asked = answering("default")

    response = DatabaseMiddleware(get_response)(request_of("POST"))

    assert (response.status_code, asked) == (503, ["default"])


def test_a_question_that_takes_too_long_is_not_asked_twice(servers: Cluster) -> None:
    asked = []

    def slow(request: HttpRequest) -> HttpResponse:
        asked.append(reading_alias())
        response = HttpResponse(status=503)
        response.failure = Failure.TOO_SLOW
        return response

    DatabaseMiddleware(slow)(request_of())

    assert asked == ["replica1"]
    assert next(aliases_for(request_of())) == "replica1"


def failing(*arguments: Any, **named: Any) -> Any:
    raise OperationalError("the connection is refused")


@pytest.fixture
def without_database(db: None, plain_static_files: None) -> Iterator[None]:
    """Whatever is asked of the database fails."""
    with connection.execute_wrapper(failing):
        yield


ADDRESSES = ["/api/v1/programs/", "/api/v1/programs/merida-initiative/", "/api/v1/"]


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.usefixtures("without_database")
def test_without_a_database_programs_get_a_problem(client: Client, address: str) -> None:
    response = client.get(address)

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert (response["Retry-After"], response["Cache-Control"]) == ("2", "no-store")
    assert response.json() == {
        "type": "http://testserver/errors/unavailable/",
        "title": "Service Unavailable",
        "status": 503,
        "detail": "The database does not answer. Please try again in a few seconds.",
    }


@pytest.mark.parametrize(
    "ask",
    [
        lambda client: client.get("/", headers={"accept": "text/html"}),
        lambda client: client.post(
            "/admin/login/", {"username": "a", "password": "b"}, headers={"accept": "text/html"}
        ),
    ],
    ids=["landing", "admin"],
)
@pytest.mark.usefixtures("without_database")
def test_without_a_database_people_get_a_page(client: Client, ask: Callable[[Client], HttpResponse]) -> None:
    response = ask(client)

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "2", "no-store")
    assert response["Content-Type"].startswith("text/html")
    assert "The database does not answer." in response.content.decode()


@pytest.mark.usefixtures("without_database")
def test_what_needs_no_database_is_answered_without_one(client: Client) -> None:
    assert client.get("/api/schema/").status_code == 200


@pytest.mark.usefixtures("db")
def test_a_database_that_goes_while_a_session_is_kept_is_no_mistake_of_ours(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("django.contrib.sessions.middleware.SessionMiddleware.process_response", failing)

    assert client.get("/healthz").status_code == 503


@pytest.mark.usefixtures("db")
def test_mistakes_of_our_own_stay_mistakes(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    client.raise_request_exception = False
    monkeypatch.setattr("cooperation.pages.operations.check", None)

    assert client.get("/readyz").status_code == 500


@pytest.mark.usefixtures("db")
def test_health_says_what_keeps_up_and_nothing_else(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    found = Cluster(["replica1", "replica2"])
    found.primary.record(1.0, 1, is_replica=False)
    found.replicas[0].record(1.0, 1, is_replica=True)
    monkeypatch.setattr("config.rest.readiness.cluster", lambda: found)
    monkeypatch.setattr("config.rest.readiness.check.found", Readiness(read="ok", write="gone", disk="ok"))
    monkeypatch.setattr("config.rest.readiness.check.looked_at", inf)

    assert client.get("/readyz").json() == {
        "status": "reading only",
        "read": "ok",
        "write": "gone",
        "disk": "ok",
        "primary": "ok",
        "replicas": 2,
        "replicas_keeping_up": 1,
    }
