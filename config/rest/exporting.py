"""Whole lists as files: `/api/v1/funding.csv`, or the list with `format=csv`; all filters and orders of the list hold.

What writes the files stands above this package, and registers its formats.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from rest_framework.routers import Route, SimpleRouter

from config.rest.choices import OptionField
from config.rest.parameters import Parameter
from config.rest.rows import RowField, ToManyField

JSON = "json"


@dataclass(frozen=True)
class Listing:
    """A list to be given whole: its name, the shape of a row, its rows in their order, and where each is on the globe.

    The rows are a queryset, or answers that are ready, as the list gives them; `filters` are those that they passed, as texts.
    """

    name: str
    serializer: Any
    rows: QuerySet | Sequence[dict[str, Any]]
    geometry: RowField | ToManyField | None = None
    filters: Mapping[str, str] = field(default_factory=dict)


class Format(Protocol):
    """A form in which a whole list can be had."""

    @property
    def name(self) -> str:
        """The word of the parameter and of the address."""

    @property
    def media_type(self) -> str:
        """The content type."""

    @property
    def description(self) -> str:
        """What the file is, in a sentence."""

    @property
    def needs_geometry(self) -> bool:
        """Whether only lists that have places on the globe can be had so."""

    def response(self, request: HttpRequest, listing: Listing) -> HttpResponseBase:
        """The file."""


# Every form in which lists can be had, by name.
REGISTRY: dict[str, Format] = {}


def register_formats(formats: Mapping[str, Format]) -> None:
    """Let lists be had in more forms, by their names."""
    REGISTRY.update(formats)
    formats_of.cache_clear()


@cache
def formats_of(has_geometry: bool) -> Mapping[str, Format]:
    """The forms in which a list can be had, by name."""
    return {name: item for name, item in REGISTRY.items() if has_geometry or not item.needs_geometry}


def format_parameter(known: Mapping[str, Format]) -> Parameter:
    """The `format` parameter of a list."""
    words = " ".join(f"`{name}`: {item.description}" for name, item in known.items())
    text = f"`{JSON}`: one page. Anything else is a file with the whole list. {words}"
    return Parameter("format", OptionField({JSON: None, **known}, JSON, description=text))


class ApiRouter(SimpleRouter):
    """The addresses of a kind, and those of its whole list and of its summary as a file."""

    routes = [
        *SimpleRouter.routes,
        Route(
            url=r"^{prefix}\.(?P<file_format>[^/]+)$",
            mapping={"get": "export"},
            name="{basename}-export",
            detail=False,
            initkwargs={"suffix": "File"},
        ),
        Route(
            url=r"^{prefix}/summary\.(?P<file_format>[^/]+)$",
            mapping={"get": "summary_export"},
            name="{basename}-summary-export",
            detail=False,
            initkwargs={"suffix": "Summary file"},
        ),
    ]

    def get_method_map(self, viewset: Any, method_map: dict[str, str]) -> dict[str, str]:
        known = super().get_method_map(viewset, method_map)
        return {method: action for method, action in known.items() if action in viewset.operations()}
