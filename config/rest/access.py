"""What an operator sees of requests: a line for each if wanted, one for each that took long, and counts for Prometheus."""

import logging
import time
from datetime import UTC, datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.rest.caching.stores import SharedLines
from config.rest.limits import client_address
from config.rest.metrics import count_request
from config.rest.middleware import GetResponse

access_logger = logging.getLogger("access")
slow_logger = logging.getLogger("slow")

# Letters of an address that are logged: what clients send must not fill the disk.
LONGEST_ADDRESS = 2_000
# The last lines about what took long.
slow_lines = SharedLines("slow", most=20)


class AccessMiddleware:
    """Times requests; what the cache did with one, the cache says as `request.cache_state`."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        response = self.get_response(request)
        note_answer(request, response, time.perf_counter() - began)
        return response


def note_answer(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    """Count an answer, and write a line for it, where that is wanted; also for what answers before any middleware."""
    if settings.METRICS_TOKEN:
        count_request(request, response.status_code, cache_state(request, response), seconds)
    is_slow = seconds >= settings.SLOW_SECONDS > 0
    if is_slow or settings.ACCESS_LOG:
        log(line_of(request, response, seconds), is_slow=is_slow)


def cache_state(request: HttpRequest, response: HttpResponse) -> str:
    """What the cache did: gave what was ready (`ready`, `shared`), confirmed it (`confirmed`), had it made (`made`), or nothing."""
    return "confirmed" if response.status_code == 304 else getattr(request, "cache_state", "none")


def line_of(request: HttpRequest, response: HttpResponse, seconds: float) -> str:
    """A request with its parameters, its answer, and how long that took; of one line, since an address is escaped."""
    address = request.get_full_path()[:LONGEST_ADDRESS]
    size = response.get("Content-Length", "-")
    return (
        f"{request.method} {address} status={response.status_code} bytes={size} ms={seconds * 1_000:.1f} "
        f"cache={cache_state(request, response)} client={client_address(request)}"
    )


def log(line: str, *, is_slow: bool) -> None:
    """Write a line into the log of what took long, or of all."""
    if is_slow:
        slow_lines.append(f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} {line}")
        slow_logger.warning(line)
    else:
        access_logger.info(line)
