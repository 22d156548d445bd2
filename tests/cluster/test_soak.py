"""Readers ask without a pause while imports run, one after the other: no error, and hardly slower than in quiet times.

As a script, for the long run, on a file of its own or on the PostgreSQL server that DATABASE_URL names:

    python tests/cluster/test_soak.py --minutes 10 --connections 32 --rows 76875
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.cluster.load import Readers, site  # noqa: E402
from tests.kills.test_import_kills import database, edition, manage  # noqa: E402

# What readers may wait longer while an import runs.
SLOWER = 2.0
COUNTRIES = ("MEX", "COL", "PER")
ADDRESSES = [
    f"/api/v1/{question}"
    for size in range(20, 100)
    for country in COUNTRIES
    for question in (
        f"trainings/?country={country}&fiscal_year=2010&page_size={size}",
        f"trainings/?fiscal_year=2009&ordering=-fiscal_year&page_size={size}",
        f"programs/?page_size={size // 4}",
        f"funding/?page_size={size // 4}",
    )
]


@dataclass(frozen=True)
class Outcome:
    """What readers were answered, and the seconds within which 99 of 100 answers came."""

    statuses: Counter[int]
    imports: int
    quiet: float
    busy: float

    def __str__(self) -> str:
        return (
            f"{dict(self.statuses)} during {self.imports} imports; p99 {self.quiet * 1000:.0f} ms in quiet times, "
            f"{self.busy * 1000:.0f} ms during imports: {self.busy / self.quiet:.2f} times"
        )


class Importer:
    """A thread that imports one edition after the other."""

    def __init__(self, files: list[Path], environment: dict[str, str]) -> None:
        self.files, self.environment = files, environment
        self.imports = 0
        self.failures: list[str] = []
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.run)

    def __enter__(self) -> "Importer":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        self.thread.join()

    def run(self) -> None:
        """Import until it is over."""
        while not self.is_over.is_set():
            self.imports += 1
            command = manage("import_fmtrpt", str(self.files[self.imports % len(self.files)]))
            environment = os.environ | self.environment
            done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
            if done.returncode:
                self.failures.append(done.stderr)


def soak(folder: Path, url: str, *, seconds: float, connections: int, rows: int, workers: int) -> Outcome:
    """Readers alone for a third of the time, then with imports; AssertionError where an import or the site fails."""
    environment = {"DATABASE_URL": url, "RATE_LIMIT": "0", "TIME_LIMIT": "0", "LOGIN_LIMIT": "0", "DEBUG": "false"}
    files = [edition(folder / f"edition{number}.tsv", rows, number) for number in (0, 1)]
    for arguments in (["bootstrap"], ["import_fmtrpt", str(files[0])]):
        subprocess.run(manage(*arguments), env=os.environ | environment, check=True, capture_output=True)
    log = folder / "site.log"
    with site(environment, workers, log) as port, Readers(port, ADDRESSES, connections) as readers:
        time.sleep(min(2.0, seconds / 10))
        begun = time.monotonic()
        time.sleep(seconds / 3)
        disturbed = time.monotonic()
        with Importer(files, environment) as importer:
            time.sleep(seconds * 2 / 3)
            ended = time.monotonic()
    assert not importer.failures, importer.failures[0]
    said = log.read_text()
    assert "is locked" not in said, said[-3000:]
    assert "Traceback" not in said, said[-3000:]
    return Outcome(readers.statuses(), importer.imports, readers.p99(begun, disturbed), readers.p99(disturbed, ended))


@pytest.mark.slow
def test_readers_meet_no_error_while_imports_run(tmp_path: Path) -> None:
    with database(tmp_path) as url:
        outcome = soak(tmp_path, url, seconds=8, connections=4, rows=1000, workers=1)

    # How much slower depends on what else the machine does: the long run says it.
    print(outcome)  # noqa: T201
    assert set(outcome.statuses) == {200}
    assert outcome.imports > 0


def main() -> None:
    """The long run; fails if readers were disturbed."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--connections", type=int, default=32)
    parser.add_argument("--rows", type=int, default=76_875)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database(Path(name)) as url:
        outcome = soak(Path(name), url, seconds=options.minutes * 60, connections=options.connections,
                       rows=options.rows, workers=options.workers)  # fmt: skip
    print(outcome)  # noqa: T201
    sys.exit(set(outcome.statuses) != {200} or outcome.busy > SLOWER * outcome.quiet)


if __name__ == "__main__":
    main()
