"""Keyset pages: each begins where the last one ended, however the data has changed since."""

import base64
import binascii
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any, NamedTuple, TypeVar
from urllib.parse import urlencode
from zlib import crc32

import orjson
from django.core.exceptions import ValidationError

from config.rest.addresses import absolute
from config.rest.ordering import Ordering
from config.rest.values import ValueField

T = TypeVar("T")

# The name of the parameter, and of the sort values in it among the values of a request.
CURSOR = "cursor"
PAGE_SIZE = 25
MAX_PAGE_SIZE = 100


class Position(NamedTuple):
    """Where a row stands in an order of a list: the name of the order, and the sort values of the row."""

    ordering: str
    value: Any
    tie: Any


class Cursor(NamedTuple):
    """Where a page begins: behind a row, or before it for a page backwards; `mark` is that of the list."""

    position: Position
    backwards: bool
    mark: str

    def encode(self) -> str:
        ordering, value, tie = self.position
        content = [ordering, text_of(value), text_of(tie), self.backwards, self.mark]
        return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


def mark_of(path: str) -> str:
    """What tells the cursors of the list at one address from those of others: eight hexadecimal digits."""
    return f"{crc32(path.encode()):08x}"


def text_of(value: Any) -> str:
    """A sort value as a cursor writes it: the same text from every database."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)


class CursorField(ValueField):
    """A cursor of one of some orders."""

    may_be_empty = True
    error = (
        "This cursor is broken, or belongs to another list or order. "
        "Take it from `next_cursor`, `next` or `previous` as it is."
    )

    def __init__(self, orderings: Mapping[str, Ordering]) -> None:
        super().__init__(
            description="Where the page begins: taken as it is from `next_cursor`, or from the addresses in `next` and `previous`."
        )
        self.orderings = orderings

    def parse(self, text: str) -> Cursor:
        """The cursor; ValidationError if it is broken."""
        try:
            padded = text.encode("ascii") + b"=" * (-len(text) % 4)
            name, value, tie, backwards, mark = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
            ordering = self.orderings[name]
            if not (isinstance(backwards, bool) and isinstance(mark, str)):
                raise ValidationError(self.error)
            return Cursor(Position(name, ordering.key.parse(value), ordering.tie.parse(tie)), backwards, mark)
        except (ValueError, TypeError, KeyError, binascii.Error, InvalidOperation, OverflowError) as error:
            raise ValidationError(self.error) from error


class PageSizeField(ValueField):
    """How many results a page has."""

    schema = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
    may_be_empty = True

    def parse(self, text: str) -> int:
        if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_PAGE_SIZE):
            raise ValidationError(f"Give a whole number from 1 to {MAX_PAGE_SIZE}.")
        return int(text)


@dataclass(frozen=True)
class PageRequest:
    """Which page of a list is wanted; `path` and `texts` are the address and the parameters of the request."""

    path: str
    texts: Mapping[str, str]
    size: int = PAGE_SIZE
    cursor: Cursor | None = None

    @cached_property
    def backwards(self) -> bool:
        """Whether the page ends where its cursor points."""
        return self.cursor is not None and self.cursor.backwards

    def cut(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows of the page in the order of the list; of one more, in the order of the walk, than a page has."""
        rows = rows[: self.size]
        return rows[::-1] if self.backwards else rows

    def links(self, page: Sequence[T], goes_on: bool, position_of: Callable[[T], Position]) -> dict[str, str | None]:
        """Addresses of the next and the previous page, and the cursor of the next, null where there is none.

        The page is of rows behind which the walk goes on or not.
        """
        has_next = bool(page) and (self.backwards or goes_on)
        has_previous = bool(page) and (goes_on if self.backwards else self.cursor is not None)
        next_cursor = self.cursor_at(position_of(page[-1]), backwards=False) if has_next else None
        previous_cursor = self.cursor_at(position_of(page[0]), backwards=True) if has_previous else None
        return {"next": self.link(next_cursor), "previous": self.link(previous_cursor), "next_cursor": next_cursor}

    def cursor_at(self, position: Position, *, backwards: bool) -> str:
        """What the next page is asked for with; or the previous, backwards."""
        return Cursor(position, backwards, mark_of(self.path)).encode()

    def link(self, cursor: str | None) -> str | None:
        """The address of another page; the same for the same question, in whatever order it was put."""
        if cursor is None:
            return None
        parameters = dict(sorted(self.texts.items())) | {CURSOR: cursor}
        return absolute(f"{self.path}?{urlencode(parameters)}")
