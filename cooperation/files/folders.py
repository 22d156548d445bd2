"""All lists as files in a folder: one state of the dataset, with a manifest by which each file can be checked."""

import shutil
import tempfile
from collections.abc import Iterable, Sequence
from math import inf
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS

from config.rest.caching.versions import read_version
from config.rest.exporting import Listing
from cooperation.files.formats import FORMATS, FileFormat
from cooperation.files.responses import written
from cooperation.files.tables import Table, snapshot, table_of

MANIFEST = "manifest.json"


class ExportError(Exception):
    """A folder that cannot be written, with the reason."""


def write_folder(folder: Path, listings: Iterable[Listing], formats: Sequence[str], about: dict[str, Any]) -> list[str]:
    """Write all lists into a new folder, or into one that an earlier export wrote; what was left out, in words.

    The folder is whole or as it was before: it is written beside its place and takes it at the end.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / MANIFEST).exists():
        raise ExportError(f"{folder} is not empty, and no export wrote it.")
    folder.parent.mkdir(parents=True, exist_ok=True)
    new = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
    try:
        manifest = write_files(new, listings, [FORMATS[name] for name in formats])
        (new / MANIFEST).write_bytes(orjson.dumps({**about, **manifest}, option=orjson.OPT_INDENT_2) + b"\n")
        new.chmod(0o755)
        take_place(new, folder)
    finally:
        shutil.rmtree(new, ignore_errors=True)
    return [item["reason"] for item in manifest["left_out"]]


def take_place(new: Path, folder: Path) -> None:
    """Put a folder in the place of another."""
    if folder.exists():
        old = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}-"))
        folder.replace(old / folder.name)
        new.replace(folder)
        shutil.rmtree(old)
    else:
        new.replace(folder)


def write_files(folder: Path, listings: Iterable[Listing], formats: list[FileFormat]) -> dict[str, Any]:
    """Write the files, all from one snapshot; what the manifest says of them."""
    files, left_out = [], []
    with snapshot((settings.READERS or [DEFAULT_DB_ALIAS])[0], inf):
        version = read_version()
        for table in map(table_of, listings):
            rows = table.count()
            for form in formats:
                if form.needs_geometry and table.listing.geometry is None:
                    continue
                name = f"{table.listing.name}.{form.name}"
                if form.holds(rows):
                    files.append(write_file(folder / name, table, form, rows))
                else:
                    reason = f"{name}: {rows:,} rows, and {form.name} holds at most {form.max_rows:,}."
                    left_out.append({"file": name, "reason": reason})
    state = {"version": version.number, "changed_at": version.changed_at} if version else None
    return {"dataset": state, "files": files, "left_out": left_out}


def write_file(path: Path, table: Table, form: FileFormat, rows: int) -> dict[str, Any]:
    """Write one list; what the manifest says of it."""
    with path.open("wb") as file:
        digest = written(form, table, file, is_zipped=False)
    size = path.stat().st_size
    return {"file": path.name, "media_type": form.media_type, "rows": rows, "bytes": size, "sha256": digest}
