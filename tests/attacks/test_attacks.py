"""Attacks that stopped the service once: what is ready is answered throughout, everything else in time or refused.

As a script, for the long run, on the records and, with DATA, on the training activities, too:

    python tests/attacks/test_attacks.py --seconds 30
    python tests/attacks/test_attacks.py --seconds 30 --port 8000      # a server that runs already
"""

import argparse
import http.client
import multiprocessing
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.attacks.attacks import ATTACKS, HOST  # noqa: E402
from tests.cluster.load import ask, site  # noqa: E402
from tests.cluster.postgresql import wait_for  # noqa: E402
from tests.kills.test_import_kills import database, edition, run  # noqa: E402

# Seconds after which a probe counts as lost, within which 99 of 100 ready answers are there, and all others.
LOST, READY, OTHER = 5.0, 0.25, 2.0
READY_ADDRESSES = ["/healthz", "/", "/api/v1/programs/?page_size=5"]
OTHER_ADDRESSES = ["/api/v1/trainings/?page_size=5&quantity__gte={}", "/admin/login/?next=/admin/%3Fq={}"]


@dataclass
class Probes:
    """How long answers took while an attack went on, and how many never came."""

    name: str
    seconds: list[float]
    lost: int = 0
    refused: int = 0

    @property
    def p99(self) -> float:
        """Seconds within which 99 of 100 came."""
        return sorted(self.seconds)[len(self.seconds) * 99 // 100] if self.seconds else 0.0

    def __str__(self) -> str:
        slowest = max(self.seconds, default=0.0)
        return (
            f"{self.name}: {len(self.seconds)} probes, {self.lost} lost, {self.refused} refused, "
            f"p99 {self.p99 * 1000:.0f} ms, slowest {slowest * 1000:.0f} ms"
        )


def probe(port: int, address: str, probes: Probes) -> None:
    """Ask once, on a connection of its own, as a monitor does."""
    connection = http.client.HTTPConnection(HOST, port, timeout=LOST)
    begin = time.monotonic()
    try:
        connection.request("GET", address)
        response = connection.getresponse()
        response.read()
        probes.refused += response.status in (429, 503)
        probes.lost += response.status not in (200, 429, 503)
        probes.seconds.append(time.monotonic() - begin)
    except (OSError, http.client.HTTPException):
        probes.lost += 1
    finally:
        connection.close()


def probe_during(port: int, attack: str, seconds: float) -> tuple[Probes, Probes]:
    """What an attack does to ready answers, and to others."""
    make_ready(port)
    with attacking(attack, port):
        return probe_while(port, seconds)


def make_ready(port: int) -> None:
    """Ask for what is to be ready: each process has its own; so often, both are asked."""
    for address in READY_ADDRESSES * 10:
        ask(port, address)


@contextmanager
def attacking(attack: str, port: int) -> Iterator[None]:
    """The attack, by a process of its own: it is not to hold up who measures, but the server."""
    processes = multiprocessing.get_context("spawn")
    begun, is_over = processes.Event(), processes.Event()
    attacker = processes.Process(target=attack_until, args=(attack, port, begun, is_over))
    attacker.start()
    try:
        assert begun.wait(60)
        yield
    finally:
        is_over.set()
        attacker.join(30)
        attacker.kill()


def attack_until(attack: str, port: int, begun: Any, is_over: Any) -> None:
    """Attack until it is over."""
    with ATTACKS[attack](port):
        begun.set()
        is_over.wait()


def probe_while(port: int, seconds: float) -> tuple[Probes, Probes]:
    """How ready answers come for some seconds, and others."""
    ready, other = Probes("ready", []), Probes("other", [])
    end = time.monotonic() + seconds

    def others() -> None:
        for turn in range(1, 10**6):
            if time.monotonic() > end:
                return
            probe(port, OTHER_ADDRESSES[turn % len(OTHER_ADDRESSES)].format(turn), other)
            time.sleep(0.1)

    thread = threading.Thread(target=others)
    thread.start()
    turn = 0
    while time.monotonic() < end:
        probe(port, READY_ADDRESSES[turn % len(READY_ADDRESSES)], ready)
        turn += 1
        time.sleep(0.02)
    thread.join()
    return ready, other


def failures_of(ready: Probes, other: Probes) -> list[str]:
    """What an attack did that none may do."""
    return [
        text
        for text, is_so in (
            (f"ready answers were lost or refused: {ready}", ready.lost or ready.refused),
            (f"ready answers were slow: {ready}", ready.p99 > READY),
            (f"other answers were lost: {other}", other.lost),
            (f"other answers were slow: {other}", max(other.seconds, default=0.0) > OTHER),
        )
        if is_so
    ]


@contextmanager
def attacked_site(folder: Path, rows: int) -> Iterator[int]:
    """The port of a site with the records and some training activities, served as `make serve` does."""
    with database(folder) as url, pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("DATABASE_URL", url)
        # Pages name their style sheets by the collected ones.
        run("collectstatic", "--noinput")
        run("bootstrap")
        run("import_fmtrpt", str(edition(folder / "trainings.tsv", rows, 0)))
        with site({"EXPORT_DIR": str(folder / "exports")}, workers=2, log=folder / "server.log") as port:
            yield port


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """A site to attack."""
    with attacked_site(tmp_path_factory.mktemp("attacked"), 20_000) as port:
        yield port


@pytest.mark.alone
@pytest.mark.parametrize("attack", ATTACKS)
def test_answers_come_while_the_site_is_attacked(port: int, attack: str) -> None:
    ready, other = probe_during(port, attack, 3)
    assert ready.seconds
    assert other.seconds
    assert failures_of(ready, other) == []


@pytest.mark.alone
def test_a_file_can_be_had_while_others_are_fetched_byte_by_byte(port: int) -> None:
    # So that it has been made, which is for one at a time.
    wait_for(lambda: ask(port, "/api/v1/trainings.csv")[0] == 200, 60, "a file is made")
    with ATTACKS["trickled_exports"](port):
        time.sleep(1)
        status, headers, body = ask(port, "/api/v1/trainings.csv")

    assert status == 200
    assert len(body) == int(headers["content-length"])


def main() -> int:
    """Attack, and tell what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=30)
    parser.add_argument("--port", type=int)
    parser.add_argument("--attacks", nargs="+", choices=ATTACKS, default=list(ATTACKS))
    arguments = parser.parse_args()
    failures = []
    with ExitStack() as stack:
        port = arguments.port
        if port is None:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            port = stack.enter_context(attacked_site(folder, 250_000))
        for attack in arguments.attacks:
            ready, other = probe_during(port, attack, arguments.seconds)
            print(f"{attack}\n  {ready}\n  {other}", flush=True)
            failures += failures_of(ready, other)
    print(*failures, sep="\n")
    return len(failures)


if __name__ == "__main__":
    sys.exit(main())
