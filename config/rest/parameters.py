"""Parameters: each is declared once, for the parsing of requests and for the API's documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from config.rest.choices import OptionField, WordListField
from config.rest.filters import Filter
from config.rest.ordering import Ordering
from config.rest.pages import CURSOR, CursorField, PageSizeField
from config.rest.values import ValueField


@dataclass(frozen=True)
class Parameter:
    """One parameter of the query string: its name, what parses and describes its text, and its value where it is left out."""

    name: str
    field: ValueField
    default: Any = None
    is_filter: bool = False

    @property
    def description(self) -> str:
        return self.field.description

    @property
    def schema(self) -> dict[str, Any]:
        return self.field.schema


def filter_parameters(filters: Mapping[str, Filter]) -> list[Parameter]:
    """One parameter for each filter of a list."""
    return [Parameter(name, item.field, is_filter=True) for name, item in filters.items()]


def page_parameters(orderings: Mapping[str, Ordering]) -> list[Parameter]:
    """What every paged answer understands; `orderings` are those of its cursors."""
    size = PageSizeField(description="How many results a page has.")
    return [Parameter(CURSOR, CursorField(orderings)), Parameter("page_size", size)]


def field_parameters(serializer: Any) -> list[Parameter]:
    """What every answer about records understands, from the class of their serializer."""
    fields = serializer.with_fields().fields
    only = WordListField(fields, description="Only these fields (and `id`), separated by commas.")
    expand = WordListField(
        serializer.expandable(), description="Give these related records whole, separated by commas."
    )
    return [Parameter("fields", only), *([Parameter("expand", expand, ())] if expand.words else [])]


def ordering_parameter(orderings: Mapping[str, Any], default: str) -> Parameter:
    """The `ordering` parameter of a list; its value is what the words stand for."""
    text = "What the list is ordered by; a minus turns it round. Unknown comes last."
    return Parameter("ordering", OptionField(orderings, default, description=text), orderings[default])


def group_parameter(groups: Iterable[str], absent: str, default: tuple[str, ...] = ()) -> Parameter:
    """The `group_by` parameter of a summary."""
    field = WordListField(groups, description=f"What to group by, separated by commas; absent: {absent}.")
    return Parameter("group_by", field, default)
