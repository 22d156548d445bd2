"""Summaries as files: a row for each group, a column for each value that its rows share, for its title, and for each sum."""

from collections.abc import Iterable, Mapping, Sequence
from copy import deepcopy
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase
from rest_framework import serializers

from config.rest.addresses import absolute
from config.rest.choices import ChoiceField
from config.rest.exporting import Listing, format_parameter, formats_of
from config.rest.operations import ApiRequest, Operation, parse_value
from config.rest.parameters import Parameter
from config.rest.views import ReadOnlyView
from cooperation.api.titles import column_of, has_titles

FIELDS: list[tuple[type[models.Field], type[Any]]] = [
    (models.BooleanField, serializers.BooleanField),
    (models.IntegerField, serializers.IntegerField),
]


class SummaryTable(serializers.Serializer):
    """The shape of a row; `columns` are those of the values, by name, and `item` is the serializer of a group."""

    def __init__(self, model: type[Model], columns: Mapping[str, str], item: type[serializers.Serializer]) -> None:
        super().__init__()
        self.model, self.columns, self.item = model, columns, item

    def get_fields(self) -> dict[str, serializers.Field]:
        fields: dict[str, serializers.Field] = {}
        for name, path in self.columns.items():
            column = column_of(self.model, path)
            # A month is worked out of a day.
            kind = next((field for kind, field in FIELDS if isinstance(column, kind)), serializers.CharField)
            fields[name] = kind(
                help_text=str(getattr(column, "help_text", "")) or f"{name}: a value that the rows share."
            )
            if has_titles(column):
                fields[f"{name}_title"] = serializers.CharField(help_text=f"Title of `{name}`.")
        sums = {name: deepcopy(field) for name, field in self.item().fields.items() if name not in ("group", "titles")}
        return {**fields, **sums}

    def row(self, group: Mapping[str, Any]) -> dict[str, Any]:
        """The row of a group of an answer."""
        flat = {**group.get("group", {}), **{f"{name}_title": text for name, text in group.get("titles", {}).items()}}
        return {name: flat.get(name, group.get(name)) for name in map(str, self.fields)}


class SummarizedView(ReadOnlyView):
    """A list whose summary can be had as a file; a view gives it in `summed`, and says how its groups are called and shaped."""

    group_serializer: type[serializers.Serializer]

    @classmethod
    def summary_operations(
        cls, answer: type[serializers.Serializer], parameters: Sequence[Parameter]
    ) -> dict[str, Operation]:
        files = formats_of(has_geometry=False)
        as_file = format_parameter(files)
        return {
            "summary": Operation(answer, [*parameters, as_file], files=files),
            "summary_export": Operation(None, parameters, files=files),
        }

    def summary_export(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The summary as a file, a row for each group; the groups and orders are those of the summary."""
        files = self.operation("summary_export").files
        name = parse_value("format", ChoiceField(choices=files), file_format)
        query = self.parse(request)
        return files[name].response(request, self.summary_listing(query, self.summed(request, query)))

    def answer_or_file(self, request: HttpRequest, query: ApiRequest) -> Any:
        """What a summary answers, or the file that is asked for."""
        answer = self.summed(request, query)
        return query.file_format.response(request, self.summary_listing(query, answer)) if query.file_format else answer

    def listed(self, parameters: Mapping[str, str]) -> str:
        """Address of the list with these parameters."""
        return absolute(f"{self.serializer_class.list_address()}?{urlencode(parameters)}")

    def summed(self, request: HttpRequest, query: ApiRequest) -> dict[str, Any]:
        """The answer of the summary; its groups are in `results`."""
        raise NotImplementedError

    def group_columns(self, group_by: Iterable[str]) -> dict[str, str]:
        """The columns of the values that the rows of a group share, by name."""
        return {name: name for name in group_by}

    def summary_listing(self, query: ApiRequest, answer: Mapping[str, Any]) -> Listing:
        table = SummaryTable(self.queryset.model, self.group_columns(query.group_by), self.group_serializer)
        filters = {**({"by": ",".join(query.group_by)} if query.group_by else {}), **query.filter_texts}
        rows = [table.row(group) for group in answer["results"]]
        return Listing(f"{self.basename}-summary", table, rows, filters=filters)
