"""Readers that ask a running server without a pause, and what they were answered."""

import http.client
import itertools
import os
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.postgresql import free_port, wait_for

PROJECT = Path(__file__).resolve().parents[2]
LOST = 0


@dataclass(frozen=True)
class Answered:
    """One answer: when it was asked for, how long it took, and its status (0: no answer)."""

    asked: float
    seconds: float
    status: int
    address: str


class Readers:
    """Threads that ask one address after the other, each on a connection of its own."""

    def __init__(self, port: int, addresses: list[str], number: int) -> None:
        self.port = port
        self.answers: list[Answered] = []
        self.is_over = threading.Event()
        self.threads = [
            threading.Thread(target=self.read, args=(addresses[start:] + addresses[:start],), daemon=True)
            for start in (turn * len(addresses) // number for turn in range(number))
        ]

    def __enter__(self) -> "Readers":
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        for thread in self.threads:
            thread.join(60)
        assert not any(thread.is_alive() for thread in self.threads), "a reader was never answered"

    def read(self, addresses: list[str]) -> None:
        """Ask until it is over."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        for address in itertools.cycle(addresses):
            if self.is_over.is_set():
                return
            asked = time.monotonic()
            try:
                connection.request("GET", address)
                response = connection.getresponse()
                response.read()
                status = response.status
            except (OSError, http.client.HTTPException):
                connection.close()
                status = LOST
            self.answers.append(Answered(asked, time.monotonic() - asked, status, address))

    def statuses(self, since: float = 0.0, until: float = float("inf")) -> Counter[int]:
        """How often each status was answered to what was asked in a time."""
        return Counter(answer.status for answer in list(self.answers) if since <= answer.asked < until)

    def p99(self, since: float, until: float) -> float:
        """Seconds within which 99 of 100 questions of a time were answered."""
        taken = sorted(answer.seconds for answer in list(self.answers) if since <= answer.asked < until)
        return taken[len(taken) * 99 // 100] if taken else 0.0

    def throughput(self, since: float, until: float) -> float:
        """Answers a second in a time."""
        return sum(self.statuses(since, until).values()) / (until - since)


@contextmanager
def site(environment: dict[str, str], workers: int, log: Path) -> Iterator[int]:
    """The port of the site served by so many processes; its log has to be free of mistakes of our own."""
    port = free_port()
    command = [sys.executable, "-m", "config.server", "--port", str(port), "--workers", str(workers)]
    with log.open("w") as file:
        process = subprocess.Popen(
            command, cwd=PROJECT, env=os.environ | environment, stdout=file, stderr=file, start_new_session=True
        )
        try:
            wait_for(lambda: status_of(port, "/healthz") == 200, 60, "the site answers")
            yield port
        except AssertionError:
            print(log.name, log.read_text()[-8000:], sep="\n")  # noqa: T201
            raise
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


def ask(port: int, address: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    """Status, headers and body of an answer; status 0 if there is none."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers=headers)
        response = connection.getresponse()
        return response.status, dict(response.getheaders()), response.read()
    except (OSError, http.client.HTTPException):
        return LOST, {}, b""
    finally:
        connection.close()


def status_of(port: int, address: str) -> int:
    """Status of an answer; 0 if there is none."""
    return ask(port, address)[0]
