"""Large files that are ready: the same list in the same state of the dataset is made once, and sent to all who ask for it.

They lie in a folder, named by what was asked and by the state, so that a file that is found is right, whoever made it. What
was not asked for longest makes room. Losing the folder costs speed only.
"""

import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

from django.conf import settings


@dataclass(frozen=True)
class Kept:
    """A file that is ready, with how many rows it has and its SHA-256 before any compression."""

    file: IO[bytes]
    rows: int
    sha256: str


def folder() -> Path | None:
    """Where files are kept; None if they are not."""
    return Path(settings.EXPORT_DIR) if settings.EXPORT_MEGABYTES else None


def find(question: str) -> Kept | None:
    """The file that answers a question, if it is kept."""
    place = folder()
    for path in place.glob(f"{question}.*") if place else ():
        # Between looking and opening, another process may make room.
        with suppress(FileNotFoundError):
            os.utime(path)
            _, rows, sha256 = path.name.split(".")
            return Kept(path.open("rb"), int(rows), sha256)
    return None


def new_file() -> IO[bytes]:
    """A file to write, which goes with its last reader unless it is kept."""
    place = folder()
    if place is not None:
        with suppress(OSError):
            place.mkdir(parents=True, exist_ok=True)
            return cast("IO[bytes]", tempfile.NamedTemporaryFile(dir=place))
    return tempfile.TemporaryFile()


def keep(file: IO[bytes], question: str, rows: int, sha256: str) -> None:
    """Keep a file that is written to its end, under the question that it answers."""
    place = folder()
    # Another process may have made the same file, or room of this one.
    if place is not None and isinstance(file.name, str):
        with suppress(FileExistsError, FileNotFoundError):
            file.flush()
            os.link(file.name, place / f"{question}.{rows}.{sha256}")
        make_room(place)


def make_room(place: Path) -> None:
    """Remove the files that nobody asked for longest, until the others are within EXPORT_MEGABYTES."""
    found = []
    for path in place.iterdir():
        with suppress(FileNotFoundError):
            found.append((path.stat().st_mtime, path.stat().st_size, path))
    size = sum(size for _, size, _ in found)
    for _, freed, path in sorted(found):
        if size <= settings.EXPORT_MEGABYTES * 2**20:
            return
        path.unlink(missing_ok=True)
        size -= freed
