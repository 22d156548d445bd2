"""Lists and details, read-only."""

from collections.abc import Mapping
from functools import cache, partial
from typing import Any, ClassVar, NoReturn

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase

from config.databases.routing import reading_alias
from config.rest.caching.stores import exact_count
from config.rest.choices import ChoiceField
from config.rest.dispatch import ApiView
from config.rest.exporting import Listing, format_parameter, formats_of
from config.rest.filters import StrictFilterSet
from config.rest.operations import ApiRequest, Operation, parse_value
from config.rest.ordering import Ordering, SortKey, orderings_of
from config.rest.pages import CURSOR
from config.rest.parameters import (
    field_parameters,
    filter_parameters,
    ordering_parameter,
    page_parameters,
)
from config.rest.rows import RowField, RowSerializer, ToManyField
from config.rest.selections import Selection, prepared_statement, statement_of
from config.rest.statements import Row, shape_of, shapes_of

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
        return cls.operations()[action]

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """What each action answers and understands, by its name; the API's documents are made from it."""
        detail = cls.detail_serializer_class or cls.serializer_class
        filters = filter_parameters(cls.filterset_class.base_filters)
        ordering = ordering_parameter(cls.orderings(), cls.default_ordering)
        fields = field_parameters(cls.serializer_class)
        files = formats_of(cls.geometry is not None)
        page = [*filters, ordering, *fields, *page_parameters(cls.orderings()), format_parameter(files)]
        return {
            "list": Operation(cls.serializer_class, page, is_page=True, files=files),
            "export": Operation(None, [*filters, ordering, fields[0]], files=files),
            "retrieve": Operation(detail, field_parameters(detail)),
        }

    def parse(self, request: HttpRequest) -> ApiRequest:
        """What a request asks the action for."""
        return self.operation(self.action).parse(request.GET, request.path)

    def list(self, request: HttpRequest) -> Any:
        """One page; with `format`, all of them as a file."""
        query = self.parse(request)
        if query.file_format:
            return query.file_format.response(request, self.listing(query))
        return self.page(request, query)

    def export(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The whole list as a file, with the filters and orders of the list."""
        files = self.operation("export").files
        name = parse_value("format", ChoiceField(choices=files), file_format)
        return files[name].response(request, self.listing(self.parse(request)))

    def listing(self, query: ApiRequest) -> Listing:
        """The whole list that a request asks for."""
        serializer = self.serializer_class.with_fields(query.fields.only)
        queryset = query.ordering.apply(self.filtered(query), backwards=False)
        return Listing(self.basename, serializer, queryset, self.geometry, query.filter_texts)

    def filtered(self, query: ApiRequest, queryset: QuerySet | None = None) -> QuerySet:
        """The rows that the filters ask for; of a queryset, if one with the columns of the filters is given."""
        return self.filterset_class.apply(self.queryset.all() if queryset is None else queryset, query.filters)

    def page(
        self,
        request: HttpRequest,
        query: ApiRequest,
        serializer_class: type[RowSerializer] | None = None,
        queryset: QuerySet | None = None,
    ) -> dict[str, Any]:
        """A page as an answer: how many rows there are in all, the links to its neighbours, and its rows.

        They are those of the list, or of a queryset; they are read as they are kept, or else the serializer shapes them.
        """
        serializer = (serializer_class or self.serializer_class).with_fields(query.fields.only, query.fields.expand)
        rendered = None if self.is_indented else serializer.rendered("answer")
        queryset, is_prepared = self.source(query) if queryset is None else (queryset, False)
        selection = self.selection(query, serializer.columns if rendered is None else KEYS, queryset)
        statement = prepared_statement(selection) if is_prepared else statement_of(selection)
        cursor = query.page.cursor
        rows = statement.execute({**query.filters, CURSOR: cursor.position if cursor else None})
        page = query.page.cut(rows)
        links = query.page.links(page, len(rows) > query.page.size, partial(statement.position, query.ordering.name))
        if rendered is None:
            results: Any = serializer.shape([statement.row(values) for values in page])
        else:
            results = rendered.rows([values[0] for values in page], statement.using, serializer.shape_keys)
        count = exact_count(request, partial(self.count, query, queryset))
        return {"count": count, **links, **self.beside(request, query, count), "results": results}

    def beside(self, request: HttpRequest, query: ApiRequest, count: int) -> dict[str, Any]:
        """What a page of a list with so many rows says beside them; the operation declares it."""
        return {}

    def source(self, query: ApiRequest) -> tuple[QuerySet, bool]:
        """What a page is selected from, and whether by a statement that is compiled once."""
        filters = self.filterset_class.base_filters
        if all([filters[name].is_prepared for name in query.filters]):  # noqa: C419  (a generator takes longer)
            return self.queryset, True
        return self.unprepared_source(query)

    def unprepared_source(self, query: ApiRequest) -> tuple[QuerySet, bool]:
        """The same where a filter has to know its value to word its condition; the filters are in the queryset."""
        return self.filtered(query), False

    def selection(self, query: ApiRequest, columns: tuple[str, ...], queryset: QuerySet) -> Selection:
        """What is selected for a page: columns of its rows in the order of the walk, and of one more."""
        position = query.page.cursor and query.page.cursor.position
        return Selection(
            queryset=queryset,
            narrow=self.filterset_class.apply,
            shapes=shapes_of(query.filters if queryset is self.queryset else {}),
            columns=columns,
            ordering=query.ordering,
            limit=query.page.size + 1,
            using=reading_alias(),
            cursor=position and shape_of(position),
            backwards=query.page.backwards,
            keys_first=self.keys_first,
        )

    def count(self, query: ApiRequest, queryset: QuerySet) -> int:
        """How many rows the whole list has, of which a page is selected from a queryset."""
        return (self.filtered(query) if queryset is self.queryset else queryset).count()

    def retrieve(self, request: HttpRequest, slug: str) -> Row:
        """One record, with what one would click for next."""
        fields = self.parse(request).fields
        detail = self.detail_serializer_class or self.serializer_class
        serializer = detail.with_fields(fields.only, fields.expand)
        row = self.row_with_id(slug, serializer.columns)
        if row is None:
            self.explain_missing(slug)
        return serializer.shape([row])[0]

    def row_with_id(self, slug: str, columns: tuple[str, ...]) -> Row | None:
        """Columns of the row with a public id."""
        try:
            values = {"id": self.sort_keys["id"].parse(slug)}
        except ValueError:
            return None
        selection = Selection(
            queryset=self.queryset, narrow=self.with_id, shapes=shapes_of(values), columns=columns,
            ordering=self.orderings()[self.default_ordering], limit=1, using=reading_alias(),
        )  # fmt: skip
        statement = prepared_statement(selection)
        return next((statement.row(row) for row in statement.execute(values)), None)

    @classmethod
    def with_id(cls, queryset: QuerySet, values: Mapping[str, Any]) -> QuerySet:
        return queryset.filter(**{cls.lookup_field: values["id"]})

    def explain_missing(self, slug: str) -> NoReturn:
        """Raise what says why there is no such record."""
        raise Http404
