"""What a backup and a database know of each other: the entries of the ledger."""

from dataclasses import dataclass
from datetime import datetime


class BackupError(Exception):
    """Why a backup cannot be written or restored."""


@dataclass(frozen=True)
class LedgerEntry:
    """One change, by number and time; two databases have the same one only if one was copied from the other."""

    number: int
    at: datetime
