"""Lists and details, read-only."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, ClassVar, cast

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseBase
from django.utils.functional import SimpleLazyObject
from orjson import Fragment
from rest_framework import serializers
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import GenericViewSet

from config.databases.routing import reading_alias
from config.rest.caching.counts import exact_count
from config.rest.caching.questions import PROGRAMS
from config.rest.conditions import comparing
from config.rest.errors import exception_handler
from config.rest.exporting import Format, Listing, format_asked, format_named, format_parameter, formats_of
from config.rest.filters import StrictFilterSet
from config.rest.ordering import Ordering, SortKey, orderings_of
from config.rest.pages import KEYS, Page, cursor_of, links_of
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
from config.rest.reading import Found, Row, read
from config.rest.reading import Shape as RowShape
from config.rest.renderers import JSONRenderer, is_read
from config.rest.rows import ManyField, RowField, RowSerializer

METHODS = ("get", "head", "options")
ALLOWED = ", ".join(METHODS).upper()
# Actions whose answers are JSON and nothing else.
QUICK = ("list", "retrieve")


@dataclass(frozen=True)
class Answer:
    """What an action answers (a serializer; `is_page`: a page of them) and the parameters that it understands.

    `files` are the forms beside JSON, by name; a serializer of None answers nothing else.
    """

    serializer: type[serializers.BaseSerializer] | None
    parameters: list[Parameter] = field(default_factory=list)
    is_page: bool = False
    files: Mapping[str, Format] = field(default_factory=dict)


class ReadOnlyView(GenericViewSet):
    """One list and one detail endpoint. A view names its queryset, serializer, filter set and sort keys."""

    http_method_names = METHODS
    lookup_field = "slug"
    lookup_url_kwarg = "slug"
    lookup_value_regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    serializer_class: ClassVar[type[RowSerializer]]
    detail_serializer_class: ClassVar[type[RowSerializer] | None] = None
    sort_keys: ClassVar[dict[str, SortKey]] = {"id": SortKey("slug")}
    default_ordering: ClassVar[str] = "id"
    page_class: ClassVar[type[Page]] = Page
    # What makes of a row its place on the globe, in GeoJSON's words; a list without one cannot be had as GeoJSON.
    geometry: ClassVar[RowField | ManyField | None] = None

    @property
    def default_response_headers(self) -> dict[str, str]:
        """A browser gets the same answer with line breaks, so caches keep the two apart."""
        return {"Allow": ALLOWED, "Vary": "Accept"}

    @classmethod
    @cache
    def orderings(cls) -> dict[str, Ordering]:
        """The orders that the list can be asked for, by name."""
        return orderings_of(cls.sort_keys, cls.sort_keys["id"])

    @classmethod
    def answers(cls) -> dict[str, Answer]:
        """What each action answers and understands, by its name; the API's documents are made from it."""
        detail = cls.detail_serializer_class or cls.serializer_class
        filters = [
            Parameter(name, item.field.description, item.field.schema)
            for name, item in cls.filterset_class.base_filters.items()
        ]
        common = [ordering_parameter(cls.orderings(), cls.default_ordering), *shape_parameters(cls.serializer_class)]
        files = cls.files()
        page = [*filters, *common, *page_parameters(), format_parameter(files)]
        whole = [*filters, *(item for item in common if item.name != "expand")]
        return {
            "list": Answer(cls.serializer_class, page, is_page=True, files=files),
            "export": Answer(None, whole, files=files),
            "retrieve": Answer(detail, shape_parameters(detail)),
        }

    @classmethod
    def files(cls) -> Mapping[str, Format]:
        """The forms in which the whole list can be had, by name."""
        return formats_of(cls.geometry is not None)

    def perform_content_negotiation(self, request: Request, force: bool = False) -> Any:
        """Who names a file gets it, whatever else the request says that it accepts."""
        is_file = self.action == "export" or "format" in request.query_params
        return super().perform_content_negotiation(request, force=force or is_file)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer; to a program without all that DRF does for others, which takes as long as a page."""
        action = self.action_map.get("get", "")
        is_plain = request.META.get("HTTP_ACCEPT", "") in PROGRAMS and "format" not in request.GET
        if request.method != "GET" or action not in QUICK or not is_plain:
            return super().dispatch(request, *args, **kwargs)
        self.action, request.query_params = action, request.GET
        try:
            response = getattr(self, action)(request, *args, **kwargs)
        except (APIException, Http404) as error:
            response = exception_handler(error, {})
        kind = response.content_type or JSONRenderer.media_type
        headers = {**self.default_response_headers, **response.headers, "Content-Type": kind}
        return HttpResponse(JSONRenderer().render(response.data), status=response.status_code, headers=headers)

    def check(self, request: Request) -> None:
        """Refuse parameters that the action does not understand."""
        check_parameters(request, parameters_of(type(self))[self.action])

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response | HttpResponseBase:
        """One page; with `format`, all of them as a file."""
        self.check(request)
        if form := format_asked(request, self.files()):
            return self.whole(request, form)
        ordering = choice_of(request, "ordering", self.orderings(), self.default_ordering)
        shape = shape_of(request, self.serializer_class)
        page = self.page(request, ordering)
        return self.answer(request, page, self.serializer_class.shaped(shape.only, shape.expand))

    def page(self, request: Request, ordering: Ordering) -> Page:
        """The page that a request asks for; its queryset is made if it is wanted."""
        filters = self.asked(request)
        size, cursor = page_size_of(request), cursor_of(request, ordering)
        base = cast("QuerySet", type(self).queryset)
        condition = comparing(base, filters.comparisons, reading_alias())
        queryset: Any = SimpleLazyObject(lambda: filters.qs)
        return self.page_class(queryset, ordering, size, cursor, condition, filters.values)

    def export(self, request: Request, file_format: str) -> HttpResponseBase:
        """The whole list as a file, with the filters and orders of the list."""
        form = format_named(file_format, self.files())
        self.check(request)
        return self.whole(request, form)

    def whole(self, request: Request, form: Format) -> HttpResponseBase:
        """The whole list in one of its forms."""
        return form.response(request._request, self.listing(request))

    def listing(self, request: Request) -> Listing:
        """The whole list that a request asks for."""
        ordering = choice_of(request, "ordering", self.orderings(), self.default_ordering)
        serializer = self.serializer_class.shaped(shape_of(request, self.serializer_class).only)
        queryset = ordering.apply(self.filtered(request), backwards=False)
        return Listing(self.basename, serializer, queryset, self.geometry)

    def answer(self, request: Request, page: Page, serializer: RowSerializer) -> Response:
        """A page as an answer: how many rows there are in all, the links to its neighbours, and its rows."""
        found, results = rows_of(request, page, serializer)
        return Response(
            {"count": exact_count(request, page.count), **links_of(page, request, found), "results": results}
        )

    def filtered(self, request: Request, queryset: QuerySet | None = None) -> QuerySet:
        """The rows that the filters ask for; of a queryset, if one with the columns of the filters is given."""
        return self.asked(request, queryset).qs

    def asked(self, request: Request, queryset: QuerySet | None = None) -> StrictFilterSet:
        """The filters of a request; InvalidParameters if one is wrong."""
        known = self.filterset_class.base_filters
        parameters = {name: value for name, value in request.query_params.items() if name in known}
        filters = self.filterset_class(parameters, self.get_queryset() if queryset is None else queryset)
        filters.check()
        return filters

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One record, with what one would click for next."""
        self.check(request)
        serializer_class = self.detail_serializer_class or self.serializer_class
        shape = shape_of(request, serializer_class)
        serializer = serializer_class.shaped(shape.only, shape.expand)
        queryset = self.get_queryset().filter(**{self.lookup_field: kwargs["slug"]})
        ordering = self.orderings()[self.default_ordering]
        rows = list(read(queryset, RowShape(queryset.model, serializer.columns, ordering, False, queryset.db), 1))
        if not rows:
            self.explain_missing(kwargs["slug"])
        return Response(serializer.shape(rows)[0])

    def explain_missing(self, slug: str) -> None:
        """Raise what says why there is no such record."""
        raise Http404


@cache
def parameters_of(view: type[ReadOnlyView]) -> dict[str, tuple[str, ...]]:
    """Names of the parameters that each action of a view understands."""
    return {name: tuple(item.name for item in answer.parameters) for name, answer in view.answers().items()}


def rows_of(request: Request, page: Page, serializer: RowSerializer) -> tuple[Found, Any]:
    """The rows of a page, and what is answered for them: as it is kept, where it is and nobody wants it with line breaks."""
    kept = None if is_read(request) else serializer.kept("answer")
    if kept is None:
        found = page.rows(serializer.columns)
        return found, serializer.shape(list(page.in_order(found)))
    found = page.rows(KEYS)
    keys = page.in_order(found.column("pk"))
    if (whole := kept.together(keys, page.using, ",")) is not None:
        return found, Fragment(b"[%b]" % whole)
    texts = kept.texts(keys, page.using)
    missing = made([key for key in keys if key not in texts], page.queryset, serializer)
    return found, [Fragment(texts[key]) if key in texts else missing[key] for key in keys]


def made(keys: list[Any], queryset: QuerySet, serializer: RowSerializer) -> dict[Any, Row]:
    """The answers for some rows of a table by their keys; one query."""
    if not keys:
        return {}
    rows = serializer.raw(queryset.model._default_manager.using(queryset.db).filter(pk__in=keys))
    return dict(zip((row["pk"] for row in rows), serializer.shape(rows), strict=True))
