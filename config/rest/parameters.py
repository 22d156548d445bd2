"""Strict parameters: what is not understood is refused, with the parameter that was probably meant."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from rest_framework.request import Request

from config.rest.errors import InvalidParameters, ParameterError, nearest
from config.rest.pages import MAX_PAGE_SIZE, PAGE_SIZE

# A hundred public ids of eighty characters, and the commas between them.
MAX_LENGTH = 8_100
# NUL, halves of pairs, and what stands for bytes that are no UTF-8.
NO_TEXT = re.compile(r"[\x00\ud800-\udfff\ufffd]")


@dataclass(frozen=True)
class Parameter:
    """One parameter of the query string, as the API's documents describe it; `schema` is OpenAPI's."""

    name: str
    description: str
    schema: dict[str, Any]


def words_schema(words: Iterable[str]) -> dict[str, Any]:
    """OpenAPI schema of a list of words separated by commas."""
    return {"type": "array", "items": {"type": "string", "enum": list(words)}, "minItems": 1}


def page_parameters() -> list[Parameter]:
    """What every paged answer understands."""
    size = {"type": "integer", "minimum": 1, "maximum": MAX_PAGE_SIZE, "default": PAGE_SIZE}
    return [
        Parameter("cursor", "Where the page begins: taken as it is from `next` or `previous`.", {"type": "string"}),
        Parameter("page_size", "How many results a page has.", size),
    ]


def shape_parameters(serializer: Any) -> list[Parameter]:
    """What every answer about records understands."""
    parameters = [
        Parameter(
            "fields", "Only these fields (and `id`), separated by commas.", words_schema(serializer.shaped().fields)
        )
    ]
    if expandable := expandable_fields(serializer):
        words = words_schema(expandable)
        parameters.append(Parameter("expand", "Give these related records whole, separated by commas.", words))
    return parameters


def ordering_parameter(orderings: Iterable[str], default: str) -> Parameter:
    """The `ordering` parameter of a list."""
    schema = {"type": "string", "enum": list(orderings), "default": default}
    return Parameter("ordering", "What the list is ordered by; a minus turns it round. Unknown comes last.", schema)


@cache
def expandable_fields(serializer: Any) -> tuple[str, ...]:
    """Names of the fields that `expand` can give whole."""
    return tuple(name for name, field in serializer.shaped().fields.items() if hasattr(field, "expand"))


@dataclass(frozen=True)
class Shape:
    """Which fields of an answer are wanted (None: all), and which related records whole."""

    only: tuple[str, ...] | None
    expand: tuple[str, ...]


def check_parameters(request: Request, allowed: Iterable[str]) -> None:
    """Refuse unknown, repeated and unreadable parameters, all of them in one answer."""
    allowed = list(allowed)
    errors = [error for name in request.query_params for error in errors_of(request, name, allowed)]
    if errors:
        raise InvalidParameters(errors)


def errors_of(request: Request, name: str, allowed: list[str]) -> Iterable[ParameterError]:
    """What is wrong with a parameter whatever its meaning."""
    values = request.query_params.getlist(name)
    if not is_text(name):
        yield ParameterError(printable(name), "This parameter is no readable text.")
    elif name not in allowed:
        yield ParameterError(name[:100], "There is no such parameter here.", nearest(name[:100], allowed))
    elif len(values) > 1:
        yield ParameterError(name, "This parameter is given more than once.")
    elif not is_text(values[0]):
        yield ParameterError(name, "This value holds a NUL, a lone surrogate, or bytes that are no UTF-8.")
    elif len(values[0]) > MAX_LENGTH:
        yield ParameterError(name, f"This value is longer than {MAX_LENGTH} characters.")


def is_text(value: str) -> bool:
    """Whether a value is text that a database can hold; undecodable bytes arrive as U+FFFD."""
    return NO_TEXT.search(value) is None


def printable(value: str) -> str:
    """A text with what cannot be shown replaced."""
    return "".join(char if char.isprintable() and is_text(char) else "?" for char in value[:100])


def page_size_of(request: Request) -> int:
    """The `page_size` parameter, 1 to 100."""
    text = request.query_params.get("page_size")
    if text is None:
        return PAGE_SIZE
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= MAX_PAGE_SIZE):
        raise InvalidParameters([ParameterError("page_size", f"Give a whole number from 1 to {MAX_PAGE_SIZE}.")])
    return int(text)


def choice_of(request: Request, name: str, choices: Mapping[str, Any], default: str) -> Any:
    """What a parameter chooses from a list of words."""
    text = request.query_params.get(name, default)
    if text not in choices:
        message = f"“{text[:100]}” is not one of: {', '.join(choices)}."
        raise InvalidParameters([ParameterError(name, message, nearest(text[:100], choices))])
    return choices[text]


def words_of(request: Request, name: str, allowed: Iterable[str]) -> tuple[str, ...] | None:
    """A parameter that lists words separated by commas, each from the allowed ones; None if it is not given."""
    text = request.query_params.get(name)
    if text is None:
        return None
    allowed = list(allowed)
    words = tuple(dict.fromkeys(text.split(",")))
    errors = [
        ParameterError(
            name, f"“{word[:100]}” is not one of: {', '.join(allowed) or 'none here'}.", nearest(word[:100], allowed)
        )
        for word in words
        if word not in allowed
    ]
    if errors:
        raise InvalidParameters(errors[:20])
    return words


def shape_of(request: Request, serializer: Any) -> Shape:
    """The `fields` and `expand` parameters, against what a serializer declares."""
    only = words_of(request, "fields", serializer.shaped().fields)
    expand = words_of(request, "expand", expandable_fields(serializer)) or ()
    if only is not None and (missing := set(expand) - set(only)):
        raise InvalidParameters([ParameterError("expand", f"Not among `fields`: {', '.join(sorted(missing))}.")])
    return Shape(None if only is None else ("id", *only), expand)
