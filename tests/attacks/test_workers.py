"""A process of the server that dies is started again, and the site goes on meanwhile."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.attacks.processes import workers
from tests.cluster.load import LOST, Readers, site
from tests.cluster.postgresql import wait_for
from tests.kills.test_import_kills import database, run

# Seconds in which another process is to serve, on a machine that is busy.
PATIENCE = 60


@pytest.mark.alone
@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="this system does not tell which processes there are")
def test_a_process_that_is_killed_is_started_again_while_the_others_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database(tmp_path) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        run("migrate", "--verbosity", "0")
        with site({}, workers=2, log=tmp_path / "server.log") as port, Readers(port, ["/healthz"], 2) as readers:
            before = set(workers())
            killed = min(before)
            begin = time.monotonic()
            os.kill(killed, signal.SIGKILL)
            wait_for(lambda: len(set(workers()) - before) == 1, PATIENCE, "there is another process")
            time.sleep(2)
            after = set(workers())
            statuses = readers.statuses(since=begin)

    assert len(before) == len(after) == 2
    assert killed not in after
    # Who was connected to the process that died has to connect again, once.
    assert statuses[LOST] <= len(readers.threads)
    assert set(statuses) <= {200, LOST}
    assert statuses[200] > 10
