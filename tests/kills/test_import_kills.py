"""An import killed with SIGKILL at any moment leaves the old data or the new, whole, and the next run succeeds.

As a script, for the long run on one database (it makes and drops its own):

    python tests/kills/test_import_kills.py --kills 200
    DATABASE_URL=postgres://postgres@127.0.0.1:5432/postgres python tests/kills/test_import_kills.py --kills 200
"""

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid5

import psycopg
import pytest

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))

from cooperation.trainings.importer.columns import COLUMNS  # noqa: E402

NAMESPACE = UUID("6f1b1f0e-0000-4000-8000-000000000001")
COUNTRIES = (("Mexico", "MEX"), ("Colombia", "COL"), ("Peru", "PER"))
STATE = """
from hashlib import sha256
from cooperation.trainings.models import ImportBatch, ReportPage, Training
rows = Training.objects.present().order_by("published_id").values_list("published_id", "digest", "is_counted")
print(sha256(repr([tuple(row) for row in rows]).encode()).hexdigest(), ImportBatch.objects.filter(is_current=True).count())
"""


def edition(path: Path, rows: int, number: int) -> Path:
    """A file of which the next edition shares nine tenths, changes a tenth of these, and drops and adds a tenth."""
    lines = ["\t".join(COLUMNS)]
    for row in range(number * rows // 10, number * rows // 10 + rows):
        country, code = COUNTRIES[row % 3]
        quantity = row % 30 + (number if row % 10 == 0 else 0)
        cells = [
            str(uuid5(NAMESPACE, str(row))), country, code, f"IMET-1 - FY {2008 + row % 3} DoS Training",
            f"COURSE {row % 50}", "-", f"Battalion {row % 200}", "10/5/2009", "2009-10-05", "10/9/2009", "2009-10-09",
            "FT BENNING GA 31905", str(quantity), str(row), str(row % 90 + 1), "", "", "", "", "",
            "2009_2010_Western_Hemisphere_fmtrpt.tsv", "https://example.org/report.pdf", "", "Report, Section IV",
        ]  # fmt: skip
        lines.append("\t".join(cells))
    path.write_text("\n".join(lines) + "\n")
    return path


def manage(*arguments: str) -> list[str]:
    """The command line of a management command."""
    return [sys.executable, str(PROJECT / "manage.py"), *arguments]


def run(*arguments: str) -> str:
    """What a management command says; its failure is ours."""
    return subprocess.run(manage(*arguments), check=True, capture_output=True, text=True).stdout


def state() -> str:
    """Digest of all that is public, and the number of current batches."""
    return run("shell", "--no-imports", "-c", STATE)


def kill_imports(folder: Path, kills: int, rows: int, seed: int) -> dict[str, int]:
    """Kill imports of one edition over the other, one a round; how often the old data stood, and the new."""
    randomly = random.Random(seed)
    files = [edition(folder / f"edition{number}.tsv", rows, number) for number in (0, 1)]
    run("migrate", "--verbosity", "0")
    states, seconds = [], []
    for file in (files[1], files[0], files[1]):
        begun = time.monotonic()
        run("import_fmtrpt", str(file))
        seconds.append(time.monotonic() - begun)
        states.append(state())
    assert states[0] == states[2] != states[1], "the same file gives another state"
    now, seen = 1, {"old": 0, "new": 0, "too late": 0}
    for _ in range(kills):
        target = 1 - now
        process = subprocess.Popen(
            manage("import_fmtrpt", str(files[target])), stderr=subprocess.PIPE, stdout=subprocess.PIPE
        )
        time.sleep(randomly.uniform(0.25, 1.0) * min(seconds[1:]))
        process.send_signal(signal.SIGKILL)
        process.communicate()
        left = state()
        # states[0] is that of files[1], states[1] that of files[0].
        old, new = states[1 - now], states[1 - target]
        assert left in (old, new), f"neither the old nor the new data: {left}"
        seen["too late" if process.returncode == 0 else "new" if left == new else "old"] += 1
        run("import_fmtrpt", str(files[target]))
        assert state() == new, "the next run does not succeed"
        now = target
    return seen


@contextmanager
def database(folder: Path) -> Iterator[str]:
    """The address of a database made for a while, on the server that DATABASE_URL names or in a folder."""
    server = os.environ.get("DATABASE_URL", "")
    if not server.startswith("postgres"):
        yield f"sqlite:///{folder}/kills.sqlite3"
        return
    name = f"kills_{sha256(str(folder).encode()).hexdigest()[:12]}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]
        try:
            yield f"{server.rpartition('/')[0]}/{name}"
        finally:
            connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')  # type: ignore[call-overload]


@pytest.mark.slow
def test_a_killed_import_leaves_the_old_data_or_the_new(tmp_path, monkeypatch):
    kills = int(os.environ.get("FMTRPT_KILLS", "3"))

    with database(tmp_path) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        seen = kill_imports(tmp_path, kills=kills, rows=3000, seed=17)

    assert sum(seen.values()) == kills


def main() -> None:
    """The long run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=17)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, database(Path(name)) as url:
        os.environ["DATABASE_URL"] = url
        print(kill_imports(Path(name), options.kills, options.rows, options.seed))  # noqa: T201


if __name__ == "__main__":
    main()
