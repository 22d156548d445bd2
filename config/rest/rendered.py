"""Rows of a wide table that are kept as they are answered, in another table beside it, so that a page of them is only read.

The serializer itself renders them and notes the software that did it, so that another version renders its own; triggers
remove what no longer holds. What is not kept is rendered on the spot: the table may be empty at any time.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from typing import Any

from django.db import connections
from django.db.models import Model
from orjson import Fragment

from config.rest.addresses import addressed, site
from config.rest.caching.responses import software_digest

# How texts are joined in the order of their keys, as UTF-8; SQLite goes by the order of the rows.
JOINED = {
    "sqlite": "CAST(group_concat({0}, %s) AS BLOB)",
    "postgresql": "convert_to(string_agg({0}, %s ORDER BY id), 'UTF8')",
}


# Stands in a kept text where the scheme and host of an address go, which each client has its own of: a character that needs
# no escape in JSON or CSV, and that nobody prints.
SITE = "\x7f"


@dataclass(frozen=True)
class RenderedColumn:
    """A column of a table of rendered rows: texts by the keys of the rows, and `made_by` for the software that rendered them."""

    model: type[Model]
    column: str

    def texts(self, keys: Sequence[int], using: str) -> dict[int, str]:
        """The texts of some rows by their keys, where this very software rendered them; one query, and none for no rows."""
        rows = self.select(f"id, {self.column}", keys, using) if keys else []
        before = site()
        return {key: text.replace(SITE, before) for key, text in rows}

    def joined_text(self, keys: Sequence[int], using: str, between: str) -> bytes | None:
        """The texts of rows whose keys rise, with something between them, as UTF-8: one value is had sooner than a hundred.

        None if the keys do not rise, or not all is kept; one query.
        """
        if not keys or list(keys) != sorted(keys):
            return None
        joined = JOINED[connections[using].vendor].format(self.column)
        [(number, text)] = self.select(f"COUNT(*), {joined}", keys, using, between)
        return bytes(text).replace(SITE.encode(), site().encode()) if number == len(keys) else None

    def rows(self, keys: Sequence[int], using: str, render: Callable[[list[int], str], Mapping[int, Any]]) -> Any:
        """Rows of a page as JSON: as they are kept, and as `render` gives by their keys those that are not."""
        if (text := self.joined_text(keys, using, ",")) is not None:
            return Fragment(b"[%b]" % text)
        texts = self.texts(keys, using)
        others = render([key for key in keys if key not in texts], using)
        return [Fragment(texts[key]) if key in texts else others[key] for key in keys]

    def select(self, columns: str, keys: Sequence[int], using: str, *parameters: str) -> list[tuple[Any, ...]]:
        """Columns, which may have parameters, of what is kept of some rows."""
        marks = ", ".join(["%s"] * len(keys))
        table = self.model._meta.db_table
        rows = f"SELECT id, {self.column} FROM {table} WHERE made_by = %s AND id IN ({marks}) ORDER BY id"  # noqa: S608
        query = f"SELECT {columns} FROM ({rows}) AS kept"  # noqa: S608
        with connections[using].cursor() as cursor:
            cursor.execute(query, [*parameters, software_number(), *keys])
            return cursor.fetchall()


def rendering() -> AbstractContextManager[None]:
    """Inside the block addresses are written as a kept text has them."""
    return addressed(SITE)


def can_be_kept(text: str) -> bool:
    """Whether a text that was written so has the character before addresses only."""
    return text.count(SITE) == text.count(f"{SITE}/")


@cache
def software_number() -> int:
    """A number for this software: the first 63 bits of a digest."""
    digest = blake2b(software_digest().encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 1
