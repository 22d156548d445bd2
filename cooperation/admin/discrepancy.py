"""Records that disagree, or may seem to."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from cooperation.models import Discrepancy
from sources.admin.kind import RecordAdmin, SupportInline


@admin.register(Discrepancy)
class DiscrepancyAdmin(RecordAdmin):
    """Records that disagree, and what is known of the reason."""

    list_display = ["title", "kind", "number_of_records", "status_label"]
    list_filter = ["status", "kind", ("explanation", admin.EmptyFieldListFilter)]
    search_fields = ["title", "slug"]
    ordering = ["title"]
    named_by = "title"
    inlines = [SupportInline]
    content = (
        ("The disagreement", {"fields": ["title", "kind", "explanation"]}),
        (
            "The records",
            {"fields": ["records"], "description": "Of any kind; type a part of a public id, or of a kind and an id."},
        ),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        return super().get_queryset(request).annotate(record_count=models.Count("records"))

    def formfield_for_manytomany(self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        form_field: Any = super().formfield_for_manytomany(db_field, request, **kwargs)
        form_field.label_from_instance = lambda record: record.key
        return form_field

    @admin.display(description="Records", ordering="record_count")
    def number_of_records(self, discrepancy: Any) -> int:
        return discrepancy.record_count
