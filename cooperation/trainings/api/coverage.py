"""What is known of each country and fiscal year: rows, or why there are none. Answered from a grid, not from a table."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import eq, ge, le
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.http import Http404, HttpResponseBase
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.exporting import Listing, format_asked
from config.rest.filters import Filter, StrictFilterSet
from config.rest.ordering import SortKey
from config.rest.pages import Page, cursor_of, links_of
from config.rest.parameters import choice_of, page_size_of, shape_of
from config.rest.values import ChoiceField, IntegerField, ListField, ValueField
from config.rest.views import ReadOnlyView
from cooperation.trainings.api.filters import CODES, CountryField
from cooperation.trainings.coverage.grid import Cell, CoverageStatus, coverage
from cooperation.trainings.models import Region, ReportedYear
from sources.api.fields import AddressField, absolute

HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": eq,
    "in": lambda value, given: value in given,
    "gte": ge,
    "lte": le,
}


@extend_schema_field({"type": ["string", "null"]})
class TrainingsField(serializers.Field):
    """Address of the list of a cell's training activities; null where there are none."""

    def to_representation(self, cell: Cell) -> str | None:
        """The address."""
        asked = urlencode({"country": cell.country, "fiscal_year": cell.fiscal_year})
        return absolute(f"/api/v1/trainings/?{asked}") if cell.rows else None


class ReportPartSerializer(serializers.Serializer):
    """What one report tells of the country and fiscal year."""

    report = serializers.CharField(help_text="The report, by its years, such as 2010_2011.")
    status = serializers.ChoiceField(CoverageStatus.choices, help_text="What it tells.")
    rows = serializers.IntegerField(allow_null=True, help_text="Its training activities; null where it has none.")


class CoverageSerializer(serializers.Serializer):
    """What is known of one country and fiscal year. Absence is never zero: where there are no rows, figures are null."""

    id = serializers.CharField(source="key", help_text="Public id: country and fiscal year.")
    url = AddressField("coverage", source="key")
    country = serializers.CharField(help_text="Country trained (ISO 3166-1 alpha-3, or the code it had then).")
    country_name = serializers.CharField(allow_null=True, help_text="Its usual name; null where none is known.")
    region = serializers.ChoiceField(
        Region.choices, allow_null=True, help_text="The region of the reports in which it stands; null if unknown."
    )
    fiscal_year = serializers.IntegerField(help_text="US fiscal year.")
    status = serializers.ChoiceField(
        CoverageStatus.choices,
        help_text="`reported`: there are rows. `not_reported`: every report that covers the year has rows of the region "
        "and none of the country. `withheld`, `source_corrupt`: known to be lacking in the report or its file. "
        "`not_imported`: nobody can tell, for a report or its part is not imported. `no_report`: no report is known to "
        "cover the year.",
    )
    explanation = serializers.CharField(help_text="The same in plain language.")
    reports = ReportPartSerializer(
        source="parts", many=True, help_text="What each report that covers the year tells; what says most goes first."
    )
    rows = serializers.IntegerField(allow_null=True, help_text="Training activities in all reports.")
    rows_counted = serializers.IntegerField(
        source="counted.rows", allow_null=True, default=None, help_text="Those that add up: the latest report's."
    )
    trainees = serializers.IntegerField(
        source="counted.trainees", allow_null=True, default=None, help_text="Trainees of those, as far as known."
    )
    unknown_quantities = serializers.IntegerField(
        source="counted.unknown_quantities",
        allow_null=True,
        default=None,
        help_text="How many of those give no number of trainees.",
    )
    cost = serializers.IntegerField(
        source="counted.cost", allow_null=True, default=None, help_text="US dollars of those, as far as known."
    )
    unknown_costs = serializers.IntegerField(
        source="counted.unknown_costs", allow_null=True, default=None, help_text="How many of those give no cost."
    )
    trainings = TrainingsField(source="*", help_text="Address of the list of the rows; null where there are none.")

    @classmethod
    def shaped(cls, only: Iterable[str] | None = None, expand: Iterable[str] = ()) -> Self:
        """The serializer of cells with these fields (None: all); nothing can be expanded."""
        serializer = cls()
        for name in set(serializer.fields) - set(only or serializer.fields):
            serializer.fields.pop(name)
        return serializer


def lookups(column: str, item: ValueField, *words: str) -> dict[str, Filter]:
    """Filters for one column of the grid."""
    return {
        column if word == "exact" else f"{column}__{word}": Filter(
            ListField(item=item) if word == "in" else item, field_name=column, lookup_expr=word
        )
        for word in words
    }


class CoverageFilterSet(StrictFilterSet):
    """The filters of the grid."""

    more: ClassVar = {
        **lookups("country", CountryField(description="Country trained (ISO 3166-1 alpha-3)."), "exact", "in"),
        **lookups(
            "fiscal_year", IntegerField(low=1, high=9999, description="US fiscal year."), "exact", "in", "gte", "lte"
        ),
        **lookups("region", ChoiceField(choices=Region.values, description="Region of the reports."), "exact", "in"),
        **lookups(
            "status", ChoiceField(choices=CoverageStatus.values, description="What is known of it."), "exact", "in"
        ),
    }

    def asked(self) -> list[tuple[Filter, Any]]:
        """The filters that a request uses, with their values; InvalidParameters if one of them is wrong."""
        self.check()
        return [(self.filters[name], value) for name, value in self.values.items()]


@dataclass(frozen=True)
class CellPage(Page):
    """A page of cells, which stand in no table."""

    queryset: list[Cell]  # type: ignore[assignment]

    def rows(self) -> list[dict[str, Any]]:  # type: ignore[override]
        """The cells of the page in the order of the walk, and one more that tells whether the list goes on."""
        falls = self.ordering.descending != self.is_backwards
        placed = sorted(
            ((getattr(cell, self.ordering.key.column), cell.key, cell) for cell in self.queryset),
            key=place,
            reverse=falls,
        )
        if self.cursor is not None:
            begin = (self.cursor.value, self.cursor.tie)
            placed = [item for item in placed if (place(item) < begin if falls else place(item) > begin)]
        return [{"sort_value": value, "sort_id": key, "cell": cell} for value, key, cell in placed[: self.size + 1]]


def place(item: tuple[Any, str, Cell]) -> tuple[Any, str]:
    """Where a cell stands in an order."""
    return item[:2]


class CoverageView(ReadOnlyView):
    """What is known of each country and fiscal year: its rows, or why there are none."""

    lookup_value_regex = "[a-z]{3}-[0-9]{4}"
    serializer_class = CoverageSerializer  # type: ignore[assignment]
    filterset_class = CoverageFilterSet
    sort_keys: ClassVar = {"id": SortKey("key"), "fiscal_year": SortKey("fiscal_year", type="integer")}

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response | HttpResponseBase:
        """One page; a list of cells, so that neither rows of a table nor a queryset are at hand."""
        self.check(request)
        if form := format_asked(request, self.files()):
            return self.whole(request, form)
        ordering = choice_of(request, "ordering", self.orderings(), self.default_ordering)
        shape = shape_of(request, self.serializer_class)
        cells = cells_of(request)
        page = CellPage(cells, ordering, page_size_of(request), cursor_of(request, ordering))
        found = page.rows()
        serializer = CoverageSerializer.shaped(shape.only)
        results = [serializer.to_representation(row["cell"]) for row in page.in_order(found)]
        return Response({"count": len(cells), **links_of(page, request, found), "results": results})

    def listing(self, request: Request) -> Listing:
        """The whole list that a request asks for."""
        ordering = choice_of(request, "ordering", self.orderings(), self.default_ordering)
        serializer = CoverageSerializer.shaped(shape_of(request, self.serializer_class).only)
        cells = cells_of(request)
        found = CellPage(cells, ordering, len(cells), None).rows()
        rows = [serializer.to_representation(row["cell"]) for row in found]
        return Listing(self.basename, serializer, rows)

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """One country and fiscal year, whatever is known of it."""
        self.check(request)
        shape = shape_of(request, self.serializer_class)
        country, year = kwargs["slug"][:3].upper(), int(kwargs["slug"][4:])
        if country not in CODES or not year:
            raise Http404
        cell = Cell(coverage(countries=[country]), country, year)
        return Response(CoverageSerializer.shaped(shape.only).to_representation(cell))


def cells_of(request: Request) -> list[Cell]:
    """The cells that the filters ask for; a country or year that is asked for by name is always among them."""
    known = CoverageFilterSet.base_filters
    parameters = {name: str(text) for name, text in request.query_params.items() if name in known}
    asked = CoverageFilterSet(parameters, ReportedYear.objects.none()).asked()
    grid = coverage(countries=named(asked, "country"), fiscal_years=named(asked, "fiscal_year"))
    # The status goes last: it is the only one that has to be worked out.
    asked.sort(key=lambda question: question[0].field_name == "status")
    return [cell for cell in grid.cells() if all(holds(cell, item, value) for item, value in asked)]


def named(asked: Iterable[tuple[Filter, Any]], column: str) -> list[Any]:
    """The values of a column that are asked for one by one."""
    values = {item.lookup_expr: value for item, value in asked if item.field_name == column}
    return [*([values["exact"]] if "exact" in values else []), *values.get("in", [])]


def holds(cell: Cell, item: Filter, value: Any) -> bool:
    """Whether a cell is what a filter asks for."""
    return HOLDS[item.lookup_expr](getattr(cell, item.field_name), value)
