"""Operations: what an action of a view understands and answers; requests are parsed by it, and documents made from it."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice
from typing import Any

from django.core.exceptions import ValidationError
from django.http import QueryDict
from rest_framework.serializers import BaseSerializer

from config.rest.errors import MAX_SUGGESTIONS, InvalidParameters, ParameterError, nearest
from config.rest.exporting import Format
from config.rest.ordering import Ordering
from config.rest.pages import CURSOR, PAGE_SIZE, CursorField, PageRequest
from config.rest.parameters import Parameter
from config.rest.values import ValueField

# A hundred public ids of eighty characters, and the commas between them.
MAX_LENGTH = 8_100
# Parameters of one request.
MAX_PARAMETERS = 64
# NUL, halves of pairs, and what stands for bytes that are no UTF-8.
NO_TEXT = re.compile(r"[\x00\ud800-\udfff\ufffd]")
UNKNOWN = "There is no such parameter here."
# What only a page has.
OF_PAGES = ("cursor", "page_size", "expand")


@dataclass(frozen=True)
class FieldSelection:
    """Which fields of an answer are wanted (None: all), and which related records whole."""

    only: tuple[str, ...] | None = None
    expand: tuple[str, ...] = ()


@dataclass(frozen=True)
class ApiRequest:
    """What a request asks for: its parameters as the values that they stand for.

    `filters` has those of the filters that are given; `file_format` is None where a page of JSON is wanted.
    """

    file_format: Format | None
    group_by: tuple[str, ...]
    ordering: Any
    limit: int | None
    fields: FieldSelection
    filters: Mapping[str, Any]
    page: PageRequest

    @property
    def filter_texts(self) -> dict[str, str]:
        return {name: self.page.texts[name] for name in self.filters}


@dataclass(frozen=True)
class Operation:
    """What an action answers (a serializer; `is_page`: a page of them) and the parameters that it understands.

    `files` are the forms beside JSON, by name; a serializer of None answers nothing else. `beside` is what a page says beside
    its results, by name.
    """

    serializer: type[BaseSerializer] | None
    parameters: Iterable[Parameter] = ()
    # The order where there is no parameter for it.
    ordering: Ordering | None = None
    is_page: bool = False
    files: Mapping[str, Format] = field(default_factory=dict)
    beside: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[str, Parameter]:
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def filter_fields(self) -> dict[str, ValueField]:
        """What parses the filters, by their names."""
        return {name: parameter.field for name, parameter in self.known.items() if parameter.is_filter}

    def check(self, parameters: QueryDict) -> None:
        """Refuse unknown, repeated and unreadable parameters, all of them in one answer; too many unseen."""
        if len(parameters) > MAX_PARAMETERS:
            beyond = next(islice(parameters, MAX_PARAMETERS, None))
            message = f"One too many: a request has at most {MAX_PARAMETERS} parameters."
            raise InvalidParameters([ParameterError(printable(beyond), message)])
        problems = [problem_with(name, values, self.known) for name, values in parameters.lists()]
        if any(problems):
            raise InvalidParameters(with_suggestions(filter(None, problems), self.known))

    def parse(self, parameters: QueryDict, path: str = "") -> ApiRequest:
        """What the parameters of a request ask for; InvalidParameters for the first that is wrong, and for all wrong filters."""
        self.check(parameters)
        texts = {name: str(text) for name, text in parameters.items()}
        file_format = self.file_format(texts)
        group_by, ordering = self.value("group_by", texts), self.value("ordering", texts) or self.ordering
        limit, fields = self.value("limit", texts), self.fields(texts)
        filters = filter_values(self.filter_fields, texts)
        return ApiRequest(file_format, group_by, ordering, limit, fields, filters, self.page(path, texts, ordering))

    def value(self, name: str, texts: Mapping[str, str]) -> Any:
        """The value of a parameter, or its default."""
        parameter = self.known.get(name)
        if parameter is None or name not in texts:
            return parameter and parameter.default
        return parse_value(name, parameter.field, texts[name])

    def file_format(self, texts: Mapping[str, str]) -> Format | None:
        """The form of the file that is wanted; a file has no page."""
        form: Format | None = self.value("format", texts)
        message = "A file holds the whole list: leave this out."
        if form and (problems := [ParameterError(name, message) for name in OF_PAGES if name in texts]):
            raise InvalidParameters(problems)
        return form

    def fields(self, texts: Mapping[str, str]) -> FieldSelection:
        """The fields that are wanted, the public id among them."""
        only, expand = self.value("fields", texts), self.value("expand", texts) or ()
        if only is None:
            return FieldSelection(None, expand)
        if missing := set(expand) - set(only):
            raise InvalidParameters([ParameterError("expand", f"Not among `fields`: {', '.join(sorted(missing))}.")])
        return FieldSelection(("id", *only), expand)

    def page(self, path: str, texts: Mapping[str, str], ordering: Any) -> PageRequest:
        """The page that is wanted; its cursor is one of the order."""
        size, cursor = self.value("page_size", texts) or PAGE_SIZE, self.value(CURSOR, texts)
        if cursor and ordering and cursor.position.ordering != ordering.name:
            raise InvalidParameters([ParameterError("cursor", CursorField.error)])
        return PageRequest(path, texts, size, cursor)


def parse_value(name: str, field: ValueField, text: str) -> Any:
    """The value of a parameter; InvalidParameters if its text is wrong."""
    try:
        return field.clean(text)
    except ValidationError as error:
        raise InvalidParameters(errors_of(name, error)) from error


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


def problem_with(name: str, values: list[Any], known: Any) -> ParameterError | None:
    """What is wrong with a parameter whatever its meaning."""
    if NO_TEXT.search(name):
        return ParameterError(printable(name), "This parameter is no readable text.")
    if name not in known:
        return ParameterError(name[:100], UNKNOWN)
    if len(values) > 1:
        return ParameterError(name, "This parameter is given more than once.")
    if NO_TEXT.search(values[0]):
        return ParameterError(name, "This value holds a NUL, a lone surrogate, or bytes that are no UTF-8.")
    if len(values[0]) > MAX_LENGTH:
        return ParameterError(name, f"This value is longer than {MAX_LENGTH} characters.")
    return None


def with_suggestions(problems: Iterable[ParameterError], known: Iterable[str]) -> list[ParameterError]:
    """The problems, the first unknown parameters among them with the one that was probably meant."""
    problems = list(problems)
    unknown = [problem for problem in problems if problem.detail == UNKNOWN][:MAX_SUGGESTIONS]
    near = {problem: replace(problem, suggestion=nearest(problem.parameter, known)) for problem in unknown}
    return [near.get(problem, problem) for problem in problems]


def printable(value: str) -> str:
    """A text with what cannot be shown replaced."""
    return "".join(char if char.isprintable() and not NO_TEXT.search(char) else "?" for char in value[:100])


def errors_of(name: str, error: ValidationError) -> list[ParameterError]:
    """What is wrong with a parameter, and what was probably meant."""
    return [
        ParameterError(name, " ".join(item.messages), (item.params or {}).get("suggestion"))
        for item in error.error_list
    ]
