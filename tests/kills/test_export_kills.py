"""A client whose server is killed while it fetches a file can tell: what looks whole is whole, and what is cut looks cut.

As a script, for the long run on one database (it makes and drops its own):

    python tests/kills/test_export_kills.py --kills 100
    DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres python tests/kills/test_export_kills.py --kills 100
"""

import argparse
import os
import random
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import pytest
import urllib3

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.kills.test_import_kills import database, edition, run  # noqa: E402

FORMS = ("csv", "ndjson", "geojson", "parquet")


@contextmanager
def server() -> Iterator[tuple[int, int]]:
    """A server of one process: its port and its process group, which is killed at the end."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "config.server", "--port", str(port)]
    process = subprocess.Popen(command, cwd=PROJECT, start_new_session=True)
    try:
        for _ in range(600):
            try:
                ask(port, "/healthz").read()
                break
            except urllib3.exceptions.HTTPError:
                time.sleep(0.1)
        yield port, process.pid
    finally:
        kill(process.pid)
        process.wait()


def kill(group: int) -> None:
    """Kill all processes of a group at once, if they are still there."""
    with suppress(ProcessLookupError):
        os.killpg(group, signal.SIGKILL)


def ask(port: int, address: str) -> urllib3.BaseHTTPResponse:
    """An answer that is still to be read, through a buffer so small that the server cannot run ahead of the client."""
    small = [(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)]
    pool = urllib3.PoolManager(retries=False, timeout=60, socket_options=small)
    return pool.request("GET", f"http://127.0.0.1:{port}{address}", preload_content=False)


def fetch_and_kill(form: str, seconds: float) -> str:
    """Fetch a file of a server that is killed after some time; what the client could tell of it."""
    content = b""
    with server() as (port, group):
        threading.Timer(seconds, kill, [group]).start()
        try:
            response = ask(port, f"/api/v1/trainings.{form}")
            for piece in response.stream(65_536):
                content += piece
                time.sleep(0.01)
        except urllib3.exceptions.HTTPError:
            return "cut" if content else "no answer"
    assert response.status == 200
    assert sha256(content).hexdigest() == response.headers["X-File-SHA256"], "a file that looks whole is cut"
    return "whole"


def kill_exports(folder: Path, kills: int, rows: int, seed: int) -> Counter[str]:
    """Kill servers at random moments; how often what was seen."""
    randomly = random.Random(seed)
    run("migrate", "--verbosity", "0")
    run("import_fmtrpt", str(edition(folder / "rows.tsv", rows, 0)))
    return Counter(fetch_and_kill(FORMS[number % len(FORMS)], randomly.uniform(0.1, 3.0)) for number in range(kills))


@pytest.mark.slow
def test_whoever_fetches_from_a_killed_server_can_tell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kills = int(os.environ.get("EXPORT_KILLS", "4"))

    with database(tmp_path) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        monkeypatch.setenv("EXPORT_DIR", str(tmp_path / "exports"))
        seen = kill_exports(tmp_path, kills=kills, rows=10_000, seed=17)

    assert sum(seen.values()) == kills


def main() -> None:
    """The long run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database(Path(name)) as url:
        os.environ["DATABASE_URL"], os.environ["EXPORT_DIR"] = url, f"{name}/exports"
        print(kill_exports(Path(name), options.kills, options.rows, options.seed))  # noqa: T201


if __name__ == "__main__":
    main()
