"""What is known of each country and fiscal year: rows, or why there are none. Answered from a grid, not from a table."""

from collections.abc import Callable, Iterable
from functools import partial
from operator import eq, ge, gt, le, lt, ne
from typing import Any, ClassVar, Self
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.addresses import absolute
from config.rest.choices import ChoiceField
from config.rest.exporting import Listing
from config.rest.filters import COMPARISONS, Filter, StrictFilterSet
from config.rest.operations import ApiRequest
from config.rest.ordering import SortKey
from config.rest.pages import Position
from config.rest.values import ListField, ValueField, YearField
from config.rest.views import ReadOnlyView
from cooperation.api.countries import CountryField
from cooperation.trainings.api.filters import CODES
from cooperation.trainings.coverage.grid import Cell, CoverageStatus, coverage
from cooperation.trainings.models import Region
from sources.api.fields import AddressField

HOLDS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": eq,
    "in": lambda value, values: value in values,
    "ne": ne,
    "gt": gt,
    "gte": ge,
    "lt": lt,
    "lte": le,
}


@extend_schema_field({"type": ["string", "null"]})
class TrainingsField(serializers.Field):
    """Address of the list of the training activities that a cell's figures add up; null where there are none."""

    def to_representation(self, cell: Cell) -> str | None:
        filters = urlencode({"country": cell.country, "fiscal_year": cell.fiscal_year, "is_counted": "true"})
        return absolute(f"/api/v1/trainings/?{filters}") if cell.rows else None


class EvidenceSerializer(serializers.Serializer):
    """What a report or its publisher says of it, and where."""

    text = serializers.CharField(help_text="What is said: of the report's own line as printed, of others in our words.")
    # A member of the answer, not what the serializer reads from.
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="Where: report, section, page and id of the line, or who published it."
    )


class ReportPartSerializer(serializers.Serializer):
    """What one report tells of the country and fiscal year."""

    report = serializers.CharField(help_text="The report, by its years, such as 2010_2011.")
    status = serializers.ChoiceField(CoverageStatus.choices, help_text="What it tells.")
    rows = serializers.IntegerField(allow_null=True, help_text="Its training activities; null where it has none.")
    evidence = EvidenceSerializer(
        many=True,
        help_text="What it rests on: its own line that there is nothing, known gaps and caveats of the report.",
    )


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
        "and none of the country, or says that there was nothing. `withheld`, `source_corrupt`: known to be lacking in the report or its file. "
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
    trainings = TrainingsField(
        source="*", help_text="Address of the list of those that add up; null where there are none."
    )

    @classmethod
    def with_fields(cls, only: Iterable[str] | None = None, expand: Iterable[str] = ()) -> Self:
        serializer = cls()
        for name in set(serializer.fields) - set(only or serializer.fields):
            serializer.fields.pop(name)
        return serializer

    @classmethod
    def expandable(cls) -> tuple[str, ...]:
        return ()


def lookups(column: str, item: ValueField, *words: str) -> dict[str, Filter]:
    return {
        column if word == "exact" else f"{column}__{word}": Filter(
            ListField(item=item) if word == "in" else item, field_name=column, lookup_expr=word
        )
        for word in words
    }


class CoverageFilterSet(StrictFilterSet):
    """The filters of the grid."""

    more: ClassVar = {
        **lookups(
            "country", CountryField(codes=CODES, description="Country trained (ISO 3166-1 alpha-3)."), "exact", "in"
        ),
        **lookups("fiscal_year", YearField(description="US fiscal year."), "exact", "in", *COMPARISONS),
        **lookups("region", ChoiceField(choices=Region.values, description="Region of the reports."), "exact", "in"),
        **lookups(
            "status", ChoiceField(choices=CoverageStatus.values, description="What is known of it."), "exact", "in"
        ),
    }


class CoverageView(ReadOnlyView):
    """What is known of each country and fiscal year: its rows, or why there are none."""

    lookup_value_regex = "[a-z]{3}-[0-9]{4}"
    serializer_class = CoverageSerializer  # type: ignore[assignment]
    filterset_class = CoverageFilterSet
    sort_keys: ClassVar = {"id": SortKey("key"), "fiscal_year": SortKey("fiscal_year", type="integer")}

    def list(self, request: HttpRequest) -> Any:
        """One page; a list of cells, so that neither rows of a table nor a queryset are at hand."""
        query = self.parse(request)
        if query.file_format:
            return query.file_format.response(request, self.listing(query))
        cells = select_cells(query)
        rows = behind(query, walk_order(cells, query))
        page = query.page.cut(rows)
        links = query.page.links(page, len(rows) > query.page.size, partial(cell_position, query))
        serializer = CoverageSerializer.with_fields(query.fields.only)
        results = [serializer.to_representation(cell) for cell in page]
        return {"count": len(cells), **links, "results": results}

    def listing(self, query: ApiRequest) -> Listing:
        serializer = CoverageSerializer.with_fields(query.fields.only)
        rows = [serializer.to_representation(cell) for cell in walk_order(select_cells(query), query)]
        return Listing(self.basename, serializer, rows, filters=query.filter_texts)

    def retrieve(self, request: HttpRequest, slug: str) -> Any:
        """One country and fiscal year, whatever is known of it."""
        query = self.parse(request)
        country, year = slug[:3].upper(), int(slug[4:])
        if country not in CODES or not year:
            raise Http404
        cell = Cell(coverage(countries=[country]), country, year)
        return CoverageSerializer.with_fields(query.fields.only).to_representation(cell)


def select_cells(query: ApiRequest) -> list[Cell]:
    """The cells that the filters ask for; a country or year that is asked for by name is always among them."""
    filters = [(CoverageFilterSet.base_filters[name], value) for name, value in query.filters.items()]
    grid = coverage(countries=values_of(filters, "country"), fiscal_years=values_of(filters, "fiscal_year"))
    # The status goes last: it is the only one that has to be worked out.
    filters.sort(key=lambda pair: pair[0].field_name == "status")
    return [cell for cell in grid.cells() if all(holds(cell, item, value) for item, value in filters)]


def cell_position(query: ApiRequest, cell: Cell) -> Position:
    return Position(query.ordering.name, getattr(cell, query.ordering.key.column), cell.key)


def walk_order(cells: list[Cell], query: ApiRequest) -> list[Cell]:
    falls = query.ordering.descending != query.page.backwards
    return sorted(cells, key=partial(cell_position, query), reverse=falls)


def behind(query: ApiRequest, cells: list[Cell]) -> list[Cell]:
    """The cells behind the cursor of a request, of those in the order of its walk."""
    if query.page.cursor is None:
        return cells
    begin = query.page.cursor.position
    compare = lt if query.ordering.descending != query.page.backwards else gt
    return [cell for cell in cells if compare(cell_position(query, cell), begin)]


def values_of(filters: Iterable[tuple[Filter, Any]], column: str) -> list[Any]:
    values = {item.lookup_expr: value for item, value in filters if item.field_name == column}
    return [*([values["exact"]] if "exact" in values else []), *values.get("in", [])]


def holds(cell: Cell, item: Filter, value: Any) -> bool:
    return HOLDS[item.lookup_expr](getattr(cell, item.field_name), value)
