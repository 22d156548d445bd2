"""Load: wrk for pages, a plain client for files."""

import csv
import io
import re
import shutil
import subprocess
import tempfile
import time
import urllib.request
from dataclasses import dataclass

CONNECTIONS = 2
UNITS = {"us": 1e-3, "ms": 1.0, "s": 1e3, "m": 6e4}


@dataclass(frozen=True)
class Measure:
    """What one case gave: requests (or, of a file, rows) per second, milliseconds, bytes of one answer."""

    per_second: float
    p50: float | None = None
    p99: float | None = None
    size: int = 0
    rows: int | None = None


def body_of(address: str, headers: dict[str, str] | None = None) -> tuple[bytes, dict[str, str]]:
    """The body and the headers of an answer."""
    with urllib.request.urlopen(urllib.request.Request(address, headers=headers or {}), timeout=120) as answer:
        return answer.read(), {name.lower(): value for name, value in answer.headers.items()}


def pages(address: str, seconds: int, headers: dict[str, str] | None = None) -> Measure:
    """Ask for an address as often as it answers; any answer but a good one (or a 304 that was asked for) is an error."""
    body, _ = (b"", {}) if headers else body_of(address)
    words = [word for name, value in (headers or {}).items() for word in ("-H", f"{name}: {value}")]
    command = [
        "wrk",
        "-t",
        "1",
        "-c",
        str(CONNECTIONS),
        "-d",
        f"{seconds}s",
        "--timeout",
        "60s",
        "--latency",
        *words,
        address,
    ]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in text or "Socket errors" in text:
        raise RuntimeError(f"{address}:\n{text}")
    rate = re.search(r"Requests/sec:\s+([\d.]+)", text)
    assert rate, text
    if not float(rate[1]):
        # Not one answer in the time: one by itself, as long as it takes.
        start = time.perf_counter()
        body_of(address)
        seconds = time.perf_counter() - start
        return Measure(1 / seconds, seconds * 1e3, None, len(body))
    return Measure(float(rate[1]), latency(text, "50"), latency(text, "99"), len(body))


def latency(text: str, percent: str) -> float | None:
    """A percentile from wrk's report, in milliseconds; null if no answer came in time."""
    found = re.search(rf"{percent}%\s+([\d.]+)(us|ms|s|m)\b", text)
    return float(found[1]) * UNITS[found[2]] if found and float(found[1]) else None


def file(address: str) -> Measure:
    """Read a CSV file to its end; rows per second, without its header."""
    with tempfile.TemporaryFile("w+b") as kept:
        start = time.perf_counter()
        with urllib.request.urlopen(address, timeout=600) as answer:
            shutil.copyfileobj(answer, kept)
        seconds = time.perf_counter() - start
        size = kept.tell()
        kept.seek(0)
        rows = sum(1 for _ in csv.reader(io.TextIOWrapper(kept, encoding="utf-8", newline=""))) - 1
    return Measure(rows / seconds, seconds * 1e3, None, size, rows)
