"""Reading at length: one moment of the data, within the time that an export may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from math import inf
from typing import Any

from django.db import connections, transaction
from django.db.models import QuerySet
from rest_framework.exceptions import APIException

from config.databases.routing import is_late, reading_from

BATCH = 2_000


class TooLong(APIException):
    """An export that takes longer than it may."""

    status_code = 503
    default_detail = "Making this file takes longer than this server allows. Ask for less, with a filter."


@contextmanager
def snapshot(alias: str, seconds: float) -> Iterator[None]:
    """Inside the block, all that is read through a connection is of one moment, and nobody who writes has to wait for it."""
    connection = connections[alias]
    with reading_from(alias, seconds):
        # A test that keeps its rows in a transaction of its own is one moment already.
        if connection.in_atomic_block:
            yield
            return
        with transaction.atomic(using=alias):
            if connection.vendor == "postgresql":
                with connection.cursor() as cursor:
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                    cursor.execute(f"SET LOCAL statement_timeout = {0 if seconds == inf else round(seconds * 1000)}")
            yield


def in_batches(queryset: QuerySet) -> Iterator[list[Any]]:
    """What a queryset finds, some thousand at a time; TooLong when the time is up."""
    found = queryset.iterator(chunk_size=BATCH)
    while batch := list(islice(found, BATCH)):
        if is_late():
            raise TooLong
        yield batch
