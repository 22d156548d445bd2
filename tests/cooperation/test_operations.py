"""What an operator sees of a server."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as project
from django.db import OperationalError
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config.rest import access, metrics, readiness
from config.rest.readiness import Readiness, ReadinessCheck, check, disk, writing_file
from sources.models import AccountEvent
from tests.curation import log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(check, "found", None)


def test_to_live_takes_no_database(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        response = client.get("/healthz")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert response["Cache-Control"] == "no-store"


def test_a_server_that_can_work_is_ready(client: Client) -> None:
    response = client.get("/readyz")

    assert response.status_code == 200
    assert (response.json()["status"], response.json()["read"], response.json()["disk"]) == ("ok", "ok", "ok")
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("found", "status", "said"),
    [
        (Readiness("ok", "busy", "ok"), 200, "ok"),
        (Readiness("ok", "gone", "ok"), 200, "reading only"),
        (Readiness("gone", "gone", "ok"), 503, "failing"),
        (Readiness("ok", "ok", "full"), 503, "failing"),
        (Readiness("ok", "refused", "ok"), 503, "failing"),
    ],
)
def test_a_server_that_cannot_says_what(
    client: Client, monkeypatch: pytest.MonkeyPatch, found: Readiness, status: int, said: str
) -> None:
    monkeypatch.setattr(readiness, "reading", lambda: found.read)
    monkeypatch.setattr(readiness, "writing", lambda: found.write)
    monkeypatch.setattr(readiness, "disk", lambda: found.disk)

    response = client.get("/readyz")

    assert (response.status_code, response.json()["status"]) == (status, said)
    assert response.has_header("Retry-After") == (status == 503)


def test_a_database_that_does_not_answer_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("connection refused at 10.0.0.5")

    monkeypatch.setattr(readiness, "read_version", fail)

    assert readiness.reading() == "gone"


def test_a_file_is_written_beside_others(tmp_path: Path) -> None:
    database = tmp_path / "db.sqlite3"
    readiness.sqlite3.connect(database).execute("PRAGMA journal_mode=WAL").close()
    assert writing_file(str(database)) == "ok"

    other = readiness.sqlite3.connect(database, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    busy = writing_file(str(database))
    other.close()

    assert busy == "busy"
    assert writing_file(str(tmp_path / "none.sqlite3")) == "gone"


def test_a_disk_without_room_is_full(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    settings.VAR_DIR = settings.EXPORT_DIR = tmp_path
    with_room = disk()
    full = Path("/dev/full").open("wb", buffering=0)  # noqa: SIM115
    monkeypatch.setattr(readiness.tempfile, "TemporaryFile", lambda **_: full)

    assert (with_room, disk()) == ("ok", "full")


def test_who_asks_often_costs_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    monkeypatch.setattr(readiness, "disk", lambda: asked.append(1) or "ok")
    looking = ReadinessCheck()

    for _ in range(5):
        looking.current()

    assert len(asked) == 1


@pytest.mark.parametrize("is_on", [False, True])
def test_each_request_is_a_line_where_that_is_wanted(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture, is_on: bool
) -> None:
    settings.ACCESS_LOG = is_on

    with caplog.at_level(logging.INFO, "access"):
        client.get("/api/v1/places/?kind=city%0Aforged", headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.7")
        client.get("/api/v1/places/?page_size=7", headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.7")
        known = client.get("/api/v1/places/?page_size=7", headers={"host": "localhost"}, REMOTE_ADDR="192.0.2.7")
        headers = {"host": "localhost", "if-none-match": known["ETag"]}
        client.get("/api/v1/places/?page_size=7", headers=headers, REMOTE_ADDR="192.0.2.7")

    lines = [record.getMessage() for record in caplog.records if record.name == "access"]
    assert len(lines) == (4 if is_on else 0)
    for line, expected in zip(
        lines, ("kind=city%0Aforged status=400", "status=200", "status=200", "status=304"), strict=False
    ):
        assert expected in line
        assert "client=192.0.2.7" in line
        assert "\n" not in line
    assert [line.partition("cache=")[2].split()[0] for line in lines] == (
        ["made", "made", "ready", "confirmed"] if is_on else []
    )


def test_what_takes_long_is_a_line_with_its_parameters(
    client: Client, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.SLOW_SECONDS = 0.000_001

    with caplog.at_level(logging.WARNING, "slow"):
        client.get("/api/v1/places/?page_size=9")

    assert "GET /api/v1/places/?page_size=9 status=200" in caplog.text
    assert "page_size=9" in access.slow_lines.recent()[-1]


def test_without_a_token_there_are_no_metrics(client: Client, settings: Any) -> None:
    assert client.get("/metrics").status_code == 404
    settings.METRICS_TOKEN = "the token"
    for given in ({}, {"authorization": "Bearer another"}, {"authorization": "the token"}):
        assert client.get("/metrics", headers=given).status_code == 404


COUNTING = """
import django; django.setup()
from django.conf import settings
from django.test import RequestFactory
from config.rest.metrics import count_request
for _ in range(3): count_request(RequestFactory().get("/api/v1/"), 200, "none", 0.002)
"""


def test_metrics_are_summed_over_the_processes_of_a_server(tmp_path: Path) -> None:
    telling = COUNTING + "from config.rest.metrics import exposition; print(exposition({'x_ready': 1}).decode())"
    starting = f"""
import os, subprocess, sys
from django.conf import settings; from pathlib import Path
for program in {[COUNTING, COUNTING, telling]!r}:
    program = program.replace("from django.conf import settings", "from django.conf import settings; from pathlib import Path; settings.METRICS_DIR = Path({str(tmp_path)!r})", 1)
    subprocess.run([sys.executable, "-c", program], check=True)
"""
    (tmp_path / "1").mkdir()
    (tmp_path / "999999999").mkdir()
    environment = {"DJANGO_SETTINGS_MODULE": "config.settings", "PATH": "/usr/bin", "METRICS_TOKEN": "a"}

    done = subprocess.run(
        [sys.executable, "-c", starting],
        cwd=project.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert 'http_requests_total{area="api",cache="none",method="GET",status="200"} 9.0' in done.stdout
    assert 'http_request_seconds_count{area="api"} 9.0' in done.stdout
    assert "x_ready 1.0" in done.stdout
    assert not (tmp_path / "999999999").exists()
    assert (tmp_path / "1").exists()


def test_metrics_are_told_to_who_has_the_token(client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.METRICS_TOKEN = "the token"
    monkeypatch.setattr("cooperation.pages.operations.exposition", lambda gauges: repr(sorted(gauges)).encode())
    monkeypatch.setattr(access, "count_request", lambda *_: None)

    response = client.get("/metrics", headers={"authorization": "Bearer the token"})

    assert response.status_code == 200
    assert "database_can_write" in response.content.decode()
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "area"), [("/api/v1/", "api"), ("/admin/", "admin"), ("/static/a.css", "static"), ("/", "pages")]
)
def test_requests_are_counted_by_the_part_of_the_site(path: str, area: str) -> None:
    assert metrics.area_of(path) == area


@pytest.mark.parametrize(
    ("contact", "line"),
    [
        ("security@example.org", "Contact: mailto:security@example.org"),
        ("https://example.org/security", "Contact: https://example.org/security"),
    ],
)
def test_whom_to_tell_of_weaknesses_is_said_where_it_is_set(
    client: Client, settings: Any, contact: str, line: str
) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404
    settings.SECURITY_CONTACT = contact

    lines = client.get("/.well-known/security.txt").content.decode().splitlines()

    assert lines[0] == line
    assert lines[1].startswith("Expires: 20")


def test_superusers_see_how_the_server_is() -> None:
    AccountEvent.objects.create(action="refused", account="<b>guessed</b>", address="192.0.2.9")
    access.slow_lines.append("2026-11-30 12:00:00 GET /api/v1/places/?q=slow")
    client = log_in(name="chief", is_superuser=True)

    page = client.get("/admin/operations/").content.decode()

    for text in ("Free on disk", "GET /api/v1/places/?q=slow", "&lt;b&gt;guessed&lt;/b&gt;", "from 192.0.2.9"):
        assert text in page
    assert "/admin/operations/" in client.get("/admin/").content.decode()


@pytest.mark.parametrize("group", ["curators", "reviewers", "administrators"])
@pytest.mark.parametrize("address", ["/admin/operations/", "/admin/sources/accountevent/"])
def test_nobody_else_does(group: str, address: str) -> None:
    client = log_in(group)

    assert client.get(address).status_code == 403
    assert address not in client.get("/admin/").content.decode()


def test_what_happened_to_accounts_can_be_searched_and_not_changed() -> None:
    event = AccountEvent.objects.create(action="refused", account="somebody", address="192.0.2.9")
    client = log_in(name="chief", is_superuser=True)

    assert "192.0.2.9" in client.get("/admin/sources/accountevent/?q=192.0.2.9").content.decode()
    assert client.get(f"/admin/sources/accountevent/{event.pk}/change/").status_code == 200
    assert client.post(f"/admin/sources/accountevent/{event.pk}/delete/", {"post": "yes"}).status_code == 403
    assert client.get("/admin/sources/accountevent/add/").status_code == 403
