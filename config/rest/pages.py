"""Keyset pages: each begins where the last one ended, however the data has changed since."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import InvalidOperation
from typing import Any, ClassVar, TypeVar
from urllib.parse import urlencode

import orjson
from django.conf import settings
from django.db.models import QuerySet
from rest_framework.request import Request

from config.databases.routing import reading_alias
from config.rest.conditions import Condition
from config.rest.errors import InvalidParameters, ParameterError
from config.rest.ordering import Ordering, text_of
from config.rest.reading import Found, Row, Shape, beyond, read, read_where

T = TypeVar("T")

# The columns of a row that is only to be found.
KEYS = ("pk",)
PAGE_SIZE = 25
MAX_PAGE_SIZE = 100


@dataclass(frozen=True)
class Cursor:
    """A place in a list: the sort values of the row before it (or after it, for a page backwards)."""

    ordering: str
    value: Any
    tie: Any
    backwards: bool

    def encode(self) -> str:
        """The text of the `cursor` parameter."""
        content = [self.ordering, text_of(self.value), text_of(self.tie), self.backwards]
        return base64.urlsafe_b64encode(orjson.dumps(content)).decode().rstrip("=")


def decode_cursor(text: str, ordering: Ordering) -> Cursor:
    """The cursor of a parameter; InvalidParameters if it is broken or of another order."""
    try:
        padded = text.encode("ascii") + b"=" * (-len(text) % 4)
        name, value, tie, backwards = orjson.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        if name != ordering.name or not isinstance(backwards, bool):
            raise ValueError("a cursor of another order")
        return Cursor(name, ordering.key.parse(value), ordering.tie.parse(tie), backwards)
    except (ValueError, TypeError, binascii.Error, InvalidOperation, OverflowError) as error:
        message = "This cursor is broken, or belongs to another order. Take it from `next` or `previous` as it is."
        raise InvalidParameters([ParameterError("cursor", message)]) from error


def cursor_of(request: Request, ordering: Ordering) -> Cursor | None:
    """The cursor of a request, if it has one."""
    text = request.query_params.get("cursor")
    return None if text is None else decode_cursor(text, ordering)


@dataclass(frozen=True)
class Page:
    """One page of a list, and the places before and after it."""

    queryset: QuerySet
    ordering: Ordering
    size: int
    cursor: Cursor | None
    # That of the queryset, where it is known without it.
    condition: Condition | None = None
    # What its filters were given, by their names.
    values: Mapping[str, Any] = field(default_factory=dict)

    keys_first: ClassVar[bool] = False

    @property
    def is_backwards(self) -> bool:
        """Whether the page ends where its cursor points."""
        return self.cursor is not None and self.cursor.backwards

    def rows(self, columns: tuple[str, ...]) -> Found:
        """Columns of the rows of the page in the order of the walk, and of one more that tells whether the list goes on."""
        keys_first = self.keys_first and columns != KEYS
        if self.condition is not None and self.ordering.is_plain:
            shape = Shape(self.condition.model, columns, self.ordering, self.is_backwards, self.condition.using)
            condition = beyond(shape, self.cursor.value, self.cursor.tie) if self.cursor else None
            return read_where(self.condition.also(condition), shape, self.size + 1, keys_first=keys_first)
        queryset = self.queryset
        if self.cursor is not None:
            after = self.ordering.after(self.cursor.value, self.cursor.tie, backwards=self.is_backwards)
            queryset = self.ordering.apply(queryset, backwards=self.is_backwards).filter(after)
        shape = Shape(queryset.model, columns, self.ordering, self.is_backwards, queryset.db)
        return read(queryset, shape, self.size + 1, keys_first=keys_first)

    @property
    def using(self) -> str:
        """The connection that the page is read from."""
        return reading_alias()

    def count(self) -> int:
        """How many rows the whole list has."""
        return self.queryset.count()

    def in_order(self, rows: Sequence[T]) -> Sequence[T]:
        """The rows of the page in the order of the list."""
        rows = rows[: self.size]
        return rows[::-1] if self.is_backwards else rows


class NarrowPage(Page):
    """A page of a wide table: an index that holds what is asked and sorted by finds its rows, and only those are read."""

    keys_first = True


def page_link(request: Request, cursor: Cursor) -> str:
    """The address of another page of the same list; the same for the same question, in whatever order it was put."""
    parameters = dict(sorted(request.query_params.items())) | {"cursor": cursor.encode()}
    return f"{settings.PUBLIC_URL}{request.path}?{urlencode(parameters)}"


def links_of(page: Page, request: Request, found: Sequence[Row]) -> dict[str, str | None]:
    """The links to the next and the previous page, null where there is none, from the rows that `Page.rows` found."""
    goes_on = len(found) > page.size
    rows = page.in_order(found)
    has_next = bool(rows) and (page.is_backwards or goes_on)
    has_previous = bool(rows) and (goes_on if page.is_backwards else page.cursor is not None)
    return {
        "next": page_link(request, cursor_at(page, rows[-1], backwards=False)) if has_next else None,
        "previous": page_link(request, cursor_at(page, rows[0], backwards=True)) if has_previous else None,
    }


def cursor_at(page: Page, row: Row, *, backwards: bool) -> Cursor:
    """The cursor that points at a row of the page."""
    return Cursor(page.ordering.name, row["sort_value"], row["sort_id"], backwards)
