"""Which errors are no mistake of ours: a database that is gone or busy, a disk that is full, a question that takes too long."""

import errno
from enum import Enum, auto

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError
from psycopg_pool import PoolTimeout


class Failure(Enum):
    """Why a database gave no answer."""

    UNREACHABLE = auto()
    BUSY = auto()
    TOO_SLOW = auto()
    DISK_FULL = auto()


# PostgreSQL's words: a statement was cancelled, as one is when its time is up; what it needs was locked for too long, or two
# wait for each other; the disk is full. Class 54: the statement is too large.
POSTGRESQL_FAILURES = {
    "57014": Failure.TOO_SLOW,
    "55P03": Failure.BUSY,
    "40P01": Failure.BUSY,
    "53100": Failure.DISK_FULL,
}
TOO_LARGE = "54"
# SQLite's codes: interrupted, as a question is when its time is up; busy or locked; not to be read or opened; disk full.
SQLITE_FAILURES = {
    9: Failure.TOO_SLOW,
    5: Failure.BUSY,
    6: Failure.BUSY,
    10: Failure.UNREACHABLE,
    14: Failure.UNREACHABLE,
    13: Failure.DISK_FULL,
}


def failure_of(error: BaseException | None) -> Failure | None:
    """Why a database gave no answer; None if the error is another, or our own mistake."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return Failure.DISK_FULL
    if error is None or not (isinstance(error, (OperationalError, InterfaceError)) or is_broken_off(error)):
        return None
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        # The upper bits say more precisely what the lower ones say.
        return SQLITE_FAILURES.get(code & 0xFF)
    if isinstance(cause, PoolTimeout):
        return Failure.BUSY
    state = getattr(cause, "sqlstate", None) or ""
    if state.startswith(TOO_LARGE):
        return None
    return POSTGRESQL_FAILURES.get(state, Failure.UNREACHABLE)


def is_broken_off(error: BaseException) -> bool:
    """Whether an answer of PostgreSQL broke off: libpq ends it with an error of its own then, which has no state."""
    cause = error.__cause__
    return type(error) is DatabaseError and isinstance(cause, psycopg.Error) and cause.sqlstate is None
