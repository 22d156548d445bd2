"""Values of columns as JSON, the same from every database, and back."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from ipaddress import ip_address
from math import inf
from typing import Any
from uuid import UUID

import orjson
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

Read = Callable[[Any], Any]

INTEGERS = (
    *("AutoField", "BigAutoField", "SmallIntegerField", "IntegerField", "BigIntegerField"),
    *("PositiveSmallIntegerField", "PositiveIntegerField", "PositiveBigIntegerField"),
)
# What JSON holds as it is, by the kind of a field.
PLAIN: dict[str, type] = dict.fromkeys(INTEGERS, int) | {"CharField": str, "TextField": str, "BooleanField": bool}
# What JSON holds as a text.
TEXTS: dict[str, Read] = {
    "DateField": date.fromisoformat,
    "DateTimeField": datetime.fromisoformat,
    "DecimalField": Decimal,
    "UUIDField": UUID,
    "GenericIPAddressField": lambda text: str(ip_address(text)),
}


LINE = orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE


def row_line(row: Sequence[Any]) -> bytes:
    """A row as a line of JSON."""
    return orjson.dumps(row, default=str, option=LINE)


def sorted_row_line(row: Sequence[Any]) -> bytes:
    """The same, with the keys of JSON in one order: PostgreSQL does not keep theirs."""
    return orjson.dumps(row, default=str, option=LINE | orjson.OPT_SORT_KEYS)


def reader_of(field: models.Field, connection: BaseDatabaseWrapper) -> Read:
    """What makes the value that a database takes of the value in JSON; ValueError if that is none of the field's."""
    kind = column_type(field)
    if kind == "JSONField":
        return lambda value: field.get_db_prep_save(value, connection)
    if kind in PLAIN:
        return plain_reader(PLAIN[kind], field)
    parse = TEXTS[kind]

    def read(value: Any) -> Any:
        if value is None and field.null:
            return None
        if type(value) is not str:
            raise ValueError(f"{field.column} cannot be {value!r}")
        return field.get_db_prep_save(parse(value), connection)

    return read


def plain_reader(wanted: Any, field: models.Field) -> Read:
    """What lets values of one type through, texts as long as they may be."""
    longest = field.max_length or inf if wanted is str else None

    def read(value: Any) -> Any:
        # True is an int, too.
        if type(value) is wanted and (longest is None or len(value) <= longest):
            return value
        if value is None and field.null:
            return None
        raise ValueError(f"{field.column} cannot be {str(value)[:100]!r}")

    return read


def column_type(field: Any) -> str:
    """The kind of a field; of a reference that of the key that it refers to."""
    while field.remote_field:
        field = field.target_field
    return str(field.get_internal_type())
