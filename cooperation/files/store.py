"""Large files that are ready: the same list in the same state of the dataset is made once, and sent to all who ask for it.

They lie in a folder, named by what was asked and by the state, so that a file that is there is right, whoever made it. What
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
class StoredFile:
    """A file that is ready, with how many rows it has and its SHA-256 before any compression."""

    file: IO[bytes]
    rows: int
    sha256: str


def _store_folder() -> Path | None:
    """Where files are stored; None if they are not."""
    return Path(settings.EXPORT_DIR) if settings.EXPORT_MEGABYTES else None


def stored_file(key: str) -> StoredFile | None:
    """The file that is stored under a key."""
    folder = _store_folder()
    for path in folder.glob(f"{key}.*") if folder else ():
        # Between looking and opening, another process may make room.
        with suppress(FileNotFoundError):
            os.utime(path)
            _, rows, sha256 = path.name.split(".")
            return StoredFile(path.open("rb"), int(rows), sha256)
    return None


def new_file() -> IO[bytes]:
    """A file to write, which goes with its last reader unless it is stored."""
    if folder := _store_folder():
        with suppress(OSError):
            folder.mkdir(parents=True, exist_ok=True)
            return cast("IO[bytes]", tempfile.NamedTemporaryFile(dir=folder))
    return tempfile.TemporaryFile()


def store_file(file: IO[bytes], key: str, rows: int, sha256: str) -> None:
    """Store a file that is written to its end, under a key."""
    folder = _store_folder()
    # Another process may have made the same file, or room of this one.
    if folder and isinstance(file.name, str):
        with suppress(FileExistsError, FileNotFoundError):
            file.flush()
            os.link(file.name, folder / f"{key}.{rows}.{sha256}")
        _make_room(folder)


def _make_room(folder: Path) -> None:
    """Remove the files that nobody asked for longest, until the others are within EXPORT_MEGABYTES."""
    files = []
    for path in folder.iterdir():
        with suppress(FileNotFoundError):
            files.append((path.stat().st_mtime, path.stat().st_size, path))
    size = sum(size for _, size, _ in files)
    for _, freed, path in sorted(files):
        if size <= settings.EXPORT_MEGABYTES * 2**20:
            return
        path.unlink(missing_ok=True)
        size -= freed
