"""Claims that the training records can test."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest

from cooperation.api.reconciliation.queries import keys_named, problems_of
from cooperation.models import Reconciliation
from sources.admin.form import RecordForm
from sources.admin.kind import RecordAdmin, SupportInline


class ReconciliationForm(RecordForm):
    """A reconciliation; its queries must be ones that the list of training activities can answer."""

    def clean_query(self) -> str:
        return self.answered("query")

    def clean_baseline(self) -> str | None:
        return self.answered("baseline")

    def answered(self, name: str) -> Any:
        """What a field holds; ValidationError says what is wrong with the query."""
        query = self.cleaned_data[name]
        if query and (problems := problems_of(query, keys_named([query]))):
            raise ValidationError(problems)
        return query


@admin.register(Reconciliation)
class ReconciliationAdmin(RecordAdmin):
    """Claims beside what the training records add up to."""

    form = ReconciliationForm
    list_display = ["title", "measure", "query", "status_label"]
    list_filter = ["status", "measure"]
    search_fields = ["title", "slug", "query"]
    ordering = ["title"]
    named_by = "title"
    inlines = [SupportInline]
    content = (
        ("The claim", {"fields": ["title", "claim"], "description": "Type a part of a public id."}),
        (
            "What tests it",
            {
                "fields": ["measure", "query", "baseline"],
                "description": "Ask /api/v1/trainings/ until it gives the rows that are meant, and copy what stands behind "
                "the question mark. The note tells the reader in plain language how claim and records relate.",
            },
        ),
        ("What it leaves out", {"fields": ["not_covered"]}),
    )

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        form_field: Any = super().formfield_for_foreignkey(db_field, request, **kwargs)
        form_field.label_from_instance = lambda record: record.key
        return form_field
