"""A Redis of the tests' own."""

import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config.rest.caching.stores import SharedCache, shared

# Seconds that it may take to start on a machine that is busy.
PATIENCE = 60


class Redis:
    """A server which can be stopped; at a socket of its own, for a port may be taken by then."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "redis"
        self.log = folder / "redis.log"
        self.start()

    def start(self) -> None:
        command = [
            "redis-server",
            "--port",
            "0",
            "--unixsocket",
            str(self.socket),
            "--save",
            "",
            "--dir",
            str(self.socket.parent),
        ]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log)
        until = time.monotonic() + PATIENCE
        while not self.answers():
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < until, self.log.read_text()
            time.sleep(0.05)

    def answers(self) -> bool:
        with socket.socket(socket.AF_UNIX) as client:
            return client.connect_ex(str(self.socket)) == 0

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait()


@pytest.fixture
def redis(tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    if shutil.which("redis-server") is None:
        pytest.skip("there is no redis-server")
    server = Redis(tmp_path)
    settings.CACHE_URL = f"unix://{server.socket}"
    monkeypatch.setitem(shared.__dict__, "backend", SharedCache().backend)
    monkeypatch.setattr(shared, "paused_until", 0.0)
    yield server
    server.stop()
