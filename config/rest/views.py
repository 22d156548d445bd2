"""Lists and details, read-only."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from config.rest.errors import InvalidParameters
from config.rest.ordering import Ordering, SortKey, orderings_of
from config.rest.pages import Page, cursor_of, links_of
from config.rest.parameters import (
    Parameter,
    check_parameters,
    choice_of,
    ordering_parameter,
    page_parameters,
    page_size_of,
    shape_of,
    shape_parameters,
)
from config.rest.rows import RowSerializer


@dataclass(frozen=True)
class Answer:
    """What an action answers (a serializer; `is_page`: a page of them) and the parameters that it understands."""

    serializer: type[serializers.BaseSerializer]
    parameters: list[Parameter] = field(default_factory=list)
    is_page: bool = False


class ReadOnlyView(GenericViewSet):
    """One list and one detail endpoint. A view names its queryset, serializer, filter set and sort keys."""

    http_method_names = ("get", "head", "options")
    lookup_field = "slug"
    lookup_value_regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    serializer_class: ClassVar[type[RowSerializer]]
    detail_serializer_class: ClassVar[type[RowSerializer] | None] = None
    sort_keys: ClassVar[dict[str, SortKey]] = {"id": SortKey("slug")}
    default_ordering: ClassVar[str] = "id"

    @property
    def default_response_headers(self) -> dict[str, str]:
        """A browser gets the same answer with line breaks, so caches keep the two apart."""
        return {**super().default_response_headers, "Vary": "Accept"}

    @classmethod
    def orderings(cls) -> dict[str, Ordering]:
        """The orders that the list can be asked for, by name."""
        return orderings_of(cls.sort_keys, SortKey("slug"))

    @classmethod
    def answers(cls) -> dict[str, Answer]:
        """What each action answers and understands, by its name; the API's documents are made from it."""
        detail = cls.detail_serializer_class or cls.serializer_class
        filters = [
            Parameter(name, item.field.description, item.field.schema)
            for name, item in cls.filterset_class.base_filters.items()
        ]
        common = [ordering_parameter(cls.orderings(), cls.default_ordering), *shape_parameters(cls.serializer_class)]
        return {
            "list": Answer(cls.serializer_class, [*filters, *common, *page_parameters()], is_page=True),
            "retrieve": Answer(detail, shape_parameters(detail)),
        }

    def check(self, request: Request) -> None:
        """Refuse parameters that the action does not understand."""
        check_parameters(request, [parameter.name for parameter in self.answers()[self.action].parameters])

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One page."""
        self.check(request)
        ordering = choice_of(request, "ordering", self.orderings(), self.default_ordering)
        shape = shape_of(request, self.serializer_class)
        page = Page(self.filtered(request), ordering, page_size_of(request), cursor_of(request, ordering))
        return self.answer(request, page, self.serializer_class(only=shape.only, expand=shape.expand))

    def answer(self, request: Request, page: Page, serializer: RowSerializer) -> Response:
        """A page as an answer: how many rows there are in all, the links to its neighbours, and its rows."""
        found = serializer.raw(page.rows(), "sort_value", "sort_id")
        results = serializer.shape(page.in_order(found))
        return Response({"count": page.queryset.count(), **links_of(page, request, found), "results": results})

    def filtered(self, request: Request) -> QuerySet:
        """The rows that the filters ask for."""
        known = self.filterset_class.base_filters
        parameters = {name: value for name, value in request.query_params.items() if name in known}
        filters = self.filterset_class(parameters, self.get_queryset())
        if errors := filters.parameter_errors():
            raise InvalidParameters(errors)
        return filters.qs

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One record, with what one would click for next."""
        self.check(request)
        serializer_class = self.detail_serializer_class or self.serializer_class
        shape = shape_of(request, serializer_class)
        serializer = serializer_class(only=shape.only, expand=shape.expand)
        rows = serializer.raw(self.get_queryset().filter(slug=kwargs["slug"]))
        if not rows:
            self.explain_missing(kwargs["slug"])
        return Response(serializer.shape(rows)[0])

    def explain_missing(self, slug: str) -> None:
        """Raise what says why there is no such record."""
        raise Http404
