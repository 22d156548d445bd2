"""Byte ranges (RFC 9110, section 14): a part of a body whose length is known.

One range is answered. Several in one request, other units and what cannot be read are as if nothing had been asked for, which
the standard leaves to the server: the answer is whole. A HEAD request has no range.
"""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_http_date_safe

from config.rest.errors import problem_response

# No length has more digits.
ONE_RANGE = re.compile(r"\s*bytes\s*=\s*([0-9]{0,18})\s*-\s*([0-9]{0,18})\s*", re.IGNORECASE)


@dataclass(frozen=True)
class Part:
    """Bytes of a body of `size` bytes; a length of 0 says that none of those that are asked for exist."""

    first: int
    length: int
    size: int

    @property
    def content_range(self) -> str:
        return (
            f"bytes {self.first}-{self.first + self.length - 1}/{self.size}" if self.length else f"bytes */{self.size}"
        )


def asks_for_part(request: HttpRequest) -> bool:
    return request.method == "GET" and "HTTP_RANGE" in request.META


def part_for(request: HttpRequest, size: int, validators: Mapping[str, str]) -> Part | None:
    """The part that a request asks for of a body with these headers; None where the answer is to be whole."""
    found = ONE_RANGE.fullmatch(request.META["HTTP_RANGE"]) if asks_for_part(request) else None
    first, last = found.groups() if found else ("", "")
    if not (first or last) or (first and last and int(last) < int(first)) or not _still_holds(request, validators):
        return None
    if not first:
        return Part(size - min(int(last), size), min(int(last), size), size)
    return Part(int(first), max(0, min(int(last or size), size - 1) - int(first) + 1), size)


def _still_holds(request: HttpRequest, validators: Mapping[str, str]) -> bool:
    """Whether the body is the one of which the client has other parts (If-Range), by a strong ETag or by an old enough time."""
    condition = request.META.get("HTTP_IF_RANGE", "").strip()
    if not condition or condition.endswith('"'):
        return not condition or (not condition.startswith("W/") and condition == validators.get("ETag"))
    modified = parse_http_date_safe(validators.get("Last-Modified", ""))
    # What changed within the last second may have changed twice.
    return modified is not None and modified == parse_http_date_safe(condition) and modified < time.time() - 1


def unsatisfiable(part: Part) -> HttpResponse:
    """The answer to a request for bytes that a body does not have."""
    response = problem_response(416, f"There are no such bytes: the file has {part.size}.")
    headers = {"Content-Range": part.content_range, "Cache-Control": "no-store", "Access-Control-Allow-Origin": "*"}
    for name, value in (headers | {"Content-Length": str(len(response.content))}).items():
        response[name] = value
    return response
