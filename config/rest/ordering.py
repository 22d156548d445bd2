"""The orders in which a list can be asked for: the same on every database, unknown last, no two rows alike."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from django.db import connections
from django.db.models import DateField, DecimalField, F, Func, Q, QuerySet, TextField, Value
from django.db.models.functions import Coalesce, Collate
from django.db.models.lookups import GreaterThan, LessThan, Lookup

# Beyond any amount, value or year that a column can hold, so that unknown ones sort last in both directions.
BEYOND = Decimal(10) ** 18


@dataclass(frozen=True)
class SortKey:
    """A column that a list can be ordered by.

    `is_known` says that it is never null: it is sorted by as it is, so that an index of it and the public id carries the
    order. Times are always known.
    """

    column: str
    type: Literal["text", "number", "day", "time", "integer", "uuid"] = "text"
    is_known: bool = False

    def expression(self, descending: bool, vendor: str) -> Any:
        """What the database sorts by: bytes for text, unknown numbers and days beyond all others."""
        if self.is_known:
            return F(self.column)
        if self.type == "text":
            return Collate(F(self.column), "C" if vendor == "postgresql" else "BINARY")
        if self.type == "day":
            last_day = Value(date.min if descending else date.max)
            return Coalesce(F(self.column), last_day, output_field=DateField())
        if self.type == "number":
            last = Value(-BEYOND if descending else BEYOND)
            return Coalesce(F(self.column), last, output_field=DecimalField(max_digits=24, decimal_places=4))
        return F(self.column)

    def parse(self, text: Any) -> Any:
        """A value of a cursor; ValueError if it is none."""
        if not isinstance(text, str) or len(text) > 300 or "\0" in text:
            raise ValueError("no value of a cursor")
        parsers: dict[str, Callable[[str], Any]] = {
            "number": bounded_decimal,
            "day": date.fromisoformat,
            "time": moment,
            "integer": bounded_integer,
            "uuid": canonical_uuid,
        }
        return parsers.get(self.type, str)(text)


def moment(text: str) -> datetime:
    """A time with its offset, away from the ends of the calendar; ValueError if it is none."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is None or not 2 <= value.year <= 9998:
        raise ValueError("no time of a cursor")
    return value


def bounded_decimal(text: str) -> Decimal:
    """A finite decimal no larger than a sort key; ValueError if it is none."""
    value = Decimal(text) if len(text) < 40 else Decimal("NaN")
    if not value.is_finite() or abs(value) > BEYOND or value != value.quantize(Decimal("0.0001")):
        raise ValueError("no number of a cursor")
    return value


def bounded_integer(text: str) -> int:
    """A whole number that a column can hold; ValueError if it is none."""
    if not re.fullmatch(r"-?[0-9]{1,18}", text):
        raise ValueError("no whole number of a cursor")
    return int(text)


def canonical_uuid(text: str) -> UUID:
    """A UUID in its one usual spelling; ValueError if it is none."""
    value = UUID(text)
    if str(value) != text:
        raise ValueError("no public id of a cursor")
    return value


def row_value(*parts: Any) -> Func:
    """Values that the database compares as one, so that an index of all of them is entered at the very row."""
    return Func(*parts, template="(%(expressions)s)", output_field=TextField())


@dataclass(frozen=True)
class Ordering:
    """One order of a list: a sort key in a direction, then the public id in the same direction."""

    name: str
    key: SortKey
    tie: SortKey
    descending: bool

    def columns(self, vendor: str) -> dict[str, Any]:
        """The expressions to sort by, by the names that they have in a row."""
        return {
            "sort_value": self.key.expression(self.descending, vendor),
            "sort_id": self.tie.expression(self.descending, vendor),
        }

    @property
    def sorted_by(self) -> list[F]:
        """The names of the expressions; one where the list is ordered by the public id itself."""
        return [F("sort_id")] if self.key == self.tie else [F("sort_value"), F("sort_id")]

    def apply(self, queryset: QuerySet, *, backwards: bool) -> QuerySet:
        """The queryset in this order, with the sort values of each row."""
        queryset = queryset.annotate(**self.columns(connections[queryset.db].vendor))
        falls = self.descending != backwards
        return queryset.order_by(*(column.desc() if falls else column.asc() for column in self.sorted_by))

    def after(self, value: Any, tie: Any, *, backwards: bool) -> Lookup | Q:
        """Condition: the rows that come after one, or before it; its sort values are expressions."""
        beyond = LessThan if self.descending != backwards else GreaterThan
        return beyond(row_value(*self.sorted_by), row_value(*(value, tie)[-len(self.sorted_by) :]))


def orderings_of(keys: dict[str, SortKey], tie: SortKey) -> dict[str, Ordering]:
    """All orders that a list can be asked for, by the words of the `ordering` parameter."""
    both: list[tuple[str, bool]] = [("", False), ("-", True)]
    return {
        f"{sign}{name}": Ordering(f"{sign}{name}", key, tie, descending)
        for name, key in keys.items()
        for sign, descending in both
    }
