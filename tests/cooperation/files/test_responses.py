"""Large files: made whole, then sent, kept for the next who asks, one at a time."""

import gzip
import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperation.files import keeping, responses, tables
from cooperation.files.formats import FileFormat
from tests import factories

ADDRESS = "/api/v1/places.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_are_large(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Three places are many, and files are kept in a folder of the test."""
    monkeypatch.setattr(responses, "MANY_ROWS", 0)
    settings.EXPORT_DIR, settings.EXPORT_MEGABYTES = tmp_path, 10
    responses.turns.cache_clear()
    for number in range(3):
        factories.make_place(slug=f"place-{number}", status="published")


def get(address: str = ADDRESS, **headers: str) -> HttpResponseBase:
    return Client().get(address, headers={"host": "localhost", **headers})


def body_of(response: Any) -> bytes:
    assert response.streaming
    return b"".join(response.streaming_content)


def leave(response: HttpResponseBase) -> None:
    """Close an answer that is not read, but not the connection of the test."""
    request_finished.disconnect(close_old_connections)
    response.close()
    request_finished.connect(close_old_connections)


def test_the_length_and_the_digest_are_announced() -> None:
    response = get()
    content = body_of(response)

    assert content.decode().splitlines()[1].startswith('"place-0"')
    assert response["Content-Length"] == str(len(content))
    assert response["X-File-SHA256"] == hashlib.sha256(content).hexdigest()
    assert response["X-Total-Count"] == "3"


def test_gzip_holds_the_same_file() -> None:
    plain = body_of(get())
    response = get(**{"accept-encoding": "gzip"})
    zipped = body_of(response)

    assert response["Content-Encoding"] == "gzip"
    assert response["Content-Length"] == str(len(zipped))
    assert gzip.decompress(zipped) == plain
    assert response["X-File-SHA256"] == hashlib.sha256(plain).hexdigest()


@pytest.mark.parametrize("accepted", ["identity", "gzip;q=0", "gzip; q=0.0, br", "br"])
def test_who_takes_no_gzip_gets_none(accepted: str) -> None:
    assert "Content-Encoding" not in get(**{"accept-encoding": accepted})


def test_what_compresses_by_itself_is_not_compressed_again() -> None:
    assert "Content-Encoding" not in get("/api/v1/places.parquet", **{"accept-encoding": "gzip"})


def test_a_file_is_made_once_for_one_state_of_the_dataset() -> None:
    first = body_of(get())
    with CaptureQueriesContext(connection) as queries:
        second = body_of(get())

    assert first == second
    assert [query["sql"] for query in queries if "cooperation_place" in query["sql"]] == []


def test_a_change_of_the_dataset_makes_another_file() -> None:
    first = get()
    body_of(first)
    factories.make_place(slug="place-3", status="published")
    second = get()

    assert b"place-3" in body_of(second)
    assert second["Content-Disposition"] != first["Content-Disposition"]


def test_other_questions_make_other_files(tmp_path: Path) -> None:
    for address in (ADDRESS, f"{ADDRESS}?ordering=-id", "/api/v1/places.ndjson"):
        body_of(get(address))

    assert len(list(tmp_path.iterdir())) == 3


def test_what_was_not_asked_for_longest_makes_room(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_MEGABYTES = 1
    for age, name in enumerate(("new", "old")):
        (tmp_path / name).write_bytes(b"x" * 600_000)
        keeping.os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))

    body_of(get())

    assert "old" not in {path.name for path in tmp_path.iterdir()}
    assert "new" in {path.name for path in tmp_path.iterdir()}


def test_without_room_nothing_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_MEGABYTES = 0

    assert len(body_of(get()).splitlines()) == 4
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_costs_speed_only(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.EXPORT_DIR = tmp_path / "file" / "folder"

    assert len(body_of(get()).splitlines()) == 4


def test_while_a_large_file_is_sent_another_has_to_wait() -> None:
    first = get()
    second = get(f"{ADDRESS}?ordering=-id")

    assert (second.status_code, second["Content-Type"]) == (503, "application/problem+json")
    assert second["Retry-After"] == "5"
    leave(first)
    third = get(f"{ADDRESS}?ordering=-id")
    assert third.status_code == 200
    leave(third)


def test_a_failure_while_a_file_is_made_is_an_error_and_frees_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise tables.TooLong

    with monkeypatch.context() as patched:
        patched.setattr(tables.QueryTable, "chunks", fail)
        response = get()

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert len(body_of(get()).splitlines()) == 4


def test_a_file_that_takes_too_long_to_make_is_an_error(settings: Any) -> None:
    settings.EXPORT_TIMEOUT = 0

    response = get()

    assert response.status_code == 503


def test_a_file_that_is_fetched_too_slowly_falls_short_of_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    response: Any = get()
    monkeypatch.setattr(responses.time, "monotonic", lambda: float("inf"))

    with pytest.raises(TimeoutError):
        b"".join(response.streaming_content)
    leave(response)


def test_more_rows_than_a_workbook_takes_are_refused_with_the_limit_and_what_helps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FileFormat, "holds", lambda form, rows: form.max_rows is None)

    response: Any = get("/api/v1/places/?format=xlsx")

    [error] = response.json()["errors"]
    assert response.status_code == 400
    assert error["parameter"] == "format"
    assert "3 rows" in error["detail"]
    assert "at most 50,000" in error["detail"]
    assert "csv, ndjson or parquet" in error["detail"]
