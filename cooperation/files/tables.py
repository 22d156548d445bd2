"""A list as columns of values, read in one snapshot of the data."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from math import inf
from typing import Any, Protocol, cast

from django.db import connections, transaction
from django.db.models import QuerySet
from rest_framework.exceptions import APIException

from config.databases.routing import is_late, reading_alias, reading_from
from config.rest.exporting import Listing
from config.rest.kept import Kept
from config.rest.rows import RowSerializer
from cooperation.files.reading import ROWS, Cells, Reading, Values


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


class Table(Protocol):
    """A list as columns of values."""

    @property
    def listing(self) -> Listing:
        """The list."""

    def count(self) -> int:
        """How many rows there are."""

    def chunks(self, wanted: Sequence[Cells]) -> Iterator[list[Values]]:
        """The columns that are wanted, for some thousand rows at a time."""

    def kept(self, column: str, between: str) -> Iterator["bytes | Table"] | None:
        """What is kept of some thousand rows at a time, as UTF-8 with something between them, or a table of rows of which not
        all is; None if nothing is."""


@dataclass(frozen=True)
class QueryTable:
    """A list whose rows are read from the database."""

    listing: Listing

    @property
    def queryset(self) -> QuerySet:
        """The rows in their order, read where the request reads."""
        return cast("QuerySet", self.listing.rows).using(reading_alias())

    def count(self) -> int:
        """How many rows there are."""
        return self.queryset.order_by().count()

    def chunks(self, wanted: Sequence[Cells]) -> Iterator[list[Values]]:
        """The columns that are wanted, for some thousand rows at a time."""
        reading = Reading(self.queryset, wanted)
        makers = [reading.maker(cells) for cells in wanted]
        for _ in reading:
            if is_late():
                raise TooLong
            yield [make() for make in makers]

    def kept(self, column: str, between: str) -> Iterator[bytes | Table] | None:
        """What is kept of some thousand rows at a time, as UTF-8 with something between them, or a table of rows of which not
        all is; None if nothing is."""
        kept = self.listing.serializer.kept(column)
        return self.chunks_of(kept, between) if kept else None

    def chunks_of(self, kept: Kept, between: str) -> Iterator[bytes | Table]:
        """What is kept of some thousand rows at a time, or a table of rows of which not all is."""
        rows = self.queryset.values_list("pk")
        for found in rows.query.get_compiler(rows.db).execute_sql(chunked_fetch=True, chunk_size=ROWS):
            if is_late():
                raise TooLong
            keys = [key for key, *_ in found]
            whole = kept.together(keys, rows.db, between)
            if whole is None and len(texts := kept.texts(keys, rows.db)) == len(keys):
                whole = between.join(texts[key] for key in keys).encode()
            yield self.of(keys) if whole is None else whole

    def of(self, keys: list[Any]) -> "QueryTable":
        """A table of some of the rows, by their keys."""
        return QueryTable(replace(self.listing, rows=cast("QuerySet", self.listing.rows).filter(pk__in=keys)))


@dataclass(frozen=True)
class ReadyTable:
    """A short list, whose answers are ready or are made by the serializer in a way of its own."""

    listing: Listing

    @cached_property
    def rows(self) -> Sequence[dict[str, Any]]:
        """The answers."""
        if not isinstance(self.listing.rows, QuerySet):
            return self.listing.rows
        serializer = self.listing.serializer
        return serializer.shape(serializer.raw(self.listing.rows.using(reading_alias())))

    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)

    def chunks(self, wanted: Sequence[Cells]) -> Iterator[list[Values]]:
        """The columns that are wanted, all rows at once."""
        columns = [(cells.step, [row[cells.field.field_name] for row in self.rows]) for cells in wanted]
        yield [list(map(step, values)) if step else values for step, values in columns]

    def kept(self, column: str, between: str) -> None:
        """Nothing is."""


def table_of(listing: Listing) -> Table:
    """A list as a table."""
    is_plain = isinstance(listing.rows, QuerySet) and type(listing.serializer).shape is RowSerializer.shape
    return QueryTable(listing) if is_plain else ReadyTable(listing)
