"""Summaries of lists: how many records, their range, and a total where adding is right."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import QueryDict
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.errors import InvalidParameters, ParameterError
from config.rest.parameters import Parameter, words_of, words_schema
from config.rest.views import Answer
from cooperation.aggregates.claims import Group, SummaryMeasure, summarise
from sources.api.fields import NumberField, absolute
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


class GroupSerializer(serializers.Serializer):
    """One row of a summary."""

    group = KeysField(
        help_text="The values that the records share, by name; null is unknown. Every summary is also split by currency "
        "(funding) or indicator (observations).",
    )
    records = serializers.IntegerField(help_text="Number of records.")
    unknown = serializers.IntegerField(help_text="How many of them give no figure.")
    smallest = NumberField(max_digits=20, decimal_places=4, allow_null=True, help_text="The smallest figure.")
    largest = NumberField(max_digits=20, decimal_places=4, allow_null=True, help_text="The largest figure.")
    total = NumberField(
        max_digits=20, decimal_places=4, allow_null=True, help_text="The sum, only where adding is right; else null."
    )
    no_total_because = serializers.CharField(allow_null=True, help_text="Why there is no total; null if there is one.")
    url = serializers.CharField(help_text="Address of the list of the records.")


class SummarySerializer(serializers.Serializer):
    """A summary: one row for each group, in the order of the groups, unknown last."""

    group_by = serializers.ListField(child=serializers.CharField(), help_text="What the records are grouped by.")
    count = serializers.IntegerField(help_text="Number of groups.")
    results = GroupSerializer(many=True, help_text="The groups.")


@dataclass(frozen=True)
class Question:
    """The filters and groups that a summary was asked for."""

    group_by: tuple[str, ...]
    filters: dict[str, str]


class SummaryView(RecordView):
    """A kind of record whose figures can be summed up."""

    measure: ClassVar[SummaryMeasure]

    @classmethod
    def answers(cls) -> dict[str, Answer]:
        """Lists, details and histories, and the summary, which takes the filters of the list."""
        answers = super().answers()
        filters = [item for item in answers["list"].parameters if item.name in cls.filterset_class.base_filters]
        words = words_schema(cls.measure.groups)
        group_by = Parameter("group_by", "What to group by, separated by commas; absent: all together.", words)
        return {**answers, "summary": Answer(SummarySerializer, [group_by, *filters])}

    @action(detail=False, url_path="summary")
    def summary(self, request: Request) -> Response:
        """Number, range and, where adding is right, total of the records, by group; takes the filters of the list."""
        self.check(request)
        group_by = words_of(request, "group_by", self.measure.groups) or ()
        filters = {name: str(value) for name, value in request.query_params.items() if name != "group_by"}
        groups = summarise(self.filtered(request), self.measure, group_by, MAX_GROUPS)
        if len(groups) > MAX_GROUPS:
            message = f"More than {MAX_GROUPS} groups: group by less, or filter."
            raise InvalidParameters([ParameterError("group_by", message)])
        question = Question(group_by, filters)
        results = [self.row_of(group, question) for group in groups]
        return Response({"group_by": list(group_by), "count": len(results), "results": results})

    def row_of(self, group: Group, question: Question) -> dict[str, Any]:
        """One row of the answer."""
        return {
            "group": group.keys,
            "records": group.records,
            "unknown": group.unknown,
            "smallest": group.smallest,
            "largest": group.largest,
            "total": group.total,
            "no_total_because": group.no_total_because,
            "url": self.address_of(group, question),
        }

    def address_of(self, group: Group, question: Question) -> str:
        """Address of the list of a group's records."""
        parameters = QueryDict(mutable=True)
        parameters.update(question.filters)
        for name, value in group.keys.items():
            parameters[name if value is not None else f"{name}__isnull"] = written(value)
        return absolute(f"{self.serializer_class.list_address()}?{parameters.urlencode()}")


def written(value: Any) -> str:
    """The value of a group as a parameter."""
    if value is None:
        return "true"
    return str(value).lower() if isinstance(value, bool) else str(value)
