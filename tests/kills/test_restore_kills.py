"""A restore killed with SIGKILL at any moment leaves the old database or the new one, whole, and the other one is not lost.

As many kills as RESTORE_KILLS says (4): `make soak` does 200.
"""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path

from django.conf import settings
from django.db import connections

from cooperation.importers.backups import undo_restore
from cooperation.importers.backups.engines import engine_of
from tests.backups import as_live, change_note, contents, restored, said_yes
from tests.contracts.old_databases import IS_SERVER, OldDatabase, copy_of

Contents = dict[str, list[str]]
KILLS = int(os.environ.get("RESTORE_KILLS", "4"))


def killed(database: OldDatabase, seconds: float, *arguments: str) -> int:
    """How often a process has replaced the database that was killed after some time."""
    given = {**os.environ, "DATABASE_URL": database.url, "REPLICA_URLS": "", "PYTHONPATH": str(settings.BASE_DIR)}
    command = [sys.executable, "-m", "tests.kills.swapping", *arguments]
    process = subprocess.Popen(
        command, cwd=settings.BASE_DIR, env=given, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    out, errors = process.communicate()
    assert process.returncode == -signal.SIGKILL, errors.decode()
    return out.count(b"replaced")


def contents_with_kept(database: OldDatabase) -> list[Contents]:
    """What the database and those that are kept hold; of those that are kept but the last only what is new goes on being kept."""
    found = [contents(database)]
    with as_live(database) as live:
        connection = connections[live]
        for name in engine_of(connection).kept_databases(connection):
            if IS_SERVER:
                undo_restore(said_yes, live)
                found.append(contents(database))
            elif (kept := contents(OldDatabase(name))) in found:
                engine_of(connection).drop_database(connection, name)
            else:
                found.append(kept)
    return found


def test_killed_swaps_leave_one_database_live_and_the_other_kept(backup: Path, database: OldDatabase) -> None:
    randomly = random.Random(17)
    with as_live(database) as live:
        restored(backup, live)
        one = contents(database)
        undo_restore(said_yes, live)
        change_note(live)
        other = contents(database)
    assert one != other

    replaced = 0
    for _ in range(KILLS):
        replaced += killed(database, randomly.uniform(2.0, 6.0))
        found = contents_with_kept(database)
        assert found in ([one, other], [other, one])
    assert replaced


def test_killed_restore_leaves_the_old_database_or_the_new_one(
    backup: Path, filled: OldDatabase, tmp_path: Path
) -> None:
    randomly = random.Random(18)
    for number in range(-(-KILLS // 4)):
        with copy_of(filled, tmp_path, f"killed{number}") as database:
            one = contents(database)
            with as_live(database) as live:
                change_note(live)
            other = contents(database)

            killed(database, randomly.uniform(2.0, 12.0), str(backup))

            found = contents_with_kept(database)
            assert found[0] in (one, other)
            assert other in found
