"""Operations: what an action of a view understands and answers; requests are parsed by it, and documents made from it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict
from rest_framework.serializers import BaseSerializer

from config.rest.errors import InvalidParameters, ParameterError
from config.rest.exporting import Format
from config.rest.ordering import Ordering
from config.rest.pages import PAGE_SIZE, CursorField, PageRequest
from config.rest.parameters import Parameter, check_parameters, filter_values
from config.rest.values import ValueField

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
        """The filters as they are written."""
        return {name: self.page.texts[name] for name in self.filters}


@dataclass(frozen=True)
class Operation:
    """What an action answers (a serializer; `is_page`: a page of them) and the parameters that it understands.

    `files` are the forms beside JSON, by name; a serializer of None answers nothing else.
    """

    serializer: type[BaseSerializer] | None
    parameters: Iterable[Parameter] = ()
    # The order where there is no parameter for it.
    ordering: Ordering | None = None
    is_page: bool = False
    files: Mapping[str, Format] = field(default_factory=dict)

    @cached_property
    def known(self) -> dict[str, Parameter]:
        """The parameters by name."""
        return {parameter.name: parameter for parameter in self.parameters}

    @cached_property
    def filter_fields(self) -> dict[str, ValueField]:
        """What parses the filters, by their names."""
        return {name: parameter.field for name, parameter in self.known.items() if parameter.is_filter}

    def check(self, parameters: QueryDict) -> None:
        """Refuse parameters that the action does not understand."""
        check_parameters(parameters, self.known)

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
        return parameter.parse(texts[name])

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
        size, cursor = self.value("page_size", texts) or PAGE_SIZE, self.value("cursor", texts)
        if cursor and ordering and cursor.position.ordering != ordering.name:
            raise InvalidParameters([ParameterError("cursor", CursorField.error)])
        return PageRequest(path, texts, size, cursor)
