"""What a file is that is no tab-separated text, told by its first bytes, and what to do about it."""

import gzip
import zipfile
import zlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO, cast

from cooperation.trainings.importer.columns import COLUMNS, TOTALS_COLUMNS, FileError

GZIP = b"\x1f\x8b"
HEAD = 4096
SAVE_AS_TEXT = "save it as tab-separated text in UTF-8"
UNPACK = "unpack it and give the file that is inside"
# The beginnings of files, with what they are and what to do.
KINDS: tuple[tuple[bytes, str, str], ...] = (
    (b"version https://git-lfs", "a Git LFS pointer and not the file itself", "fetch the file with “git lfs pull”"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Excel workbook (xls)", SAVE_AS_TEXT),
    (GZIP, "compressed twice with gzip", "unpack it once"),
    (b"BZh", "compressed with bzip2", "unpack it, or compress it with gzip"),
    (b"\xfd7zXZ\x00", "compressed with xz", "unpack it, or compress it with gzip"),
    (b"\x28\xb5\x2f\xfd", "compressed with zstd", "unpack it, or compress it with gzip"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive", UNPACK),
    (b"Rar!", "a RAR archive", UNPACK),
    (b"PAR1", "a Parquet file", SAVE_AS_TEXT),
    (b"SQLite format 3", "an SQLite database", "give the published file itself"),
    (b"%PDF", "a PDF document", "give the dataset that was made from it"),
)
ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"), (b"\x00\x00\xfe\xff", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"),
)  # fmt: skip
SEPARATORS = {",": "commas", ";": "semicolons", "|": "vertical bars"}


def open_bytes(path: Path) -> BinaryIO:
    """A file to read, unpacked if its content is gzip, whatever it is called."""
    with path.open("rb") as file:
        packed = file.read(2) == GZIP
    return cast(BinaryIO, gzip.open(path)) if packed else path.open("rb")


def refuse_other_formats(path: Path, columns: Sequence[str]) -> None:
    """FileError, with what to do, if a file is no text in UTF-8 that is separated by tabs."""
    head = b""
    # A compressed file that is damaged is refused where it is read.
    with suppress(EOFError, OSError, zlib.error), open_bytes(path) as file:
        head = file.read(HEAD)
    found = kind_of(path, head) or encoding_of(head) or separator_of(head, columns)
    if found:
        what, advice = found
        raise FileError(1, f"the file is {what}: {advice}.")


def kind_of(path: Path, head: bytes) -> tuple[str, str] | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return archive_of(path)
    if head[257:262] == b"ustar":
        return "a tar archive", UNPACK
    if head.lstrip()[:15].lower().startswith((b"<!doctype html", b"<html")):
        return "a web page", "download the file itself (on GitHub, “Download raw file”)"
    if head.lstrip()[:1] in (b"{", b"["):
        return "JSON", "give the published tab-separated file"
    return next(((what, advice) for beginning, what, advice in KINDS if head.startswith(beginning)), None)


def archive_of(path: Path) -> tuple[str, str]:
    """What a ZIP file is: a workbook or an archive, with the names of what it holds."""
    names: list[str] = []
    with suppress(zipfile.BadZipFile, OSError), zipfile.ZipFile(path) as archive:
        names = archive.namelist()
    if "xl/workbook.xml" in names:
        return "an Excel workbook (xlsx)", SAVE_AS_TEXT
    if "content.xml" in names and "mimetype" in names:
        return "an OpenDocument spreadsheet", SAVE_AS_TEXT
    shown = ", ".join(f"“{name[:60]}”" for name in names[:3])
    return f"a ZIP archive{f' with {shown}' if shown else ''}", UNPACK


def encoding_of(head: bytes) -> tuple[str, str] | None:
    """What a text is written in that is not UTF-8, by its mark or by the zeros between its letters."""
    if found := next((name for mark, name in ENCODINGS if head.startswith(mark)), None):
        return f"written in {found}", "save it in UTF-8"
    if len(head) > 3 and (head[:4:2] == b"\0\0" or head[1:4:2] == b"\0\0"):
        return "written in UTF-16", "save it in UTF-8"
    return None


def separator_of(head: bytes, columns: Sequence[str]) -> tuple[str, str] | None:
    """What stands between the names of a header that knows no tab; and whether it is that of another file of ours."""
    header = head.partition(b"\n")[0].decode("utf-8", "replace")
    for separator, name in SEPARATORS.items():
        if "\t" not in header and header.count(separator) >= len(columns) - 1:
            return f"separated by {name} and not by tabs", SAVE_AS_TEXT
    names = {name.strip('"') for name in header.strip("\ufeff\r").split("\t")}
    if columns == COLUMNS and names >= set(TOTALS_COLUMNS):
        return "that of the printed totals", "give it as --totals, after the training activities"
    if columns == TOTALS_COLUMNS and names >= set(COLUMNS):
        return "that of the training activities", "give it alone, and the printed totals as --totals"
    return None
