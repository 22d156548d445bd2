"""Summaries of lists: how many records, their range, and a total where adding is right."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.http import HttpRequest
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from config.rest.errors import InvalidParameters, ParameterError
from config.rest.operations import ApiRequest, Operation
from config.rest.parameters import filter_parameters, group_parameter
from cooperation.aggregates.claims import Group, SummaryMeasure, summarise
from cooperation.api.summary_files import SummarizedView
from cooperation.api.titles import group_titles
from sources.api.fields import JsonNumberField
from sources.api.views import RecordView

MAX_GROUPS = 1_000


@extend_schema_field(
    {
        "type": "object",
        "additionalProperties": {
            "type": ["string", "integer", "boolean", "null"],
            "description": "A word, a public id, a year, true or false; null is unknown.",
        },
    }
)
class KeysField(serializers.DictField):
    """The values that the records of a group share, by name."""


@extend_schema_field({"type": "object", "additionalProperties": {"type": "string", "description": "A title."}})
class TitlesField(serializers.DictField):
    """The same values in words, by name."""

    def __init__(self) -> None:
        super().__init__(
            help_text="Titles of those of the values that have one, by name: of records, of countries, of words of a vocabulary."
        )


class GroupSerializer(serializers.Serializer):
    """One row of a summary."""

    group = KeysField(
        help_text="The values that the records share, by name; null is unknown. Every summary is also split by currency "
        "(funding) or indicator (observations)."
    )
    titles = TitlesField()
    records = serializers.IntegerField(help_text="Number of records.")
    unknown = serializers.IntegerField(help_text="How many of them give no figure.")
    smallest = JsonNumberField(max_digits=20, decimal_places=4, allow_null=True, help_text="The smallest figure.")
    largest = JsonNumberField(max_digits=20, decimal_places=4, allow_null=True, help_text="The largest figure.")
    total = JsonNumberField(
        max_digits=20, decimal_places=4, allow_null=True, help_text="The sum, only where adding is right; else null."
    )
    no_total_because = serializers.CharField(allow_null=True, help_text="Why there is no total; null if there is one.")
    url = serializers.CharField(help_text="Address of the list of the records.")


class WithoutYearSerializer(serializers.Serializer):
    """Records that every other filter finds, and that the one of the fiscal year leaves out because they have none."""

    records = serializers.IntegerField(help_text="How many they are; 0 where no fiscal year is asked for.")
    url = serializers.CharField(allow_null=True, help_text="Address of the list of them; null if there are none.")


class SummarySerializer(serializers.Serializer):
    """A summary: one row for each group, in the order of the groups, unknown last."""

    group_by = serializers.ListField(child=serializers.CharField(), help_text="What the records are grouped by.")
    count = serializers.IntegerField(help_text="Number of groups.")
    without_fiscal_year = WithoutYearSerializer(help_text="Records that drop out because they have no fiscal year.")
    results = GroupSerializer(many=True, help_text="The groups.")


class SummaryView(SummarizedView, RecordView):
    """A kind of record whose figures can be summed up."""

    measure: ClassVar[SummaryMeasure]
    group_serializer = GroupSerializer

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        group_by = group_parameter(cls.measure.groups, "all together")
        filters = filter_parameters(cls.filterset_class.base_filters)
        return {**super().operations(), **cls.summary_operations(SummarySerializer, [group_by, *filters])}

    @action(detail=False, url_path="summary")
    def summary(self, request: HttpRequest) -> Any:
        """Number, range and, where adding is right, total of the records, by group; takes the filters of the list."""
        return self.answer_or_file(request, self.parse(request))

    def group_columns(self, group_by: Iterable[str]) -> dict[str, str]:
        return {name: name for name in (*group_by, *self.measure.split_by)}

    def summed(self, request: HttpRequest, query: ApiRequest) -> dict[str, Any]:
        groups = summarise(self.filtered(query), self.measure, query.group_by, MAX_GROUPS)
        if len(groups) > MAX_GROUPS:
            message = f"More than {MAX_GROUPS} groups: group by less, or filter."
            raise InvalidParameters([ParameterError("group_by", message)])
        columns = self.group_columns(query.group_by)
        titles = group_titles(self.queryset.model, columns, [group.keys for group in groups])
        results = [self.row_of(*pair, query) for pair in zip(groups, titles, strict=True)]
        return {
            "group_by": list(query.group_by),
            "count": len(results),
            "without_fiscal_year": self.without_fiscal_year(query),
            "results": results,
        }

    def without_fiscal_year(self, query: ApiRequest) -> dict[str, Any]:
        """What the filters for the fiscal year leave out because it is unknown."""
        others = {name: value for name, value in query.filters.items() if not name.startswith("fiscal_year")}
        records = 0
        if len(others) < len(query.filters) and "fiscal_year__isnull" not in query.filters:
            records = self.filterset_class.apply(self.queryset.filter(fiscal_year=None), others).count()
        texts = {name: query.filter_texts[name] for name in others}
        return {"records": records, "url": self.listed({**texts, "fiscal_year__isnull": "true"}) if records else None}

    def row_of(self, group: Group, titles: dict[str, str], query: ApiRequest) -> dict[str, Any]:
        return {
            "group": group.keys,
            "titles": titles,
            "records": group.records,
            "unknown": group.unknown,
            "smallest": group.smallest,
            "largest": group.largest,
            "total": group.total,
            "no_total_because": group.no_total_because,
            "url": self.address_of(group, query),
        }

    def address_of(self, group: Group, query: ApiRequest) -> str:
        parameters = dict(query.filter_texts)
        for name, value in group.keys.items():
            parameters[name if value is not None else f"{name}__isnull"] = written(value)
        return self.listed(parameters)


def written(value: Any) -> str:
    if value is None:
        return "true"
    return str(value).lower() if isinstance(value, bool) else str(value)
