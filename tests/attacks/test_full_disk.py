"""A disk runs full: who has something to keep gets 503, the public reads on, nothing confirmed is lost, and it passes by itself."""

import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import orjson
import pytest

from tests.attacks.curators import Curator, curators
from tests.attacks.test_attacks import attacked_site
from tests.cluster.load import ask
from tests.cluster.postgresql import wait_for

MEGABYTES = 200
EXPORT = "/api/v1/trainings.csv"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of a few megabytes, in memory."""
    folder = tmp_path / "disk"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no disk can be made here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Somebody else's file takes all the room."""
    file = folder / "somebody-elses"
    with file.open("wb", buffering=0) as output:
        for size in (2**20, 2**10):
            try:
                while output.write(bytes(size)):
                    pass
            except OSError:
                continue
    yield
    file.unlink()


def save_until_refused(person: Curator) -> None:
    """What SQLite has room for in its log already is still saved."""
    for _ in range(5_000):
        if person.save() != 302:
            return
    raise AssertionError("the disk is not full")


@pytest.mark.alone
def test_a_full_disk_is_said_and_passes(small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    with attacked_site(small_disk, 6_000) as port:
        [person] = curators(port, 1)
        for _ in range(10):
            assert ask(port, "/api/v1/programs/")[0] == 200
        with filled(small_disk):
            save_until_refused(person)
            refused = person.answers[-1]
            full = [
                ask(port, address)
                for address in (EXPORT, "/readyz", "/api/v1/programs/", "/api/v1/places/?page_size=7")
            ]
        assert ask(port, EXPORT)[0] == 200
        assert person.save() == 302
        wait_for(lambda: ask(port, "/readyz")[0] == 200, 10, "the server is ready")
        with closing(sqlite3.connect(small_disk / "kills.sqlite3")) as connection:
            [(revision,)] = connection.execute("SELECT revision FROM sources_record WHERE id = ?", [person.draft])
            [(changes,)] = connection.execute("SELECT count(*) FROM sources_change WHERE record_id = ?", [person.draft])

    assert refused[0] == 503
    assert "disk is full" in refused[2].body  # type: ignore[attr-defined]
    assert [status for status, _, _ in full] == [503, 503, 200, 200]
    assert (orjson.loads(full[1][2])["disk"], full[0][1]["retry-after"]) == ("full", "2")
    assert (revision, changes) == (person.revision, person.revision - 1)
