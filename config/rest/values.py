"""Values of parameters: what a text means, what is wrong with it, and how it is described to the API's documents."""

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive

MAX_VALUES = 100


class ValueField:
    """One value of a parameter.

    `missing` is what to say where the parameter is left out (nothing: it may be). `is_list` says that it stands for several
    values, which may also come as several parameters of the name.
    """

    schema: dict[str, Any] = {"type": "string"}
    may_be_empty = False
    is_list = False

    def __init__(self, *, description: str = "", missing: str = "") -> None:
        self.description, self.missing = description, missing

    def clean(self, text: str) -> Any:
        """The value of a text; ValidationError if it is none."""
        if not text and not self.may_be_empty:
            raise ValidationError("Give a value, or leave the parameter out.")
        return self.parse(text)

    def parse(self, text: str) -> Any:
        """The value of a text that is not empty."""
        if len(text) > 200:
            raise ValidationError("At most 200 characters.")
        return text


class BooleanField(ValueField):
    """true or false, also as the languages write them in which clients are written: True, TRUE, 1."""

    schema = {"type": "boolean"}
    words = {"true": True, "1": True, "false": False, "0": False}

    def parse(self, text: str) -> bool:
        if text.lower() not in self.words:
            raise ValidationError("Write true or false.")
        return self.words[text.lower()]


class IntegerField(ValueField):
    """A whole number in a range."""

    def __init__(self, *, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low, self.high = low, high

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        return {"type": "integer", "minimum": self.low, "maximum": self.high}

    def parse(self, text: str) -> int:
        digits = text.removeprefix("-")
        if not (digits.isascii() and digits.isdigit() and len(digits) < 20 and self.low <= int(text) <= self.high):
            raise ValidationError(f"Write a whole number from {self.low} to {self.high}.")
        return int(text)


class YearField(IntegerField):
    """A year of four digits; one of two is refused with the year that it stands for in a text of our time."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(low=1900, high=2999, **kwargs)

    def parse(self, text: str) -> int:
        try:
            return super().parse(text)
        except ValidationError as error:
            digits = text.removeprefix("FY").removeprefix("fy").strip(" '’")
            years = year_meant(digits) if digits.isascii() and digits.isdigit() else None
            raise ValidationError(error.message, params={"suggestion": years}) from error


def year_meant(digits: str) -> str | None:
    """The year of two or four digits; 50 and below are of this century. None of others."""
    if len(digits) == 2:
        return f"{'20' if int(digits) <= 50 else '19'}{digits}"
    return digits if len(digits) == 4 and 1900 <= int(digits) <= 2999 else None


class NumberField(ValueField):
    """A decimal number that the column could hold."""

    def __init__(self, *, digits: int, places: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.limit, self.step = 10 ** (digits - places), Decimal(1).scaleb(-places)

    schema = {"type": "number"}

    def parse(self, text: str) -> Decimal:
        try:
            value = Decimal(text) if len(text) <= 40 and text.isascii() else Decimal("NaN")
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite() or "_" in text or abs(value) >= self.limit:
            raise ValidationError("Write a number in digits, such as 1000000 or 22.5.")
        if value != value.quantize(self.step):
            raise ValidationError(f"Nothing is kept more exactly than {self.step}.")
        return value


class CheckedField(ValueField):
    """A text that the column's own validators accept."""

    def __init__(self, *, checks: Iterable[Callable[[Any], None]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.checks = list(checks)

    def parse(self, text: str) -> str:
        super().parse(text)
        if error := self.error_of(text):
            raise ValidationError("%(said)s", params={"said": error.messages[0], "suggestion": self.meant(text)})
        return text

    def meant(self, text: str) -> str | None:
        """What was probably meant by a text that is not accepted: the same in the other case."""
        return next((word for word in (text.upper(), text.lower()) if not self.error_of(word)), None)

    def error_of(self, text: str) -> ValidationError | None:
        """What the first validator that does not accept a text says."""
        for check in self.checks:
            try:
                check(text)
            except ValidationError as error:
                return error
        return None


class TimeField(ValueField):
    """A moment, with its offset from UTC."""

    schema = {"type": "string", "format": "date-time"}

    def parse(self, text: str) -> datetime:
        """The moment; years near the ends of the calendar, where an offset would overflow, are refused."""
        try:
            value = parse_datetime(text.replace(" ", "+"))
        except (ValueError, OverflowError):
            value = None
        if value is None or is_naive(value) or not 2 <= value.year <= 9998:
            raise ValidationError("Write a moment with its offset from UTC, such as 2026-11-21T12:00:00Z.")
        # PostgreSQL knows no offset of sixteen hours or more.
        return value.astimezone(UTC)


class DayField(ValueField):
    """A day."""

    schema = {"type": "string", "format": "date"}

    def parse(self, text: str) -> date:
        try:
            return date.fromisoformat(text if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) else "")
        except ValueError as error:
            raise ValidationError("Write a day, such as 2011-01-31.") from error


class ListField(ValueField):
    """Several values of another field, separated by commas."""

    is_list = True

    def __init__(self, *, item: ValueField) -> None:
        super().__init__(description=item.description)
        self.item = item

    @property
    def schema(self) -> dict[str, Any]:  # type: ignore[override]
        return {"type": "array", "items": self.item.schema, "minItems": 1, "maxItems": MAX_VALUES}

    def parse(self, text: str) -> list[Any]:
        words = text.split(",")
        if len(words) > MAX_VALUES:
            raise ValidationError(f"At most {MAX_VALUES} values.")
        if "" in words:
            raise ValidationError("Give a value between the commas.")
        return self.clean_items(words)

    def clean_items(self, words: list[str]) -> list[Any]:
        """The values of words that are not empty."""
        return [self.item.clean(word) for word in words]
