"""The endpoint of the totals that reports print, beside the sums of the rows that they cover."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.db.models import Count, Field, Q
from django.http import HttpRequest
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.decorators import action

from config.rest.addresses import absolute
from config.rest.filters import COMPARISONS, FIGURES, REQUIRED_WORDS, Filter, StrictFilterSet
from config.rest.operations import ApiRequest, Operation
from config.rest.ordering import SortKey
from config.rest.parameters import filter_parameters, group_parameter
from config.rest.statements import Row
from config.rest.values import BooleanField, ValueField
from cooperation.api.countries import CountryField
from cooperation.api.summaries import KeysField, TitlesField
from cooperation.api.summary_files import SummarizedView
from cooperation.api.titles import group_titles
from cooperation.trainings.api.filters import AS_PRINTED, CODES, ReportField
from cooperation.trainings.api.serializers import ComputedField
from cooperation.trainings.models import PrintedTotal
from sources.api.fields import RecordSerializer
from sources.api.texts import KnownTextField

ADDRESS = "/api/v1/reconciliation/printed-totals/"
HUNDREDTH = Decimal("0.01")
GROUPS = ("report", "country", "fiscal_year")
COUNTS = {
    "totals": Count("pk"),
    "agreeing": Count("pk", filter=Q(agrees=True)),
    "differing": Count("pk", filter=Q(agrees=False)),
}


@extend_schema_field({"type": "string"})
class TotalAddressField(ComputedField):
    """Address of the total itself."""

    columns = ("slug",)

    def from_row(self, row: Row) -> str:
        return absolute(f"{ADDRESS}{row['slug']}/")


@extend_schema_field({"type": "array", "items": {"type": "string"}})
class RowsField(ComputedField):
    """Addresses of the rows that the total covers."""

    columns = ("report", "country", "fiscal_year", "program_spellings")

    def from_row(self, row: Row) -> list[str]:
        """One list of rows for each spelling of the program."""
        shared = {name: row[name] for name in ("report", "country", "fiscal_year")}
        return [
            absolute(f"/api/v1/trainings/?{urlencode({**shared, 'program_as_printed': spelling})}")
            for spelling in filter(None, dict.fromkeys(row["program_spellings"]))
        ]


class PrintedTotalSerializer(RecordSerializer):
    """What a report prints as a total, and what the rows that it covers add up to."""

    id = serializers.CharField(source="slug", read_only=True, help_text="Public id.")
    url = TotalAddressField(help_text="Address of the total.")
    program_as_printed = serializers.CharField(
        source="program", read_only=True, help_text="The program as printed with the total."
    )
    program_spellings = serializers.ListField(
        child=serializers.CharField(), read_only=True, help_text="How the rows spell the program that the total covers."
    )
    quantity_difference = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="Trainees recorded less printed; null where either is unknown."
    )
    cost_difference = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="US dollars recorded less printed; null where either is unknown."
    )
    agrees = serializers.BooleanField(
        read_only=True,
        allow_null=True,
        help_text="Whether trainees are equal, and dollars to within 2; null where there is nothing to compare.",
    )
    rows = RowsField(help_text="Addresses of the rows that the total covers, one for each spelling of the program.")

    class Meta:
        model = PrintedTotal
        fields = (
            "id", "url", "report", "fiscal_year", "country", "country_as_printed", "program_as_printed", "program_spellings",
            "quantity", "total_cost", "recorded_rows", "recorded_quantity", "recorded_cost", "quantity_difference",
            "cost_difference", "agrees", "rows",
        )  # fmt: skip


def programs_of_totals() -> Iterable[str]:
    return PrintedTotal.objects.order_by().values_list("program", flat=True).distinct()


class PrintedTotalFilterSet(StrictFilterSet):
    """The filters of printed totals."""

    more: ClassVar = {
        "program_as_printed": Filter(
            KnownTextField(programs_of_totals, as_printed=True, description=AS_PRINTED),
            field_name="program",
            lookup_expr="in",
        )
    }

    class Meta:
        model = PrintedTotal
        fields: ClassVar = {
            "report": REQUIRED_WORDS,
            "country": REQUIRED_WORDS,
            "fiscal_year": ("exact", "in", *COMPARISONS),
            "quantity": FIGURES,
            "total_cost": FIGURES,
            "recorded_rows": FIGURES,
            "agrees": ("exact", "isnull"),
        }

    @classmethod
    def field_for(cls, column: Field, description: str) -> ValueField:
        if column.name == "country":
            return CountryField(codes=CODES, description=description)
        if column.name == "report":
            return ReportField(description=description)
        if column.name == "agrees":
            return BooleanField(description=description)
        return super().field_for(column, description)


class MatchSerializer(serializers.Serializer):
    """How many of some totals the rows meet."""

    totals = serializers.IntegerField(help_text="Printed totals.")
    agreeing = serializers.IntegerField(help_text="Those that the rows meet: trainees equal, dollars to within 2.")
    differing = serializers.IntegerField(help_text="Those that the rows do not meet.")
    not_compared = serializers.IntegerField(
        help_text="Those with nothing to compare: no rows imported of the country and year in the report, or no figure printed."
    )
    agreeing_percent = serializers.DecimalField(
        max_digits=5,
        decimal_places=2,
        coerce_to_string=False,
        allow_null=True,
        help_text="Agreeing ones in percent of those compared; null if none is.",
    )
    url = serializers.CharField(help_text="Address of the list of the totals.")
    differing_url = serializers.CharField(
        allow_null=True, help_text="Address of the list of those that the rows do not meet; null if they meet all."
    )


class MatchGroupSerializer(MatchSerializer):
    """One row of a summary of printed totals."""

    group = KeysField(help_text="The values that the totals share, by name.")
    titles = TitlesField()

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        return {"group": fields.pop("group"), "titles": fields.pop("titles"), **fields}


class MatchSummarySerializer(serializers.Serializer):
    """How many of the printed totals the rows meet, by group and in all."""

    group_by = serializers.ListField(child=serializers.CharField(), help_text="What the totals are grouped by.")
    count = serializers.IntegerField(help_text="Number of groups.")
    overall = MatchSerializer(help_text="All groups together.")
    results = MatchGroupSerializer(many=True, help_text="The groups in their order.")


class PrintedTotalView(SummarizedView):
    """Totals that the reports print, beside the sums of the rows that they cover."""

    queryset = PrintedTotal.objects.all()
    serializer_class = PrintedTotalSerializer
    filterset_class = PrintedTotalFilterSet
    group_serializer = MatchGroupSerializer
    sort_keys: ClassVar = {
        "id": SortKey("slug"),
        "fiscal_year": SortKey("fiscal_year", type="integer", is_known=True),
        "quantity_difference": SortKey("quantity_difference", type="number"),
        "cost_difference": SortKey("cost_difference", type="number"),
    }

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        group_by = group_parameter(GROUPS, "by report", ("report",))
        filters = filter_parameters(cls.filterset_class.base_filters)
        return {**super().operations(), **cls.summary_operations(MatchSummarySerializer, [group_by, *filters])}

    @action(detail=False, url_path="summary")
    def summary(self, request: HttpRequest) -> Any:
        """How many of the totals the rows meet, by group (by report, if nothing is said); takes the filters of the list."""
        return self.answer_or_file(request, self.parse(request))

    def summed(self, request: HttpRequest, query: ApiRequest) -> dict[str, Any]:
        group_by, filters = query.group_by, query.filter_texts
        rows = list(self.filtered(query).order_by(*group_by).values(*group_by).annotate(**COUNTS))
        titles = group_titles(self.queryset.model, self.group_columns(group_by), rows)
        results = [match(row, group_by, filters, words) for row, words in zip(rows, titles, strict=True)]
        overall = match({name: sum(row[name] for row in rows) for name in COUNTS}, (), filters)
        return {"group_by": list(group_by), "count": len(results), "overall": overall, "results": results}


def match(
    row: dict[str, Any], group_by: tuple[str, ...], filters: dict[str, str], titles: dict[str, str] | None = None
) -> dict[str, Any]:
    keys = {name: row[name] for name in group_by}
    parameters = {**filters, **{name: str(value) for name, value in keys.items()}}
    compared = row["agreeing"] + row["differing"]
    return {
        **({"group": keys, "titles": titles} if keys else {}),
        **{name: row[name] for name in COUNTS},
        "not_compared": row["totals"] - compared,
        "agreeing_percent": (Decimal(100 * row["agreeing"]) / compared).quantize(HUNDREDTH) if compared else None,
        "url": listed(parameters),
        "differing_url": listed({**parameters, "agrees": "false"}) if row["differing"] else None,
    }


def listed(filters: dict[str, str]) -> str:
    return absolute(f"{ADDRESS}?{urlencode(filters)}" if filters else ADDRESS)
