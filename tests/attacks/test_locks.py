"""Somebody leaves a transaction open: who wants the same row is told so in time, all others save and read on.

As a script, for the long run, on the database that DATABASE_URL names:

    python tests/attacks/test_locks.py --seconds 60
"""

import argparse
import os
import sqlite3
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.attacks.curators import Curator, curators  # noqa: E402
from tests.attacks.test_attacks import Probes, attacked_site, make_ready, probe_while  # noqa: E402

PEOPLE = 4
# Seconds until who waits for the row is told: LOCK_TIMEOUT, and what a busy machine adds.
TOLD = 4.0


@contextmanager
def open_transaction(draft: int) -> Iterator[bool]:
    """Somebody has changed a record and does not end the transaction; whether others can write meanwhile."""
    url = os.environ["DATABASE_URL"]
    held = f"UPDATE sources_record SET note = 'held' WHERE id = {draft}"
    if url.startswith("sqlite:///"):
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"), isolation_level=None)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(held)
            yield False
    else:
        with psycopg.connect(url) as connection:
            connection.execute(held)  # type: ignore[call-overload]
            yield True
            connection.rollback()


def hold(port: int, people: list[Curator], seconds: float) -> tuple[Probes, Probes]:
    """What the public is answered while a transaction is open and everybody saves, the first one what it holds."""
    is_over = threading.Event()

    def go_on(person: Curator) -> None:
        while not is_over.is_set():
            person.save()
            time.sleep(0.2)

    threads = [threading.Thread(target=go_on, args=(person,), daemon=True) for person in people]
    with open_transaction(people[0].draft) as others_can_write:
        for thread in threads:
            thread.start()
        ready, other = probe_while(port, seconds)
        is_over.set()
        for thread in threads:
            thread.join(30)
    for person in people:
        told = {status for status, _, _ in person.answers}
        assert told == ({302} if others_can_write and person is not people[0] else {503}), (person.name, told)
        assert max(taken for _, taken, _ in person.answers) < TOLD
    refused = people[0].answers[0][2]
    assert int(refused.headers["Retry-After"]) > 0
    assert "Nothing was changed" in refused.body  # type: ignore[attr-defined]
    for person in people:
        assert person.save() == 302, f"{person.name} cannot save when it is over"
    return ready, other


@contextmanager
def people_at_work(folder: Path, rows: int) -> Iterator[tuple[int, list[Curator]]]:
    """A site, and curators who are logged in."""
    with attacked_site(folder, rows) as port:
        people = curators(port, PEOPLE)
        make_ready(port)
        yield port, people


@pytest.mark.alone
def test_an_open_transaction_stops_nobody_else(tmp_path: Path) -> None:
    with people_at_work(tmp_path, 2_000) as (port, people):
        ready, other = hold(port, people, 5)

    assert (ready.lost, ready.refused, other.lost, other.refused) == (0, 0, 0, 0)
    assert ready.p99 < 0.25
    assert other.p99 < 2


def main() -> None:
    """Hold, and tell what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60)
    seconds = parser.parse_args().seconds
    with tempfile.TemporaryDirectory() as name, people_at_work(Path(name), 20_000) as (port, people):
        ready, other = hold(port, people, seconds)
        print(ready, other, sep="\n")
        for person in people:
            taken = sorted(taken for _, taken, _ in person.answers)
            print(
                f"{person.name}: {len(taken)} saves, median {taken[len(taken) // 2]:.3f} s, slowest {taken[-1]:.3f} s"
            )


if __name__ == "__main__":
    main()
