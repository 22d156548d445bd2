"""The rows of a list as the list answers them, some thousand at a time."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

import orjson
from django.db.models import QuerySet

from config.databases.routing import reading_alias
from config.rest.exporting import Listing
from config.rest.rendered import RenderedColumn
from config.rest.rows import RowField, ToManyField
from config.rest.statements import Row
from cooperation.files.snapshot import in_batches


@dataclass(frozen=True)
class AnswerReader:
    """Reads a list where the request reads: as its rows are rendered already, if they are, else as its serializer shapes them.

    A rendered row is JSON, so its days and times are texts.
    """

    listing: Listing

    @property
    def queryset(self) -> QuerySet:
        return cast("QuerySet", self.listing.rows).using(reading_alias())

    @property
    def is_query(self) -> bool:
        """Whether the rows are in the database; else the list is one of answers."""
        return isinstance(self.listing.rows, QuerySet)

    def count(self) -> int:
        return self.queryset.order_by().count() if self.is_query else len(self.listing.rows)

    def answers(self) -> Iterator[list[Row]]:
        return (answers for _, answers in self.batches())

    def located(self, geometry: RowField | ToManyField) -> Iterator[tuple[Row, Any]]:
        """The rows as dictionaries, and where each is on the globe, in GeoJSON's words; None where that is unknown."""
        for rows, answers in self.batches(*geometry.columns):
            if isinstance(geometry, ToManyField):
                found = geometry.fetch(rows)
                yield from zip(answers, (found.get(row["pk"]) for row in rows), strict=True)
            else:
                yield from zip(answers, map(geometry.from_row, rows), strict=True)

    def batches(self, *columns: str) -> Iterator[tuple[list[Row], list[Row]]]:
        """The rows with some of their columns and the primary key, and the same rows as dictionaries."""
        serializer = self.listing.serializer
        if not self.is_query:
            yield [], list(self.listing.rows)
        elif column := self.rendered_column("answer"):
            names = ("pk", *columns)
            for found in in_batches(self.queryset.values_list(*names)):
                keys = [values[0] for values in found]
                texts, shaped = self.rendered(keys, column)
                rows = [dict(zip(names, values, strict=True)) for values in found]
                yield rows, [orjson.loads(texts[key]) if key in texts else shaped[key] for key in keys]
        else:
            for rows in in_batches(self.queryset.values(*dict.fromkeys((*serializer.columns, *columns)))):
                yield rows, serializer.shape(rows)

    def texts(self, name: str, end: str, render: Callable[[Iterable[Row]], Iterable[str]]) -> Iterator[bytes]:
        """The rows as texts with an end each: as they are rendered in a column, or as `render` makes them of dictionaries."""
        if column := self.rendered_column(name):
            for keys in in_batches(self.queryset.values_list("pk", flat=True)):
                yield column.joined_text(keys, reading_alias(), end) or self.joined(keys, column, end, render)
                yield end.encode()
        else:
            for answers in self.answers():
                yield "".join(f"{text}{end}" for text in render(answers)).encode()

    def rendered_column(self, name: str) -> RenderedColumn | None:
        return self.listing.serializer.rendered(name) if self.is_query else None

    def joined(
        self, keys: list[int], column: RenderedColumn, end: str, render: Callable[[Iterable[Row]], Iterable[str]]
    ) -> bytes:
        texts, shaped = self.rendered(keys, column)
        texts.update(zip(shaped, render(shaped.values()), strict=True))
        return end.join(texts[key] for key in keys).encode()

    def rendered(self, keys: list[int], column: RenderedColumn) -> tuple[dict[int, str], Mapping[int, Row]]:
        """Of some rows, the texts of those that are rendered and the answers of the others, by their keys."""
        texts = column.texts(keys, reading_alias())
        others = [key for key in keys if key not in texts]
        return texts, self.listing.serializer.shape_keys(others, reading_alias())
