"""One range of bytes, as RFC 9110 has it; whatever else is asked for is answered whole."""

import time

import pytest
from django.test import RequestFactory
from django.utils.http import http_date

from config.rest.ranges import Part, part_for, unsatisfiable

LONG_AGO = http_date(time.time() - 3600)
VALIDATORS = {"ETag": '"this"', "Last-Modified": LONG_AGO}


def part(value: str, size: int = 100, method: str = "GET", **headers: str) -> Part | None:
    request = RequestFactory().generic(method, "/", headers={"range": value, **headers})
    return part_for(request, size, VALIDATORS)


@pytest.mark.parametrize(
    ("value", "first", "length"),
    [
        ("bytes=0-9", 0, 10),
        ("bytes=90-", 90, 10),
        ("bytes=-10", 90, 10),
        ("bytes=-1000", 0, 100),
        ("bytes=99-1000", 99, 1),
        ("Bytes = 5-5", 5, 1),
    ],
)
def test_a_range_is_a_part(value: str, first: int, length: int) -> None:
    assert part(value) == Part(first, length, 100)


@pytest.mark.parametrize("value", ["bytes=100-", "bytes=100-200", "bytes=-0"])
def test_bytes_beyond_the_end_are_none(value: str) -> None:
    found = part(value)

    assert found is not None
    assert found.length == 0
    response = unsatisfiable(found)
    assert (response.status_code, response["Content-Range"]) == (416, "bytes */100")


@pytest.mark.parametrize(
    "value", ["bytes=0-9,20-29", "rows=0-9", "bytes=9-0", "bytes=-", "bytes=x-9", "bytes=٣-", f"bytes={'9' * 30}-", ""]
)
def test_several_ranges_other_units_and_nonsense_are_answered_whole(value: str) -> None:
    assert part(value) is None


def test_head_has_no_range() -> None:
    assert part("bytes=0-9", method="HEAD") is None


@pytest.mark.parametrize("condition", ['"this"', LONG_AGO], ids=["etag", "date"])
def test_a_part_of_what_the_client_knows_is_given(condition: str) -> None:
    assert part("bytes=0-9", **{"if-range": condition}) == Part(0, 10, 100)


@pytest.mark.parametrize(
    "condition",
    ['"other"', 'W/"this"', http_date(time.time() - 7200), "yesterday"],
    ids=["other", "weak", "older", "no date"],
)
def test_of_what_has_changed_no_part_is_given(condition: str) -> None:
    assert part("bytes=0-9", **{"if-range": condition}) is None


def test_a_time_of_this_second_proves_nothing() -> None:
    now = http_date(time.time())
    request = RequestFactory().get("/", headers={"range": "bytes=0-9", "if-range": now})

    assert part_for(request, 100, {"ETag": '"this"', "Last-Modified": now}) is None
