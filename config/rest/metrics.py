"""Counts for Prometheus, summed over the processes of one server, which share a folder of files."""

import os
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.http import HttpRequest

if TYPE_CHECKING:
    from prometheus_client import Counter, Histogram

METHODS = {"GET", "HEAD", "OPTIONS", "POST"}
# Seconds up to which answers are counted together.
BUCKETS = (0.001, 0.005, 0.025, 0.1, 0.25, 1.0, 2.5, 10.0)


class Instruments(NamedTuple):
    """What is counted."""

    requests: "Counter"
    seconds: "Histogram"


def count_request(request: HttpRequest, status: int, cache_state: str, seconds: float) -> None:
    """Count one answer."""
    area = area_of(request.path)
    method = request.method if request.method in METHODS else "other"
    instruments().requests.labels(area, method, status, cache_state).inc()
    instruments().seconds.labels(area).observe(seconds)


def area_of(path: str) -> str:
    """The part of the site that a path is in."""
    return next((name for name in ("api", "admin", "static") if path.startswith(f"/{name}/")), "pages")


@cache
def instruments() -> Instruments:
    """What this process counts with: the library decides when it is imported that it writes into the folder."""
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(server_folder())
    from prometheus_client import Counter, Histogram  # noqa: PLC0415

    return Instruments(
        Counter("http_requests", "Answers given.", ["area", "method", "status", "cache"]),
        Histogram("http_request_seconds", "Seconds until an answer began.", ["area"], buckets=BUCKETS),
    )


def server_folder() -> Path:
    """The folder of all processes that one server has started; those of servers that have ended are removed."""
    folder: Path = settings.METRICS_DIR / str(os.getppid())
    folder.mkdir(parents=True, exist_ok=True)
    for other in settings.METRICS_DIR.iterdir():
        if other.name.isdecimal() and not Path("/proc", other.name).exists() and Path("/proc").exists():
            shutil.rmtree(other, ignore_errors=True)
    return folder


def exposition(gauges: dict[str, float]) -> bytes:
    """All counts of the server, and some values of this moment, as Prometheus reads them."""
    instruments()
    from prometheus_client import CollectorRegistry, generate_latest  # noqa: PLC0415
    from prometheus_client.multiprocess import MultiProcessCollector  # noqa: PLC0415

    counted = CollectorRegistry()
    MultiProcessCollector(counted)
    now = "".join(f"# TYPE {name} gauge\n{name} {float(value)}\n" for name, value in gauges.items())
    return generate_latest(counted) + now.encode()
