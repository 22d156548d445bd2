"""Operations: what an action of a view understands and answers; requests are parsed by it, and documents made from it."""

import re
from collections.abc import Iterable, Iterator, Mapping
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
from config.rest.pages import CURSOR, PAGE_SIZE, CursorField, PageRequest, mark_of
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

# What other APIs call these parameters, without signs and in lower case; the first that an operation knows is meant.
COUNTERPARTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("page", "pagenumber", "pagetoken", "offset", "skip"), ("cursor",)),
    **dict.fromkeys(("limit", "perpage", "pagesize", "size", "top", "max", "maxresults"), ("page_size", "limit")),
    **dict.fromkeys(("sort", "sortby", "order", "orderby", "sortorder"), ("ordering",)),
    **dict.fromkeys(("search", "query", "text", "keyword", "keywords", "term", "s"), ("q",)),
    **dict.fromkeys(("select", "only", "columns", "field", "properties", "props"), ("fields",)),
    **dict.fromkeys(("include", "embed", "populate"), ("expand",)),
    **dict.fromkeys(("group", "groupby", "aggregate"), ("group_by",)),
    **dict.fromkeys(("type", "category"), ("kind",)),
    **dict.fromkeys(("output", "outputformat", "f"), ("format",)),
    **dict.fromkeys(("year", "fy"), ("fiscal_year",)),
    **dict.fromkeys(("updatedsince", "modifiedsince"), ("modified_at__gte",)),
}  # fmt: skip


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
        if problems := self.unreadable(parameters):
            raise InvalidParameters(problems)

    def unreadable(self, parameters: QueryDict) -> list[ParameterError]:
        """What is wrong with parameters whatever they mean; InvalidParameters if they are too many to be looked at."""
        if len(parameters) > MAX_PARAMETERS:
            beyond = next(islice(parameters, MAX_PARAMETERS, None))
            message = f"One too many: a request has at most {MAX_PARAMETERS} parameters."
            raise InvalidParameters([ParameterError(printable(beyond), message)])
        problems = [problem_with(name, values, self.known) for name, values in parameters.lists()]
        return with_suggestions(filter(None, problems), self.known) if any(problems) else []

    def parse(self, parameters: QueryDict, path: str = "") -> ApiRequest:
        """What the parameters of a request ask for; InvalidParameters with everything that is wrong."""
        unreadable = self.unreadable(parameters)
        wrong = {problem.parameter for problem in unreadable}
        texts = {name: ",".join(values) for name, values in parameters.lists() if name not in wrong}
        values, problems = parsed({name: parameter.field for name, parameter in self.known.items()}, texts)
        problems += [*missing_values(self.filter_fields, parameters), *self.contradictions(values, path)]
        if problems := [*unreadable, *problems]:
            raise InvalidParameters(problems)
        return self.request(values, texts, path)

    def request(self, values: dict[str, Any], texts: dict[str, str], path: str) -> ApiRequest:
        """What the values of parameters ask for; `texts` are what they were read from."""
        only, expand = values.get("fields"), values.get("expand", ())
        return ApiRequest(
            file_format=values.get("format"),
            group_by=self.value("group_by", values),
            ordering=self.value("ordering", values) or self.ordering,
            limit=values.get("limit"),
            fields=FieldSelection(None if only is None else ("id", *only), expand),
            filters={name: values[name] for name in texts if name in self.filter_fields},
            page=PageRequest(path, texts, values.get("page_size") or PAGE_SIZE, values.get(CURSOR)),
        )

    def value(self, name: str, values: Mapping[str, Any]) -> Any:
        """The value of a parameter, or its default."""
        parameter = self.known.get(name)
        return values.get(name, parameter and parameter.default)

    def contradictions(self, values: Mapping[str, Any], path: str) -> Iterator[ParameterError]:
        """What is wrong between parameters that are right by themselves."""
        if values.get("format"):
            message = "A file holds the whole list: leave this out."
            yield from (ParameterError(name, message) for name in OF_PAGES if name in values)
        fields, expand = values.get("fields"), values.get("expand", ())
        if fields is not None and (missing := set(expand) - set(fields)):
            yield ParameterError("expand", f"Not among `fields`: {', '.join(sorted(missing))}.")
        cursor, ordering = values.get(CURSOR), self.value("ordering", values) or self.ordering
        if cursor and (cursor.mark != mark_of(path) or (ordering and cursor.position.ordering != ordering.name)):
            yield ParameterError(CURSOR, CursorField.error)


def parse_value(name: str, field: ValueField, text: str) -> Any:
    """The value of a parameter; InvalidParameters if its text is wrong."""
    try:
        return field.clean(text)
    except ValidationError as error:
        raise InvalidParameters(errors_of(name, error)) from error


def parsed(fields: Mapping[str, ValueField], texts: Mapping[str, str]) -> tuple[dict[str, Any], list[ParameterError]]:
    """The values of those parameters that have a field, by name, and what is wrong with the others."""
    values: dict[str, Any] = {}
    problems: list[ParameterError] = []
    for name, text in texts.items():
        if name in fields:
            try:
                values[name] = fields[name].clean(text)
            except ValidationError as error:
                problems += errors_of(name, error)
    return values, problems


def missing_values(fields: Mapping[str, ValueField], texts: Mapping[str, str]) -> list[ParameterError]:
    """What to say of parameters that are left out and must not be."""
    return [
        ParameterError(name, field.missing) for name, field in fields.items() if field.missing and name not in texts
    ]


def filter_values(fields: Mapping[str, ValueField], texts: Mapping[str, str]) -> dict[str, Any]:
    """The values of filters that are given, by name; InvalidParameters with all that are wrong."""
    values, problems = parsed(fields, texts)
    if problems := problems or missing_values(fields, texts):
        raise InvalidParameters(problems)
    return values


def problem_with(name: str, values: list[Any], known: Mapping[str, Parameter]) -> ParameterError | None:
    """What is wrong with a parameter whatever its meaning."""
    if NO_TEXT.search(name):
        return ParameterError(printable(name), "This parameter is no readable text.")
    if name not in known:
        return ParameterError(name[:100], UNKNOWN)
    if len(values) > 1 and not known[name].field.is_list:
        return ParameterError(name, f"This parameter is given more than once. {how_to_join(name, values, known)}")
    text = ",".join(values)
    if NO_TEXT.search(text):
        return ParameterError(name, "This value holds a NUL, a lone surrogate, or bytes that are no UTF-8.")
    if len(text) > MAX_LENGTH:
        return ParameterError(name, f"This value is longer than {MAX_LENGTH} characters.")
    return None


def how_to_join(name: str, values: list[str], known: Iterable[str]) -> str:
    """How several values are asked for where a parameter takes one."""
    several = f"{name}__in"
    if several not in known:
        return "It takes one value."
    return f"For any of several values, join them by commas: {several}={printable(','.join(values))}."


def with_suggestions(problems: Iterable[ParameterError], known: Iterable[str]) -> list[ParameterError]:
    """The problems, the first unknown parameters among them with the one that was probably meant."""
    problems = list(problems)
    unknown = [problem for problem in problems if problem.detail == UNKNOWN][:MAX_SUGGESTIONS]
    near = {problem: replace(problem, suggestion=parameter_meant(problem.parameter, known)) for problem in unknown}
    return [near.get(problem, problem) for problem in problems]


def parameter_meant(name: str, known: Iterable[str]) -> str | None:
    """The parameter that was probably meant by another name: the one that does the same here, or the nearest."""
    same = COUNTERPARTS.get(name.casefold().replace("_", "").replace("-", "").removesuffix("[]"), ())
    return next((word for word in same if word in known), None) or nearest(name, known)


def printable(value: str) -> str:
    """A text with what cannot be shown replaced."""
    return "".join(char if char.isprintable() and not NO_TEXT.search(char) else "?" for char in value[:100])


def errors_of(name: str, error: ValidationError) -> list[ParameterError]:
    """What is wrong with a parameter, and what was probably meant."""
    return [
        ParameterError(name, " ".join(item.messages), (item.params or {}).get("suggestion"))
        for item in error.error_list
    ]
