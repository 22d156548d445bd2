"""What is selected from lists: the statement of a page, kept for each kind of question."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from config.rest.ordering import Ordering
from config.rest.pages import CURSOR
from config.rest.statements import Shape, Statement, compile_statement, slots_for


@dataclass(frozen=True)
class Selection:
    """A kind of question to a list: all that the text of its statement depends on.

    `narrow` applies the filters, of which `shapes` tells. `cursor` has the shape of the position behind which the rows stand,
    if they do. `keys_first` finds the keys in an index that holds all that is asked and sorted by, and reads those rows only.
    """

    queryset: QuerySet
    narrow: Callable[[QuerySet, Mapping[str, Any]], QuerySet]
    shapes: tuple[tuple[str, Shape], ...]
    columns: tuple[str, ...]
    ordering: Ordering
    limit: int
    using: str
    cursor: Shape = None
    backwards: bool = False
    keys_first: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.columns, "sort_value", "sort_id")

    def rows(self) -> QuerySet:
        """The rows that are selected, with slots for values."""
        slots = {name: slots_for(name, shape) for name, shape in self.shapes}
        queryset = self.ordering.apply(self.narrow(self.queryset.using(self.using), slots), backwards=self.backwards)
        if self.cursor is not None:
            queryset = queryset.filter(
                self.ordering.after(*slots_for(CURSOR, self.cursor)[1:], backwards=self.backwards)
            )
        if self.keys_first and self.columns != ("pk",):
            rows = queryset.model.objects.using(self.using).filter(pk__in=queryset.values("pk")[: self.limit])
            queryset = self.ordering.apply(rows, backwards=self.backwards)
        return queryset.values(*self.names)[: self.limit]


def statement_of(selection: Selection) -> Statement:
    """The statement of a selection."""
    return compile_statement(selection.rows(), selection.names, selection.using)


@lru_cache(maxsize=512)
def prepared_statement(selection: Selection) -> Statement:
    """The statement of a selection, compiled once."""
    return statement_of(selection)
