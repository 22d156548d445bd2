"""Two processes that save and seal, killed with SIGKILL at any moment, lose nothing that was confirmed and leave the chain whole.

As many kills as LEDGER_KILLS says (10): `make soak` does 200.
"""

import os
import random
import signal
import subprocess
import sys
import time

from django.conf import settings

from sources.models import Change, Record, verified_chain
from tests.backups import as_live
from tests.contracts.old_databases import OldDatabase

KILLS = int(os.environ.get("LEDGER_KILLS", "10"))
SLUGS = ("merida-initiative", "mexico")


def started(database: OldDatabase, slug: str) -> subprocess.Popen[bytes]:
    """A process that changes a record again and again."""
    given = {**os.environ, "DATABASE_URL": database.url, "REPLICA_URLS": "", "LOG_LEVEL": "ERROR"}
    command = [sys.executable, "-m", "tests.kills.saving", slug]
    return subprocess.Popen(command, cwd=settings.BASE_DIR, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def killed(process: subprocess.Popen[bytes], seconds: float) -> int:
    """The last revision that a process has confirmed before it was killed, so many seconds after its first."""
    assert process.stdout
    assert process.stderr
    first = process.stdout.readline()
    assert first, process.stderr.read().decode()
    time.sleep(seconds)
    process.send_signal(signal.SIGKILL)
    lines = process.stdout.readlines()
    process.wait()
    return int([first, *(line for line in lines if line.endswith(b"\n"))][-1])


def test_killed_savers_lose_nothing_confirmed_and_leave_the_chain_whole(database: OldDatabase) -> None:
    randomly = random.Random(19)
    for _ in range(-(-KILLS // len(SLUGS))):
        processes = [started(database, slug) for slug in SLUGS]
        confirmed = [killed(process, randomly.uniform(0, 0.3)) for process in processes]
        with as_live(database) as live:
            for slug, revision in zip(SLUGS, confirmed, strict=True):
                record = Record.objects.using(live).get(slug=slug)
                assert record.revision in (revision, revision + 1)
                assert Change.objects.using(live).filter(record=record, revision=record.revision).exists()
            assert verified_chain(live).fault is None

    done = database.run("manage", "check_ledger")

    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("The ledger is whole")
    assert ", 0 unsealed" in done.stdout
