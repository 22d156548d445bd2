import errno
import sqlite3

import psycopg
import pytest
from django.db import DatabaseError, InterfaceError, OperationalError, ProgrammingError
from psycopg_pool import PoolTimeout

from config.databases.failures import Failure, failure_of


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def of_sqlite(code: int) -> Exception:
    cause = sqlite3.OperationalError()
    cause.sqlite_errorcode = code
    return caused(OperationalError(), cause)


@pytest.mark.parametrize(
    "error",
    [
        caused(OperationalError(), psycopg.OperationalError("connection refused")),
        caused(OperationalError(), psycopg.errors.AdminShutdown()),
        caused(OperationalError(), psycopg.errors.CannotConnectNow()),
        caused(OperationalError(), psycopg.errors.SerializationFailure()),
        caused(InterfaceError(), psycopg.InterfaceError("the connection is closed")),
        caused(DatabaseError(), psycopg.DatabaseError("server closed the connection unexpectedly")),
        of_sqlite(sqlite3.SQLITE_CANTOPEN),
        of_sqlite(sqlite3.SQLITE_IOERR_READ),
    ],
)
def test_a_database_that_is_gone(error: Exception) -> None:
    assert failure_of(error) is Failure.UNREACHABLE


@pytest.mark.parametrize(
    "error",
    [
        caused(OperationalError(), PoolTimeout()),
        caused(OperationalError(), psycopg.errors.LockNotAvailable()),
        caused(OperationalError(), psycopg.errors.DeadlockDetected()),
        of_sqlite(sqlite3.SQLITE_BUSY),
        of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT),
    ],
)
def test_a_database_that_is_busy(error: Exception) -> None:
    assert failure_of(error) is Failure.BUSY


@pytest.mark.parametrize(
    "error", [caused(OperationalError(), psycopg.errors.QueryCanceled()), of_sqlite(sqlite3.SQLITE_INTERRUPT)]
)
def test_a_question_that_takes_too_long(error: Exception) -> None:
    assert failure_of(error) is Failure.TOO_SLOW


@pytest.mark.parametrize(
    "error",
    [
        None,
        ValueError("our own mistake"),
        caused(ProgrammingError(), psycopg.errors.UndefinedTable()),
        caused(OperationalError(), psycopg.errors.StatementTooComplex()),
        of_sqlite(sqlite3.SQLITE_ERROR),
    ],
)
def test_our_own_mistakes_stay_what_they_are(error: Exception | None) -> None:
    assert failure_of(error) is None


@pytest.mark.parametrize(
    "error",
    [
        of_sqlite(sqlite3.SQLITE_FULL),
        caused(OperationalError(), psycopg.errors.DiskFull()),
        OSError(errno.ENOSPC, "No space left on device"),
    ],
)
def test_a_disk_that_is_full(error: Exception) -> None:
    assert failure_of(error) is Failure.DISK_FULL


def test_other_errors_of_files_are_mistakes() -> None:
    assert failure_of(FileNotFoundError(errno.ENOENT, "No such file")) is None
