"""The end of a backup: a digest of all that stands before it, with the key of the site where it has one."""

import hmac
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings

from cooperation.importers.backups.errors import BackupError

PLAIN, SIGNED = b"sha256 ", b"hmac-sha256 "
DIGITS = 64
PIECE = 1 << 20


def blank() -> bytes:
    """What stands in the place of a seal that is not made yet."""
    return (SIGNED if settings.BACKUP_KEY else PLAIN) + b"0" * DIGITS


def seal(path: Path) -> None:
    """Write the seal of a file that ends with a blank one."""
    made = seal_of(path, blank()[:-DIGITS])
    with path.open("r+b") as file:
        file.seek(-len(made), 2)
        file.write(made)


def check_seal(path: Path) -> None:
    """BackupError if the file is not exactly what was sealed, by whoever has the key where there is one."""
    with path.open("rb") as file:
        file.seek(max(path.stat().st_size - len(SIGNED) - DIGITS, 0))
        end = file.read()
    is_signed, is_plain = end.startswith(SIGNED), end[-DIGITS - len(PLAIN) :].startswith(PLAIN)
    if settings.BACKUP_KEY and not is_signed:
        raise BackupError(f"{path} is not signed, or cut off; BACKUP_KEY asks for backups that are.")
    if is_signed and not settings.BACKUP_KEY:
        raise BackupError(f"{path} is signed: set BACKUP_KEY to the key of the site that made it.")
    if not is_signed and not is_plain:
        raise BackupError(f"{path} is no backup of this project, or is cut off; of version 0.1.0? Then say --legacy.")
    made = seal_of(path, SIGNED if is_signed else PLAIN)
    if not hmac.compare_digest(made, end[-len(made) :]):
        raise BackupError(f"{path} is damaged, was altered, or was made with another BACKUP_KEY.")


def seal_of(path: Path, kind: bytes) -> bytes:
    """The seal that a file has to end with."""
    key = settings.BACKUP_KEY.encode()
    digest: Any = hmac.new(key, digestmod=sha256) if kind == SIGNED else sha256()
    left = path.stat().st_size - len(kind) - DIGITS
    with path.open("rb") as file:
        while piece := file.read(min(PIECE, left)):
            digest.update(piece)
            left -= len(piece)
    return kind + digest.hexdigest().encode()
