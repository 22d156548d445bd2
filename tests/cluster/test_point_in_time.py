"""The commands of docs/operations.md bring a server back to a moment between two backups; they are run as they stand there."""

import os
import re
import subprocess
import time
from pathlib import Path

import pytest
from django.conf import settings

from tests.cluster.postgresql import DATABASE, USERS, Server, binaries, cluster, group_of, has_user, wait_for

SECTION = re.compile(r"### To any moment\n(.*?)\n##", re.DOTALL)
BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)


def commands() -> list[str]:
    """The three blocks of commands of the section."""
    [section] = SECTION.findall((settings.BASE_DIR / "docs" / "operations.md").read_text())
    return BLOCK.findall(section)


def run_as_server(server: Server, script: str, folder: Path, **given: str) -> None:
    """Run a script as the user whose server it is."""
    user = None if os.geteuid() else next(name for name in USERS if has_user(name))
    environment = {
        "PATH": f"{binaries()}:{os.environ['PATH']}",
        "PGDATA": str(server.data),
        "PGHOST": "127.0.0.1",
        "PGPORT": str(server.port),
        "PGUSER": "owner",
        "PGDATABASE": DATABASE,
        "ARCHIVE": str(folder / "archive"),
        "BASE": str(folder / "base"),
        **given,
    }
    with server.log.open("a") as log:
        subprocess.run(
            ["bash", "-euc", script], check=True, env=environment, cwd=folder, stdin=subprocess.DEVNULL, stdout=log,
            stderr=log, user=user, group=user and group_of(user), extra_groups=None if user is None else [], timeout=120,
        )  # fmt: skip


@pytest.mark.slow
@pytest.mark.skipif(binaries() is None, reason="there are no programs of PostgreSQL's server")
def test_server_goes_back_to_a_moment_between_two_backups() -> None:
    archiving, copying, recovering = commands()
    with cluster(replicas=0) as [server]:
        folder = server.data.parent
        run_as_server(server, 'mkdir "$ARCHIVE"', folder)
        run_as_server(server, archiving, folder)
        server.execute("CREATE TABLE changes AS SELECT 'before the copy' AS what")
        run_as_server(server, copying, folder)
        server.execute("INSERT INTO changes VALUES ('after the copy')")
        time.sleep(0.1)
        moment = str(server.execute("SELECT clock_timestamp()"))
        time.sleep(0.1)
        server.execute("INSERT INTO changes VALUES ('the mistake')")

        run_as_server(server, recovering, folder, MOMENT=moment)

        wait_for(lambda: not server.execute("SELECT pg_is_in_recovery()"), 30, "the end of the recovery")
        assert server.execute("SELECT string_agg(what, ', ') FROM changes") == "before the copy, after the copy"
        server.execute("INSERT INTO changes VALUES ('life goes on')")
