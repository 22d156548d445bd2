"""Servers to measure: each with one worker, at its best setting, started anew for each size."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from tests.benchmarks.databases import ROOT


@dataclass(frozen=True)
class Server:
    """How a peer is started; `{port}` stands for its port."""

    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Running:
    """A server that answers."""

    address: str
    pid: int

    def memory(self) -> dict[str, int]:
        """Memory of the server's processes in bytes: now, and at its peak."""
        now, peak = (sum(status_of(pid, name) for pid in family(self.pid)) for name in ("VmRSS", "VmHWM"))
        return {"now": now, "peak": peak}


def granian(application: str) -> list[str]:
    """The command that serves a WSGI application with one worker; its one thread need not share the processor."""
    words = (
        "-m granian --interface wsgi --host 127.0.0.1 --port {port} --workers 1 --blocking-threads 1 --log-level error"
    )
    return [sys.executable, *words.split(), application]


@contextmanager
def running(server: Server) -> Iterator[Running]:
    """The server while it runs."""
    port = free_port()
    command = [word.replace("{port}", str(port)) for word in server.command]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **server.environment}
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(port, process)
        yield Running(f"http://127.0.0.1:{port}", process.pid)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def wait_for(port: int, process: subprocess.Popen) -> None:
    """Return once the server listens."""
    for _ in range(300):
        if process.poll() is not None:
            raise RuntimeError(f"{process.args} ended with {process.returncode}")
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise RuntimeError(f"{process.args} does not listen")


def family(pid: int) -> list[int]:
    """A process and all that descend from it."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(descendant for child in children for descendant in family(int(child)))]


def status_of(pid: int, name: str) -> int:
    """A size from a process's status, in bytes."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) * 1024
    return 0
