"""A replica and the primary are stopped while readers ask and curators log in: no 500, nothing lost, back within 2 seconds.

As a script, for a longer look at the same, with a table at the end:

    python tests/cluster/test_losses.py --seconds 20 --readers 16 --workers 2
"""

import argparse
import http.client
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import orjson
import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.cluster.load import LOST, Readers, ask, site, status_of  # noqa: E402
from tests.cluster.postgresql import Server, binaries, cluster, free_port, wait_for  # noqa: E402

RECOVERY = 2.0
# Seconds after which even a slow machine has answered everybody.
PATIENCE = 120.0
KINDS = ("programs", "funding", "events", "observations", "places", "organizations")
# More than are asked for in a phase, so that none is kept ready and all are asked of a database.
ADDRESSES = [
    f"/api/v1/{kind}/?page_size={size}&ordering={ordering}"
    for size in range(1, 26)
    for ordering in ("id", "-id", "modified_at", "-modified_at")
    for kind in KINDS
]
NAME, PASSWORD = "curator", "correct horse battery staple"
MAKE_CURATOR = f"""
from django.contrib.auth.models import User
User.objects.create_superuser({NAME!r}, password={PASSWORD!r})
"""


class Writers:
    """A thread that logs in to the admin again and again: each time, the database keeps a session."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.sessions: list[str] = []
        self.answers: list[tuple[float, int]] = []
        self.is_over = threading.Event()
        self.thread = threading.Thread(target=self.write, daemon=True)

    def __enter__(self) -> "Writers":
        self.thread.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.is_over.set()
        self.thread.join(60)

    def write(self) -> None:
        """Log in until it is over."""
        while not self.is_over.is_set():
            asked = time.monotonic()
            status, session = log_in(self.port)
            self.answers.append((asked, status))
            if session:
                self.sessions.append(session)
            time.sleep(0.02)

    def statuses(self, since: float = 0.0, until: float = float("inf")) -> Counter[int]:
        """How often each status was answered to what was written in a time."""
        return Counter(status for asked, status in list(self.answers) if since <= asked < until)


def log_in(port: int) -> tuple[int, str | None]:
    """Status of a login, and the name of the session that it made."""
    token = "a" * 32
    body = urlencode({"username": NAME, "password": PASSWORD, "csrfmiddlewaretoken": token})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": f"csrftoken={token}"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("POST", "/admin/login/", body, headers)
        response = connection.getresponse()
        response.read()
        found = re.search(r"sessionid=(\w+)", response.getheader("Set-Cookie") or "")
        return response.status, found and found[1]
    except (OSError, http.client.HTTPException):
        return LOST, None
    finally:
        connection.close()


class Cache:
    """A Redis or Valkey for as long as the test takes; nothing where neither is installed."""

    program = shutil.which("valkey-server") or shutil.which("redis-server")

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0" if self.program else ""
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, empty."""
        if self.program:
            command = [self.program, "--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", "/tmp"]
            self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def stop(self) -> None:
        """Crash."""
        if self.process:
            self.process.kill()
            self.process.wait()


@dataclass
class Report:
    """What was seen, as lines of a table."""

    lines: list[str] = field(default_factory=list)

    def add(self, what: str, said: str) -> None:
        """Note something, and say it at once."""
        self.lines.append(f"{what:<32} {said}")
        print(self.lines[-1], flush=True)  # noqa: T201


@dataclass
class Scene:
    """A site under load, and its databases."""

    port: int
    primary: Server
    replica: Server
    cache: Cache
    readers: Readers
    writers: Writers
    report: Report
    seconds: float
    # When the last action was done.
    acted: float = 0.0

    def watch(self, what: str, action: Callable[[], object] | None = None, rest: float | None = None) -> Counter[int]:
        """The statuses that readers were answered from the beginning of an action to some seconds after its end.

        However slow the machine is: a reader and a writer who asked when it should be well again have been answered.
        """
        rest = self.seconds if rest is None else rest
        begun = time.monotonic()
        if action:
            action()
        self.acted = time.monotonic()
        time.sleep(rest)
        asked = self.acted + min(rest, RECOVERY)
        wait_for(lambda: self.readers.statuses(asked) and self.writers.statuses(asked), PATIENCE, f"{what}: answers")
        ended = time.monotonic()
        statuses = self.readers.statuses(begun, ended)
        slowest = self.readers.p99(begun, ended) * 1000
        written = dict(self.writers.statuses(begun, ended))
        self.report.add(what, f"readers {dict(statuses)}, p99 {slowest:.0f} ms; writers {written}")
        return statuses

    def recovery(self, what: str, since: float) -> None:
        """Check that readers and writers were all well again soon after a moment."""
        failures = [answer.asked for answer in self.readers.answers if answer.status != 200 and answer.asked > since]
        failures += [asked for asked, status in self.writers.answers if status != 302 and asked > since]
        took = max(failures, default=since) - since
        self.report.add(what, f"all well after {took:.2f} s")
        assert took <= RECOVERY


def health(port: int) -> dict[str, object]:
    """What the site says of its health."""
    _, _, body = ask(port, "/readyz")
    return dict(orjson.loads(body)) if body else {}


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a management command; its failure is ours."""
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=PROJECT, env=os.environ | environment, check=True, capture_output=True)


def lose_the_cache(scene: Scene) -> None:
    """Without the shared cache answers take longer, and that is all."""
    assert set(scene.watch("shared cache crashes", scene.cache.stop)) == {200}
    assert set(scene.watch("shared cache is back", scene.cache.start)) == {200}


def lose_the_replica(scene: Scene) -> None:
    """Crash the replica: not one answer is lost. Start it again: it is read from again."""
    assert set(scene.watch("replica crashes", scene.replica.stop)) == {200}
    assert health(scene.port)["replicas_keeping_up"] == 0
    scene.replica.start()
    took = wait_for(lambda: health(scene.port)["replicas_keeping_up"] == 1, RECOVERY, "the replica is read from")
    scene.report.add("replica comes back", f"read from after {took:.2f} s")
    assert set(scene.watch("replica is back")) == {200}


def let_the_replica_fall_behind(scene: Scene) -> None:
    """A replica that does not replay what is written is not read from for longer than it may be behind."""
    scene.replica.execute("SELECT pg_wal_replay_pause()")
    scene.primary.execute("SELECT pg_logical_emit_message(true, 'losses', 'something to replay')")
    paused = time.monotonic()
    wait_for(lambda: health(scene.port)["replicas_keeping_up"] == 0, 3, "the replica is left out")
    scene.report.add(
        "replica falls behind", f"left out {time.monotonic() - paused:.2f} s after it stopped to replay what is written"
    )
    scene.replica.execute("SELECT pg_wal_replay_resume()")
    took = wait_for(lambda: health(scene.port)["replicas_keeping_up"] == 1, RECOVERY, "the replica has caught up")
    scene.report.add("replica catches up", f"read from after {took:.2f} s")


def lose_the_primary(scene: Scene) -> None:
    """Crash the primary: the public reads on, writers are told to wait. Start it: both are well soon."""
    assert set(scene.watch("primary crashes", scene.primary.stop)) == {200}
    assert set(scene.writers.statuses(scene.acted)) == {503}
    status, headers, body = ask(scene.port, "/admin/", accept="text/html", cookie=f"sessionid={'a' * 32}")
    assert (status, headers.get("retry-after")) == (503, "2"), body
    scene.primary.start()
    started = time.monotonic()
    scene.watch("primary is back", rest=max(scene.seconds, RECOVERY + 1))
    scene.recovery("primary comes back", started)


def restart_the_primary(scene: Scene) -> None:
    """Restart the primary as an upgrade would."""
    scene.primary.stop("fast")
    scene.primary.start()
    started = time.monotonic()
    assert set(scene.watch("primary restarted", rest=max(scene.seconds, RECOVERY + 1))) == {200}
    scene.recovery("after the restart", started)


def lose_everything(scene: Scene) -> None:
    """Without any database, the public is told so in the API's own form; it is well soon after one is back."""
    scene.replica.stop()
    scene.primary.stop()
    time.sleep(0.5)
    assert set(scene.watch("no database at all")) <= {200, 503}
    status, headers, body = ask(scene.port, "/api/v1/places/?name__icontains=nobody+asked+before")
    assert (status, headers["content-type"], headers["retry-after"]) == (503, "application/problem+json", "2")
    assert orjson.loads(body)["status"] == 503
    assert status_of(scene.port, "/readyz") == 503
    scene.primary.start()
    started = time.monotonic()
    scene.watch("primary alone is back", rest=max(scene.seconds, RECOVERY + 1))
    scene.recovery("primary alone comes back", started)


def lose_databases(seconds: float, readers: int, workers: int) -> Report:
    """Play all scenes, one after the other; AssertionError where something is lost."""
    report = Report()
    with tempfile.TemporaryDirectory() as name, cluster() as (primary, replica):
        cache = Cache()
        cache.start()
        environment = {
            "DATABASE_URL": primary.url, "REPLICA_URLS": replica.url, "CACHE_URL": cache.url, "RATE_LIMIT": "0",
            "LOGIN_LIMIT": "0", "TIME_LIMIT": "0",
            "DEBUG": "false",
        }  # fmt: skip
        # The admin's pages name collected files.
        manage(environment, "collectstatic", "--noinput")
        manage(environment, "bootstrap")
        manage(environment, "shell", "-c", MAKE_CURATOR)
        log = Path(name) / "site.log"
        with site(environment, workers, log) as port:
            with Readers(port, ADDRESSES, readers) as reading, Writers(port) as writing:
                scene = Scene(port, primary, replica, cache, reading, writing, report, seconds)
                scene.watch("quiet")
                for play in (lose_the_cache, lose_the_replica, let_the_replica_fall_behind, lose_the_primary,
                             restart_the_primary, lose_everything):  # fmt: skip
                    play(scene)
            statuses = reading.statuses()
            report.add("in all", f"readers {dict(statuses)}, {len(writing.sessions)} sessions written")
            assert set(statuses) <= {200, 503}
            assert set(writing.statuses()) <= {302, 503}
            kept = int(str(primary.execute("SELECT COUNT(*) FROM django_session")))
            report.add("sessions in the database", f"{kept}")
            assert kept >= len(set(writing.sessions)), "what was acknowledged is lost"
        cache.stop()
        assert "Traceback" not in log.read_text(), log.read_text()[-3000:]
    return report


@pytest.mark.slow
@pytest.mark.alone
@pytest.mark.skipif(binaries() is None, reason="PostgreSQL's own programs are not installed")
def test_servers_that_are_lost_cost_no_500_and_nothing_that_was_written() -> None:
    report = lose_databases(seconds=2, readers=8, workers=2)

    assert report.lines[0].startswith("quiet")


def main() -> None:
    """The longer look."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--readers", type=int, default=16)
    parser.add_argument("--workers", type=int, default=2)
    options = parser.parse_args()
    lose_databases(options.seconds, options.readers, options.workers)


if __name__ == "__main__":
    main()
