"""The orders in which a list can be asked for: the same on every database, unknown last, no two rows alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db import connections
from django.db.models import DateField, DecimalField, F, Q, QuerySet, Value
from django.db.models.functions import Coalesce, Collate

# Beyond any amount, value or year that a column can hold, so that unknown ones sort last in both directions.
BEYOND = Decimal(10) ** 18


@dataclass(frozen=True)
class SortKey:
    """A column that a list can be ordered by; `type` is text, number, day or time (which is never unknown)."""

    column: str
    type: Literal["text", "number", "day", "time"] = "text"

    def expression(self, descending: bool, vendor: str) -> Any:
        """What the database sorts by: bytes for text, unknown numbers and days beyond all others."""
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


@dataclass(frozen=True)
class Ordering:
    """One order of a list: a sort key in a direction, then the public id."""

    name: str
    key: SortKey
    tie: SortKey
    descending: bool

    def columns(self, vendor: str) -> dict[str, Any]:
        """The expressions to sort by, by the names that they have in a row."""
        return {
            "sort_value": self.key.expression(self.descending, vendor),
            "sort_id": self.tie.expression(False, vendor),
        }

    def apply(self, queryset: QuerySet, *, backwards: bool) -> QuerySet:
        """The queryset in this order, with the sort values of each row."""
        vendor = connections[queryset.db].vendor
        queryset = queryset.annotate(**self.columns(vendor))
        first = F("sort_value").desc() if self.descending != backwards else F("sort_value").asc()
        second = F("sort_id").desc() if backwards else F("sort_id").asc()
        return queryset.order_by(first, second)

    def after(self, value: Any, tie: Any, *, backwards: bool) -> Q:
        """Condition: the rows that come after one, or before it."""
        beyond = "lt" if self.descending != backwards else "gt"
        further = "lt" if backwards else "gt"
        return Q(**{f"sort_value__{beyond}": value}) | Q(sort_value=value, **{f"sort_id__{further}": tie})


def orderings_of(keys: dict[str, SortKey], tie: SortKey) -> dict[str, Ordering]:
    """All orders that a list can be asked for, by the words of the `ordering` parameter."""
    both: list[tuple[str, bool]] = [("", False), ("-", True)]
    return {
        f"{sign}{name}": Ordering(f"{sign}{name}", key, tie, descending)
        for name, key in keys.items()
        for sign, descending in both
    }


def text_of(value: Any) -> str:
    """A sort value as a cursor writes it: the same text from every database."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return value.isoformat() if isinstance(value, (date, datetime)) else str(value)
