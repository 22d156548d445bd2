"""Quantities, and their values."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from cooperation.admin.figures import PERIOD, figure_in_digits
from cooperation.models import Indicator, Observation
from sources.admin.kind import ClaimAdmin, RecordAdmin, SupportInline


@admin.register(Indicator)
class IndicatorAdmin(RecordAdmin):
    """Quantities that somebody counts or measures."""

    list_display = ["name", "unit", "population", "number_of_observations", "status_label"]
    list_filter = ["status"]
    search_fields = ["name", "slug", "unit", "population"]
    ordering = ["name"]
    inlines = [SupportInline]
    content = (("The quantity", {"fields": ["name", "unit", "definition", "population"]}),)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(observation_count=models.Count("observations"))

    @admin.display(description="Values", ordering="observation_count")
    def number_of_observations(self, indicator: Any) -> int:
        return indicator.observation_count


@admin.register(Observation)
class ObservationAdmin(ClaimAdmin):
    """Values of indicators, as somebody states them."""

    list_display = ["slug", "figure", "indicator", "period", "place", "document", "confidence", "status_label"]
    list_filter = ["basis", "is_planned", ("value", admin.EmptyFieldListFilter)]
    list_select_related = ["indicator", "place", "citation__source"]
    search_fields = ["slug", "indicator__name", "citation__as_stated"]
    named_by = ""
    content = (
        (
            "The value",
            {
                "fields": ["indicator", "value", "value_max", "qualifier", "precision", "is_planned"],
                "description": "“Nearly 4,500” is 4,500 with the qualifier nearly. Without a figure (“many”) value and "
                "qualifier stay empty. Only a range has an upper end.",
            },
        ),
        ("What it tells of", {"fields": ["place", "organization", "program", "event"]}),
        PERIOD,
    )

    @admin.display(description="Value", ordering="value")
    def figure(self, observation: Observation) -> str:
        unit = observation.indicator.unit
        return figure_in_digits(observation.value, observation.value_max, observation.qualifier, unit)
