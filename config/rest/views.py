"""Lists and details, read-only."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, ClassVar, NoReturn

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from orjson import Fragment

from config.databases.routing import reading_alias
from config.rest.caching.stores import exact_count
from config.rest.choices import ChoiceField
from config.rest.dispatch import ApiView
from config.rest.exporting import Format, Listing, format_parameter, formats_of
from config.rest.filters import StrictFilterSet
from config.rest.operations import ApiRequest, Operation
from config.rest.ordering import Ordering, SortKey, orderings_of
from config.rest.pages import Position
from config.rest.parameters import (
    Parameter,
    field_parameters,
    filter_parameters,
    ordering_parameter,
    page_parameters,
)
from config.rest.rendered import RenderedColumn
from config.rest.renderers import JSONRenderer, is_for_browser
from config.rest.rows import RowField, RowSerializer, ToManyField
from config.rest.statements import POSITION, Row, Rows, Selection, Statement, prepared_statement, shape_of, statement_of

# The columns of rows that are only to be found.
KEYS = ("pk",)


class ReadOnlyView(ApiView):
    """One list and one detail endpoint. A view names its queryset, serializer, filter set and sort keys."""

    lookup_field = "slug"
    lookup_url_kwarg = "slug"
    lookup_value_regex = "[a-z0-9]+(?:-[a-z0-9]+)*"

    queryset: ClassVar[Any] = None
    serializer_class: ClassVar[type[RowSerializer]]
    detail_serializer_class: ClassVar[type[RowSerializer] | None] = None
    filterset_class: ClassVar[type[StrictFilterSet]]
    sort_keys: ClassVar[dict[str, SortKey]] = {"id": SortKey("slug")}
    default_ordering: ClassVar[str] = "id"
    # Whether the rows of a wide table are found in an index that holds all that is asked and sorted by, before they are read.
    keys_first: ClassVar[bool] = False
    # Whether records can be withdrawn: then their addresses answer 410.
    can_be_gone: ClassVar[bool] = False
    # What makes of a row its place on the globe, in GeoJSON's words; a list without one cannot be had as GeoJSON.
    geometry: ClassVar[RowField | ToManyField | None] = None

    @classmethod
    @cache
    def orderings(cls) -> dict[str, Ordering]:
        """The orders that the list can be asked for, by name."""
        return orderings_of(cls.sort_keys, cls.sort_keys["id"])

    @classmethod
    @cache
    def operation(cls, action: str) -> Operation:
        """What an action answers and understands."""
        return cls.operations()[action]

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """What each action answers and understands, by its name; the API's documents are made from it."""
        detail = cls.detail_serializer_class or cls.serializer_class
        filters = filter_parameters(cls.filterset_class.base_filters)
        ordering = ordering_parameter(cls.orderings(), cls.default_ordering)
        fields = fields_of(cls.serializer_class)
        files = cls.files()
        page = [*filters, ordering, *fields, *page_parameters(cls.orderings()), format_parameter(files)]
        return {
            "list": Operation(cls.serializer_class, page, is_page=True, files=files),
            "export": Operation(None, [*filters, ordering, fields[0]], files=files),
            "retrieve": Operation(detail, fields_of(detail)),
        }

    @classmethod
    def files(cls) -> Mapping[str, Format]:
        """The forms in which the whole list can be had, by name."""
        return formats_of(cls.geometry is not None)

    def media_type(self, request: HttpRequest) -> str:
        """The content type; who names a file gets it, whatever else the request says that it accepts."""
        is_file = self.action == "export" or "format" in request.GET
        return JSONRenderer.media_type if is_file else super().media_type(request)

    def parse(self, request: HttpRequest) -> ApiRequest:
        """What a request asks the action for."""
        return self.operation(self.action).parse(request.GET, request.path)

    def list(self, request: HttpRequest) -> Any:
        """One page; with `format`, all of them as a file."""
        query = self.parse(request)
        if query.file_format:
            return query.file_format.response(request, self.listing(query))
        return self.page(request, query, self.serializer_class.with_fields(query.fields.only, query.fields.expand))

    def export(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The whole list as a file, with the filters and orders of the list."""
        name = Parameter("format", ChoiceField(choices=self.files())).parse(file_format)
        return self.files()[name].response(request, self.listing(self.parse(request)))

    def listing(self, query: ApiRequest) -> Listing:
        """The whole list that a request asks for."""
        serializer = self.serializer_class.with_fields(query.fields.only)
        queryset = query.ordering.apply(self.filtered(query), backwards=False)
        return Listing(self.basename, serializer, queryset, self.geometry)

    def filtered(self, query: ApiRequest, queryset: QuerySet | None = None) -> QuerySet:
        """The rows that the filters ask for; of a queryset, if one with the columns of the filters is given."""
        return self.filterset_class.apply(self.queryset.all() if queryset is None else queryset, query.filters)

    def page(
        self, request: HttpRequest, query: ApiRequest, serializer: RowSerializer, queryset: QuerySet | None = None
    ) -> dict[str, Any]:
        """A page as an answer: how many rows there are in all, the links to its neighbours, and its rows.

        They are those of the list, or of a queryset; they are read as they are kept, or else the serializer shapes them.
        """
        queryset = self.unprepared_rows(query) if queryset is None else queryset
        rendered = None if is_for_browser(request) else serializer.rendered("answer")
        statement, rows = self.select(query, serializer.columns if rendered is None else KEYS, queryset)
        found = query.page.cut(rows)
        if rendered is None:
            results: Any = serializer.shape([statement.row(values) for values in found])
        else:
            results = rendered_rows([values[0] for values in found], rendered, serializer, statement.using)
        count = exact_count(request, partial(self.count, query, queryset))
        links = query.page.links(rows, lambda values: Position(query.ordering.name, *statement.sort_values(values)))
        return {"count": count, **links, "results": results}

    def unprepared_rows(self, query: ApiRequest) -> QuerySet | None:
        """The rows of a list, if a filter has to know its value to word its condition."""
        return None if self.filterset_class.can_prepare(query.filters) else self.filtered(query)

    def select(self, query: ApiRequest, columns: tuple[str, ...], queryset: QuerySet | None) -> tuple[Statement, Rows]:
        """Columns of the rows of a page in the order of the walk, and of one more, with the statement that read them."""
        filters = query.filters if queryset is None else {}
        cursor = query.page.cursor
        position = cursor and (cursor.position.value, cursor.position.tie)
        selection = Selection(
            queryset=self.queryset if queryset is None else queryset,
            narrow=self.filterset_class.apply,
            shapes=tuple([(name, shape_of(value)) for name, value in filters.items()]),
            columns=columns,
            ordering=query.ordering,
            limit=query.page.size + 1,
            using=reading_alias(),
            position=position and shape_of(position),
            backwards=query.page.backwards,
            keys_first=self.keys_first,
        )
        statement = prepared_statement(selection) if queryset is None else statement_of(selection)
        return statement, statement.execute({**filters, POSITION: position})

    def count(self, query: ApiRequest, queryset: QuerySet | None) -> int:
        """How many rows the whole list has."""
        return (self.filtered(query) if queryset is None else queryset).count()

    def retrieve(self, request: HttpRequest, slug: str) -> Row:
        """One record, with what one would click for next."""
        query = self.parse(request)
        detail = self.detail_serializer_class or self.serializer_class
        serializer = detail.with_fields(query.fields.only, query.fields.expand)
        ordering = self.orderings()[self.default_ordering]
        key = self.sort_keys["id"].parse(slug)
        selection = Selection(
            queryset=self.queryset, narrow=self.with_id, shapes=(("id", shape_of(key)),), columns=serializer.columns,
            ordering=ordering, limit=1, using=reading_alias(),
        )  # fmt: skip
        statement = prepared_statement(selection)
        rows = statement.execute({"id": key})
        if not rows:
            self.explain_missing(slug)
        return serializer.shape([statement.row(values) for values in rows])[0]

    @classmethod
    def with_id(cls, queryset: QuerySet, values: Mapping[str, Any]) -> QuerySet:
        """The row with a public id."""
        return queryset.filter(**{cls.lookup_field: values["id"]})

    def explain_missing(self, slug: str) -> NoReturn:
        """Raise what says why there is no such record."""
        raise Http404


def fields_of(serializer: Any) -> list[Parameter]:
    """The parameters that choose the fields of a serializer."""
    return field_parameters(serializer.with_fields().fields, serializer.expandable())


def rendered_rows(keys: list[Any], rendered: RenderedColumn, serializer: RowSerializer, using: str) -> Any:
    """Rows of a page as they are kept, those that are not as the serializer shapes them; by their keys."""
    if (text := rendered.joined_text(keys, using, ",")) is not None:
        return Fragment(b"[%b]" % text)
    texts = rendered.texts(keys, using)
    missing = shaped_rows([key for key in keys if key not in texts], serializer, using)
    return [Fragment(texts[key]) if key in texts else missing[key] for key in keys]


def shaped_rows(keys: list[Any], serializer: RowSerializer, using: str) -> dict[Any, Row]:
    """The answers for some rows of a table by their keys; one query."""
    if not keys:
        return {}
    rows = serializer.raw(serializer.Meta.model.objects.using(using).filter(pk__in=keys))
    return dict(zip((row["pk"] for row in rows), serializer.shape(rows), strict=True))
