"""Large files: made whole, then sent, kept for the next who asks, one at a time."""

import gzip
import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.signals import request_finished
from django.db import close_old_connections, connection
from django.http import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cooperation.files import answers, responses, store, transfer
from cooperation.files.responses import FileFormat
from cooperation.files.snapshot import TooLong
from tests import factories

ADDRESS = "/api/v1/places.csv"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_are_large(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> None:
    """Three places are many, and files are kept in a folder of the test."""
    monkeypatch.setattr(responses, "MANY_ROWS", 0)
    settings.EXPORT_DIR, settings.EXPORT_MEGABYTES = tmp_path, 10
    transfer.making_slots.cache_clear()
    monkeypatch.setattr(transfer, "sending_slots", transfer.SendingSlots())
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
        store.os.utime(tmp_path / name, (1_000_000 - age, 1_000_000 - age))

    body_of(get())

    assert "old" not in {path.name for path in tmp_path.iterdir()}
    assert "new" in {path.name for path in tmp_path.iterdir()}


def test_without_room_nothing_is_kept(settings: Any, tmp_path: Path) -> None:
    settings.EXPORT_MEGABYTES = 0

    assert len(body_of(get()).splitlines()) == 4
    assert list(tmp_path.iterdir()) == []


def test_without_room_there_are_no_parts_and_head_makes_nothing(settings: Any) -> None:
    settings.EXPORT_MEGABYTES = 0
    whole = get(range="bytes=0-9")
    head: Any = Client().head(ADDRESS, headers={"host": "localhost"})

    assert (whole.status_code, "Accept-Ranges" in whole) == (200, False)
    assert len(body_of(whole).splitlines()) == 4
    assert (head.status_code, head["X-Total-Count"], "Content-Length" in head) == (200, "3", False)


def test_a_part_that_does_not_exist_leaves_no_file_open(settings: Any) -> None:
    settings.EXPORTS_SENT_AT_ONCE = 1
    for _ in range(3):
        assert get(range="bytes=999999-").status_code == 416

    assert len(body_of(get()).splitlines()) == 4


def test_a_folder_that_cannot_be_written_costs_speed_only(settings: Any, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    settings.EXPORT_DIR = tmp_path / "file" / "folder"

    assert len(body_of(get()).splitlines()) == 4


def test_while_a_large_file_is_made_another_has_to_wait() -> None:
    with transfer.turn_to_make():
        busy = get()

    assert (busy.status_code, busy["Content-Type"]) == (503, "application/problem+json")
    assert busy["Retry-After"] == "5"
    assert len(body_of(get()).splitlines()) == 4


def test_a_file_that_nobody_reads_keeps_no_other_from_being_made_and_sent() -> None:
    unread = get()

    assert len(body_of(get(f"{ADDRESS}?ordering=-id")).splitlines()) == 4
    leave(unread)


def test_so_many_large_files_are_sent_at_once(settings: Any) -> None:
    settings.EXPORTS_SENT_AT_ONCE = 1
    first = get()
    second = get()

    assert (second.status_code, second["Retry-After"]) == (503, "5")
    leave(first)
    assert len(body_of(get()).splitlines()) == 4


def test_one_client_does_not_take_all_turns_to_be_sent_files(settings: Any) -> None:
    settings.EXPORTS_SENT_TO_ONE, settings.TRUSTED_PROXIES = 1, 1
    first = get(x_forwarded_for="192.0.2.1")

    assert get(x_forwarded_for="192.0.2.1").status_code == 503
    assert len(body_of(get(x_forwarded_for="192.0.2.2")).splitlines()) == 4
    leave(first)
    assert len(body_of(get(x_forwarded_for="192.0.2.1")).splitlines()) == 4


def test_a_failure_while_a_file_is_made_is_an_error_and_frees_the_turn(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*args: Any) -> None:
        raise TooLong

    with monkeypatch.context() as patched:
        patched.setattr(answers, "in_batches", fail)
        response = get()

    assert (response.status_code, response["Content-Type"]) == (503, "application/problem+json")
    assert len(body_of(get()).splitlines()) == 4


def test_a_file_that_takes_too_long_to_make_is_an_error(settings: Any) -> None:
    settings.EXPORT_TIMEOUT = 0

    response = get()

    assert response.status_code == 503


def test_a_file_that_is_fetched_too_slowly_falls_short_of_its_length(monkeypatch: pytest.MonkeyPatch) -> None:
    response: Any = get()
    monkeypatch.setattr(transfer.time, "monotonic", lambda: float("inf"))

    with pytest.raises(TimeoutError):
        b"".join(response.streaming_content)
    leave(response)


def test_more_rows_than_a_workbook_takes_are_refused_with_the_limit_and_what_helps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(FileFormat, "holds", lambda item, rows: item.max_rows is None)

    response: Any = get("/api/v1/places/?format=xlsx")

    [error] = response.json()["errors"]
    assert response.status_code == 400
    assert error["parameter"] == "format"
    assert "3 rows" in error["detail"]
    assert "at most 50,000" in error["detail"]
    assert "csv, ndjson or parquet" in error["detail"]


def test_a_disk_that_is_full_is_said_and_passes(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(responses, "new_file", lambda: Path("/dev/full").open("r+b", buffering=0))  # noqa: SIM115
        full = get()

    assert (full.status_code, full["Retry-After"]) == (503, "2")
    assert full.json()["detail"] == "The server's disk is full. Nothing was changed; its operator has to make room."
    assert get().status_code == 200


def test_each_file_is_a_line_of_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", "cooperation.files"):
        body_of(get(ADDRESS + "?kind=city"))

    assert re.search(r"export places-kind-city-v\d+\.csv rows=\d+ address=127\.0\.0\.1", caplog.text)
