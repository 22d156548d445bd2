"""Which errors are no mistake of ours: a database that is gone or busy, and a question that takes too long."""

from enum import Enum, auto

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError
from psycopg_pool import PoolTimeout


class Failure(Enum):
    """Why a database gave no answer."""

    GONE = auto()
    BUSY = auto()
    TOO_SLOW = auto()


# PostgreSQL's word for a statement that was cancelled, as one is when its time is up; class 54: the statement is too large.
CANCELED = "57014"
TOO_LARGE = "54"
# SQLite's codes: interrupted, as a question is when its time is up; busy or locked; out of disk, not to be read or opened.
OF_SQLITE = {9: Failure.TOO_SLOW, 5: Failure.BUSY, 6: Failure.BUSY} | dict.fromkeys((10, 13, 14), Failure.GONE)


def failure_of(error: BaseException | None) -> Failure | None:
    """Why a database gave no answer; None if the error is another, or our own mistake."""
    if error is None or not (isinstance(error, (OperationalError, InterfaceError)) or is_cut_off(error)):
        return None
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None:
        # The upper bits say more precisely what the lower ones say.
        return OF_SQLITE.get(code & 0xFF)
    if isinstance(cause, PoolTimeout):
        return Failure.BUSY
    state = getattr(cause, "sqlstate", None) or ""
    if state == CANCELED:
        return Failure.TOO_SLOW
    return None if state.startswith(TOO_LARGE) else Failure.GONE


def is_cut_off(error: BaseException) -> bool:
    """Whether an answer of PostgreSQL broke off: libpq ends it with an error of its own then, which has no state."""
    cause = error.__cause__
    return type(error) is DatabaseError and isinstance(cause, psycopg.Error) and cause.sqlstate is None
