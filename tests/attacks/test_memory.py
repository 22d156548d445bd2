"""However many different requests come, a process holds what it may hold, and no more for the second half of them.

As a script, for the long run:

    python tests/attacks/test_memory.py --requests 100000
"""

import argparse
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from tests.attacks.hostile import ask_all  # noqa: E402
from tests.attacks.processes import memory_of, workers  # noqa: E402
from tests.attacks.test_attacks import attacked_site  # noqa: E402
from tests.cluster.load import status_of  # noqa: E402

MEGABYTE = 2**20
# What a process may hold beside its cache, and what the second half of the requests may add, in bytes.
BESIDE, SECOND_HALF = 250 * MEGABYTE, 5 * MEGABYTE
PARTS = 10


def attack(port: int, requests: int) -> tuple[list[dict[int, int]], Counter[int]]:
    """Memory of each process after each part of the requests, and the statuses of all answers."""
    measured, statuses = [], Counter[int]()
    for part in range(PARTS):
        statuses += ask_all(port, requests // PARTS, part)
        measured.append({process: memory_of(process) for process in workers()})
        told = ", ".join(f"{bytes_ / MEGABYTE:.1f} MB" for bytes_ in measured[-1].values())
        print(f"{sum(statuses.values()):>7,} requests: {told}", flush=True)
    assert status_of(port, "/healthz") == 200
    return measured, statuses


def growth(measured: list[dict[int, int]]) -> int:
    """What the second half has added to the process to which it has added most, in bytes: the last parts beside those before."""
    return max(
        min(part[process] for part in measured[-2:])
        - min(part[process] for part in measured[PARTS // 2 - 1 : PARTS // 2 + 1])
        for process in measured[-1]
    )


@contextmanager
def site_with_cache(folder: Path, rows: int, megabytes: int) -> Iterator[int]:
    """A site whose processes may keep so many megabytes."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("CACHE_MEGABYTES", str(megabytes))
        with attacked_site(folder, rows) as port:
            yield port


@pytest.mark.alone
@pytest.mark.skipif(
    not Path("/proc/self/smaps_rollup").exists(), reason="this system does not tell what a process holds"
)
def test_hostile_requests_leave_nothing_behind(tmp_path: Path) -> None:
    with site_with_cache(tmp_path, 2_000, megabytes=2) as port:
        measured, statuses = attack(port, 3_000)

    assert statuses[0] == statuses[500] == 0
    assert max(max(part.values()) for part in measured) < 2 * MEGABYTE + BESIDE
    assert growth(measured) < SECOND_HALF


def main() -> int:
    """Attack, and tell what was seen."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--megabytes", type=int, default=64)
    options = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as name,
        site_with_cache(Path(name), 20_000, options.megabytes) as port,
    ):
        measured, statuses = attack(port, options.requests)
    most = max(max(part.values()) for part in measured)
    print(f"{dict(statuses)}\nmost {most / MEGABYTE:.1f} MB, second half {growth(measured) / MEGABYTE:+.1f} MB")
    return int(most >= options.megabytes * MEGABYTE + BESIDE or growth(measured) >= SECOND_HALF)


if __name__ == "__main__":
    sys.exit(main())
