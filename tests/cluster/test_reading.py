"""The tests that only read hold through the router, too, when a replica answers them.

As a script, all of them, which takes a while:

    python tests/cluster/test_reading.py tests/contracts/test_answers.py tests/contracts/test_filters.py \
        tests/contracts/test_wrong_questions.py tests/contracts/test_orderings.py -k 'not withdrawn and not limits'
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.cluster.postgresql import binaries, cluster  # noqa: E402

BRIEF = ["tests/contracts/test_headers.py", "tests/contracts/test_examples.py", "-k", "not changes and not admin"]


def read_through_router(*arguments: str) -> tuple[str, dict[str, int]]:
    """What pytest says of tests that read from a replica, and how many queries each connection was asked."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "tests.cluster.through_router", *arguments]
    with cluster() as (primary, replica):
        environment = os.environ | {"DATABASE_URL": primary.url, "REPLICA_URLS": replica.url}
        # A test run of its own, not a part of the one at hand.
        for name in [name for name in environment if name.startswith("PYTEST")]:
            del environment[name]
        done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-5000:]
    return done.stdout, {name: int(number) for name, number in re.findall(r"'(\w+)': (\d+)", done.stdout)}


@pytest.mark.slow
@pytest.mark.skipif(binaries() is None, reason="PostgreSQL's own programs are not installed")
def test_tests_that_only_read_hold_when_a_replica_answers() -> None:
    said, queries = read_through_router(*BRIEF)

    assert " failed" not in said
    # A replica that is late for a moment, on a busy machine, is left out.
    assert queries["replica1"] > queries.get("reader", 0)


if __name__ == "__main__":
    print(*read_through_router(*sys.argv[1:]), sep="\n")  # noqa: T201
