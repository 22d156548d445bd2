"""The summary of training activities: rows, trainees, costs and courses by group."""

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any, NoReturn

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.decorators import action

from config.rest.errors import InvalidParameters, ParameterError
from config.rest.operations import ApiRequest, Operation
from config.rest.parameters import Parameter, filter_parameters, group_parameter, ordering_parameter
from config.rest.values import IntegerField
from cooperation.api.summaries import MAX_GROUPS, KeysField, TitlesField, written
from cooperation.api.summary_files import SummarizedView
from cooperation.api.titles import group_titles
from cooperation.trainings.api.not_held import NotHeldSerializer, not_held_answer
from cooperation.trainings.groups import (
    COLUMNS,
    GROUPS,
    ORDERINGS,
    TrainingGroup,
    YearNotCounted,
    has_more_groups,
    is_ready,
    training_groups,
    years_not_counted,
)
from cooperation.trainings.models import ReportedYear

LIMIT = IntegerField(
    low=1,
    high=MAX_GROUPS,
    description=f"Only so many groups, the first in the order; without it, more than {MAX_GROUPS} groups are refused.",
)


class TrainingGroupSerializer(serializers.Serializer):
    """One row of a summary of training activities."""

    group = KeysField(
        help_text="The values that the rows share, by name; null is unknown. Texts are without case, accents "
        "and punctuation. Of a row with several recipients all are named, separated by commas: it is in that group only."
    )
    titles = TitlesField()
    rows = serializers.IntegerField(help_text="Training activities.")
    trainees = serializers.IntegerField(
        allow_null=True, help_text="Sum of the known quantities; null if none is known."
    )
    unknown_quantities = serializers.IntegerField(help_text="Rows whose number of trainees is unknown.")
    cost = serializers.IntegerField(
        allow_null=True, help_text="US dollars: sum of the known costs; null if none is known."
    )
    unknown_costs = serializers.IntegerField(help_text="Rows whose cost is unknown.")
    courses = serializers.IntegerField(help_text="Different course titles, apart from case, accents and punctuation.")
    url = serializers.CharField(help_text="Address of the list of the rows.")


class YearNotCountedSerializer(serializers.Serializer):
    """A fiscal year of which several reports hold rows."""

    fiscal_year = serializers.IntegerField(help_text="US fiscal year.")
    rows = serializers.IntegerField(help_text="Rows that are not counted.")
    countries = serializers.ListField(
        child=serializers.CharField(), help_text="Countries (ISO 3166-1 alpha-3) whose rows these are."
    )


class NotCountedSerializer(serializers.Serializer):
    """Rows that the filters ask for and that a summary leaves out: a later report covers the country and fiscal year."""

    rows = serializers.IntegerField(help_text="How many they are.")
    fiscal_years = YearNotCountedSerializer(many=True, help_text="The fiscal years and countries that they are of.")
    url = serializers.CharField(allow_null=True, help_text="Address of the list of the rows; null if there are none.")


class TrainingSummarySerializer(serializers.Serializer):
    """A summary of training activities: of a country's fiscal year that several reports cover, the latest report counts."""

    group_by = serializers.ListField(child=serializers.CharField(), help_text="What the rows are grouped by.")
    count = serializers.IntegerField(help_text="Number of groups in all, also of those beyond `limit`.")
    not_counted = NotCountedSerializer(help_text="Rows that are left out, so that nothing is counted twice.")
    not_held = NotHeldSerializer(help_text="What is asked for and not imported: its absence is no zero.")
    results = TrainingGroupSerializer(many=True, help_text="The groups, in the order asked for.")


class TrainingSummaryView(SummarizedView):
    """Training activities, which add up."""

    group_serializer = TrainingGroupSerializer

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        ordering = ordering_parameter({word: word for word in ORDERINGS}, "group")
        own = [group_parameter(GROUPS, "all together"), ordering, Parameter("limit", LIMIT)]
        filters = filter_parameters(cls.filterset_class.base_filters)
        return {**super().operations(), **cls.summary_operations(TrainingSummarySerializer, [*own, *filters])}

    @action(detail=False, url_path="summary")
    def summary(self, request: HttpRequest) -> Any:
        """Rows, trainees, costs and courses, by group; takes the filters of the list.

        Of a country's fiscal year that several reports cover, the latest report counts; `not_counted` tells what is left out.
        `not_held` tells of which countries and years that are asked for nothing is imported.
        """
        return self.answer_or_file(request, self.parse(request))

    def group_columns(self, group_by: Iterable[str]) -> dict[str, str]:
        """The columns of the values; a month is not one, and recipients are organizations that a reading names."""
        own = {"month": "month", "recipient": "recipients__links__organization"}
        return {name: own.get(name, COLUMNS[name]) for name in group_by}

    def summed(self, request: HttpRequest, query: ApiRequest) -> dict[str, Any]:
        rows, filters = self.rows_of(query), query.filter_texts
        if query.limit is None and has_more_groups(rows, query.group_by, MAX_GROUPS):
            refuse()
        groups = training_groups(rows, query.group_by, query.ordering, query.limit or MAX_GROUPS)
        keys = [group.keys for group in groups.groups]
        titles = group_titles(self.queryset.model, self.group_columns(query.group_by), keys)
        results = [self.row_of(*pair, filters) for pair in zip(groups.groups, titles, strict=True)]
        not_counted = self.not_counted(years_not_counted(rows), filters)
        return {
            "group_by": list(query.group_by),
            "count": groups.count,
            "not_counted": not_counted,
            "not_held": not_held_answer(request, query.filters, finds_nothing=not groups.count),
            "results": results,
        }

    def rows_of(self, query: ApiRequest) -> QuerySet:
        """What the filters ask for: the rows, or the sums of country and fiscal year where these tell as much."""
        filters = {name: self.filterset_class.base_filters[name] for name in query.filters}
        columns = [item.field_name for item in filters.values()]
        fixed = [name for name, item in filters.items() if name == item.field_name and item.lookup_expr == "exact"]
        return self.filtered(query, ReportedYear.objects.all() if is_ready(query.group_by, columns, fixed) else None)

    def row_of(self, group: TrainingGroup, titles: dict[str, str], filters: Mapping[str, str]) -> dict[str, Any]:
        return {
            "group": group.keys,
            "titles": titles,
            "rows": group.rows,
            "trainees": group.trainees,
            "unknown_quantities": group.unknown_quantities,
            "cost": group.cost,
            "unknown_costs": group.unknown_costs,
            "courses": group.courses,
            "url": self.listed({**filters, **shared(group.keys, filters), "is_counted": "true"}),
        }

    def not_counted(self, years: list[YearNotCounted], filters: Mapping[str, str]) -> dict[str, Any]:
        """The rows that are left out, as the answer tells of them."""
        return {
            "rows": sum(year.rows for year in years),
            "fiscal_years": [asdict(year) for year in years],
            "url": self.listed({**filters, "is_counted": "false"}) if years else None,
        }


def refuse() -> NoReturn:
    """Say that an answer would hold too many groups, and what helps."""
    message = f"More than {MAX_GROUPS} groups: filter, group by less, or ask for the first with `limit`."
    raise InvalidParameters([ParameterError("group_by", message)])


def shared(keys: Mapping[str, Any], filters: Mapping[str, str]) -> dict[str, str]:
    """The filters that find the rows of a group among those of the summary."""
    parameters: dict[str, str] = {}
    for name, value in keys.items():
        if name == "month":
            parameters |= month_of(value, filters)
        elif name == "recipient" and value is not None:
            parameters["recipients"] = value
        else:
            parameters[name if value is not None else f"{name}__isnull"] = written(value)
    return parameters


def month_of(month: str | None, filters: Mapping[str, str]) -> dict[str, str]:
    """The filters that find the rows which begin in a month, such as 2011-03, among those of the summary."""
    if month is None:
        return {"start__isnull": "true"}
    _, days = monthrange(int(month[:4]), int(month[5:]))
    first, last = f"{month}-01", f"{month}-{days}"
    return {
        "start__gte": max(first, filters.get("start__gte", first)),
        "start__lte": min(last, filters.get("start__lte", last)),
    }
