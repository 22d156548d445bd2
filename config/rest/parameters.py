"""Parameters: each is declared once, for the parsing of requests and for the API's documents."""

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict

from config.rest.choices import OptionField, WordListField
from config.rest.errors import InvalidParameters, ParameterError, nearest
from config.rest.filters import Filter
from config.rest.ordering import Ordering
from config.rest.pages import CursorField, PageSizeField
from config.rest.values import ValueField

# A hundred public ids of eighty characters, and the commas between them.
MAX_LENGTH = 8_100
# NUL, halves of pairs, and what stands for bytes that are no UTF-8.
NO_TEXT = re.compile(r"[\x00\ud800-\udfff\ufffd]")


@dataclass(frozen=True)
class Parameter:
    """One parameter of the query string: its name, what parses and describes its text, and its value where it is left out."""

    name: str
    field: ValueField
    default: Any = None
    is_filter: bool = False

    @property
    def description(self) -> str:
        """What the parameter is."""
        return self.field.description

    @property
    def schema(self) -> dict[str, Any]:
        """OpenAPI schema of its values."""
        return self.field.schema

    def parse(self, text: str) -> Any:
        """The value of a text; InvalidParameters if it is none."""
        try:
            return self.field.clean(text)
        except ValidationError as error:
            raise InvalidParameters(errors_of(self.name, error)) from error


def errors_of(name: str, error: ValidationError) -> list[ParameterError]:
    """What is wrong with a parameter, and what was probably meant."""
    return [
        ParameterError(name, " ".join(item.messages), (item.params or {}).get("suggestion"))
        for item in error.error_list
    ]


def filter_values(fields: Mapping[str, ValueField], texts: Mapping[str, str]) -> dict[str, Any]:
    """The values of filters that are given, by name; InvalidParameters if some are wrong, all of them in one answer."""
    values: dict[str, Any] = {}
    problems: list[ParameterError] = []
    for name, text in texts.items():
        if name in fields:
            try:
                values[name] = fields[name].clean(text)
            except ValidationError as error:
                problems += errors_of(name, error)
    problems = problems or [
        ParameterError(name, field.missing) for name, field in fields.items() if field.missing and name not in texts
    ]
    if problems:
        raise InvalidParameters(problems)
    return values


def check_parameters(parameters: QueryDict, known: Container[str]) -> None:
    """Refuse unknown, repeated and unreadable parameters, all of them in one answer."""
    problems = [problem_with(name, values, known) for name, values in parameters.lists()]
    if any(problems):
        raise InvalidParameters(filter(None, problems))


def problem_with(name: str, values: list[Any], known: Any) -> ParameterError | None:
    """What is wrong with a parameter whatever its meaning."""
    if NO_TEXT.search(name):
        return ParameterError(printable(name), "This parameter is no readable text.")
    if name not in known:
        return ParameterError(name[:100], "There is no such parameter here.", nearest(name[:100], known))
    if len(values) > 1:
        return ParameterError(name, "This parameter is given more than once.")
    if NO_TEXT.search(values[0]):
        return ParameterError(name, "This value holds a NUL, a lone surrogate, or bytes that are no UTF-8.")
    if len(values[0]) > MAX_LENGTH:
        return ParameterError(name, f"This value is longer than {MAX_LENGTH} characters.")
    return None


def printable(value: str) -> str:
    """A text with what cannot be shown replaced."""
    return "".join(char if char.isprintable() and not NO_TEXT.search(char) else "?" for char in value[:100])


def filter_parameters(filters: Mapping[str, Filter]) -> list[Parameter]:
    """One parameter for each filter of a list."""
    return [Parameter(name, item.field, is_filter=True) for name, item in filters.items()]


def page_parameters(orderings: Mapping[str, Ordering]) -> list[Parameter]:
    """What every paged answer understands; `orderings` are those of its cursors."""
    size = PageSizeField(description="How many results a page has.")
    return [Parameter("cursor", CursorField(orderings)), Parameter("page_size", size)]


def field_parameters(fields: Iterable[str], expandable: Iterable[str]) -> list[Parameter]:
    """What every answer about records understands."""
    only = WordListField(fields, description="Only these fields (and `id`), separated by commas.")
    expand = WordListField(expandable, description="Give these related records whole, separated by commas.")
    return [Parameter("fields", only), *([Parameter("expand", expand, ())] if expand.words else [])]


def ordering_parameter(orderings: Mapping[str, Any], default: str) -> Parameter:
    """The `ordering` parameter of a list; its value is what the words stand for."""
    text = "What the list is ordered by; a minus turns it round. Unknown comes last."
    return Parameter("ordering", OptionField(orderings, default, description=text), orderings[default])


def group_parameter(groups: Iterable[str], absent: str, default: tuple[str, ...] = ()) -> Parameter:
    """The `group_by` parameter of a summary."""
    field = WordListField(groups, description=f"What to group by, separated by commas; absent: {absent}.")
    return Parameter("group_by", field, default)
