"""A backup as a file: a zip archive with a member for each table, and the manifest last; its comment is the seal."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BufferedReader
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.manifest import Manifest, TableEntry, manifest_of
from cooperation.importers.backups.seals import PIECE, blank, check_seal, seal
from cooperation.importers.backups.tables import StoredTable

MANIFEST = "manifest.json"
# Bytes of a manifest and of a row, at most; and how often larger than packed a member may be.
LARGEST_MANIFEST = 1_000_000
LARGEST_ROW = 50_000_000
LARGEST_RATIO = 250


def member_of(table: str) -> str:
    """Name of a table's member."""
    return f"{table}.ndjson"


@contextmanager
def new_archive(path: Path) -> Iterator[ZipFile]:
    """An archive that is written into an empty file, and sealed at the end."""
    with ZipFile(path, "w", ZIP_DEFLATED, compresslevel=3) as archive:
        archive.comment = blank()
        yield archive
    seal(path)


def write_table(archive: ZipFile, table: StoredTable, using: str) -> TableEntry:
    """Write the rows of a table; what the manifest says of them."""
    rows = size = 0
    digest = sha256()
    with archive.open(member_of(table.name), "w", force_zip64=True) as member:
        for line in table.lines(using):
            member.write(line)
            digest.update(line)
            rows, size = rows + 1, size + len(line)
    return TableEntry(table.columns, rows, size, digest.hexdigest())


def write_manifest(archive: ZipFile, manifest: Manifest) -> None:
    """Write what the backup says of itself."""
    archive.writestr(MANIFEST, manifest.content())


@contextmanager
def opened_archive(path: Path) -> Iterator[tuple[ZipFile, Manifest]]:
    """A backup that is exactly what its seal, its manifest and the digests of its members say; BackupError if it is not."""
    manifest = checked(path)
    with ZipFile(path) as archive:
        yield archive, manifest


def checked(path: Path) -> Manifest:
    """The manifest of a backup of which every byte was read."""
    try:
        check_seal(path)
        with ZipFile(path) as archive:
            manifest = checked_manifest(archive)
            for name, entry in manifest.tables.items():
                check_member(archive, name, entry)
    except OSError as error:
        raise BackupError(f"{path} cannot be read: {error.strerror}.") from error
    except (BadZipFile, zlib.error, EOFError, RuntimeError) as error:
        raise BackupError(f"{path} is damaged: {error}") from error
    return manifest


def checked_manifest(archive: ZipFile) -> Manifest:
    """The manifest; BackupError if the archive has other members than it names."""
    members = archive.infolist()
    if not members or members[-1].filename != MANIFEST or members[-1].file_size > LARGEST_MANIFEST:
        raise BackupError("The archive has no manifest, or too large a one.")
    manifest = manifest_of(archive.read(members[-1]))
    wanted = [*map(member_of, manifest.tables), MANIFEST]
    if [member.filename for member in members] != wanted:
        raise BackupError("The archive does not hold exactly what its manifest names.")
    return manifest


def check_member(archive: ZipFile, table: str, entry: TableEntry) -> None:
    """BackupError if a member is not what the manifest says of it."""
    info = archive.getinfo(member_of(table))
    if info.file_size != entry.bytes or is_bomb(info):
        raise BackupError(f"{table} is larger or smaller than the manifest says, or than a table can be.")
    digest, rows = sha256(), 0
    with archive.open(info) as member:
        while piece := member.read(PIECE):
            digest.update(piece)
            rows += piece.count(b"\n")
    if (digest.hexdigest(), rows) != (entry.sha256, entry.rows):
        raise BackupError(f"{table} is not what the manifest says of it.")


def is_bomb(info: ZipInfo) -> bool:
    """Whether a member is larger than rows could be that take so little space."""
    return info.file_size > LARGEST_ROW and info.file_size > LARGEST_RATIO * info.compress_size


def table_lines(archive: ZipFile, table: str) -> Iterator[bytes]:
    """The rows of a table, as lines of JSON."""
    with archive.open(member_of(table)) as member:
        reader = BufferedReader(member, PIECE)  # type: ignore[type-var]
        while line := reader.readline(LARGEST_ROW):
            if not line.endswith(b"\n"):
                raise BackupError(f"{table} has a row that is too long or cut off.")
            yield line
