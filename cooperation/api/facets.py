"""How many rows of a list have each value of some filters: `/api/v1/funding/facets/?facets=stage,program`."""

from functools import cache
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from config.rest.addresses import absolute
from config.rest.choices import WordListField
from config.rest.filters import Filter
from config.rest.operations import ApiRequest, Operation
from config.rest.parameters import Parameter, filter_parameters
from config.rest.values import IntegerField
from config.rest.views import ReadOnlyView
from cooperation.aggregates.facets import value_counts
from cooperation.api.summaries import written
from cooperation.api.titles import COUNTRIES, column_of, titles_of
from sources.api.filters import Many

MOST_FACETS = 10
MOST_VALUES = 100
FEW_VALUES = 20
# Letters of a code, such as a currency or a report; longer columns are texts, in which hardly any two rows agree.
LONGEST_CODE = 20


class FacetListField(WordListField):
    """Some of the facets of a list."""

    def parse(self, text: str) -> tuple[str, ...]:
        words = super().parse(text)
        if len(words) > MOST_FACETS:
            raise ValidationError(f"At most {MOST_FACETS} facets.")
        return words


@extend_schema_field({"type": ["string", "integer", "boolean"]})
class AnyValueField(serializers.Field):
    """A word, a public id, a year, true or false."""


class FacetValueSerializer(serializers.Serializer):
    """One value of a filter."""

    value = AnyValueField(help_text="The value, as the filter takes it.")
    title = serializers.CharField(allow_null=True, help_text="The same in words; null where there are none.")
    count = serializers.IntegerField(help_text="Rows of the list that have it.")
    url = serializers.CharField(help_text="Address of the list of them.")


class UnknownFacetSerializer(serializers.Serializer):
    """Rows without a value."""

    count = serializers.IntegerField(help_text="How many they are.")
    url = serializers.CharField(help_text="Address of the list of them.")


class FacetSerializer(serializers.Serializer):
    """A filter with the values that the rows of the list have."""

    name = serializers.CharField(help_text="Name of the filter.")
    distinct = serializers.IntegerField(help_text="How many different values there are in all, also beyond `limit`.")
    values = FacetValueSerializer(many=True, help_text="The most frequent values first.")
    unknown = UnknownFacetSerializer(
        allow_null=True, help_text="Rows without a value that the public may know of; null where there cannot be any."
    )


class FacetsSerializer(serializers.Serializer):
    """The values of some filters in a list. A row with several values counts in each, so that counts may add up to more."""

    count = serializers.IntegerField(help_text="Rows of the list with the filters that are given.")
    facets = FacetSerializer(many=True, help_text="The facets, in the order asked for.")


class FacetedView(ReadOnlyView):
    """A list whose filters can be asked for their values."""

    # Filters for texts whose values are worth counting, and the columns that they compare.
    text_facets: ClassVar[dict[str, str]] = {}

    @classmethod
    @cache
    def facet_columns(cls) -> dict[str, str]:
        """The columns behind the filters that have few values, by name."""
        filters = cls.filterset_class.base_filters
        found = {name: item.field_name for name, item in filters.items() if is_facet(cls.queryset.model, name, item)}
        return {**found, **cls.text_facets}

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        names = FacetListField(
            cls.facet_columns(),
            description=f"The filters whose values are counted, separated by commas; at most {MOST_FACETS}.",
        )
        names.missing = f"Say which: one or more of {', '.join(names.words)}."
        limit = IntegerField(low=1, high=MOST_VALUES, description=f"Values of each facet ({FEW_VALUES}).")
        own = [Parameter("facets", names, is_filter=True), Parameter("limit", limit, FEW_VALUES)]
        filters = filter_parameters(cls.filterset_class.base_filters)
        return {**super().operations(), "facets": Operation(FacetsSerializer, [*own, *filters])}

    @action(detail=False, url_path="facets")
    def facets(self, request: HttpRequest) -> Any:
        """How many rows of the list have each value of some filters; takes the filters of the list, and all of them hold."""
        query = self.parse(request)
        names = query.filters["facets"]
        filters = {name: value for name, value in query.filters.items() if name != "facets"}
        rows = self.filterset_class.apply(self.queryset.all(), filters)
        facets = [self.facet(name, rows, query) for name in names]
        return {"count": rows.order_by().count(), "facets": facets}

    def facet(self, name: str, rows: models.QuerySet, query: ApiRequest) -> dict[str, Any]:
        path = self.facet_columns()[name]
        column: Any = column_of(self.queryset.model, path)
        found = value_counts(rows, path, column, query.limit or FEW_VALUES)
        titles = titles_of(column, [value for value, _ in found.values])
        values = [
            {
                "value": value,
                "title": titles.get(value),
                "count": count,
                "url": self.narrowed(query, name, written(value)),
            }
            for value, count in found.values
        ]
        return {"name": name, "distinct": found.distinct, "values": values, "unknown": self.unknown(name, rows, query)}

    def unknown(self, name: str, rows: models.QuerySet, query: ApiRequest) -> dict[str, Any] | None:
        lookup = f"{name}__isnull"
        if lookup not in self.filterset_class.base_filters:
            return None
        count = self.filterset_class.base_filters[lookup].filter(rows, True).order_by().count()
        return {"count": count, "url": self.narrowed(query, lookup, "true")}

    def narrowed(self, query: ApiRequest, name: str, text: str) -> str:
        filters = {key: value for key, value in query.filter_texts.items() if key != "facets"}
        return absolute(f"{self.serializer_class.list_address()}?{urlencode({**filters, name: text})}")


def is_facet(model: type[models.Model], name: str, item: Filter) -> bool:
    """Whether a filter asks for one of few values of a column, or for a related record."""
    column: Any = column_of(model, item.field_name)
    if type(item) not in (Filter, Many) or item.lookup_expr != "exact" or name in ("id", "id__in") or column is None:
        return False
    if column.is_relation or column.choices or isinstance(column, models.BooleanField) or column.name in COUNTRIES:
        return True
    is_year = isinstance(column, models.PositiveSmallIntegerField)
    return is_year or (isinstance(column, models.CharField) and (column.max_length or 1_000) <= LONGEST_CODE)
