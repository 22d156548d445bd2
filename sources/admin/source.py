"""Documents and speakers."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from sources.admin.base import PartInline
from sources.admin.form import NamesField
from sources.admin.kind import RecordAdmin, SupportInline
from sources.admin.panels import Panel, history_panel, source_panels
from sources.models import Exclusion, Source


class ExclusionInline(PartInline):
    """What in the document is no evidence."""

    model = Exclusion
    fields = ["paragraph", "last_paragraph", "as_stated", "occurrence", "reason"]


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Documents and speakers that claims lean on."""

    list_display = ["title", "kind", "published", "publisher", "paragraphs", "status_label"]
    list_filter = ["status", "kind", ("published", admin.EmptyFieldListFilter)]
    search_fields = ["title", "slug", "publisher"]
    ordering = ["title"]
    named_by = "title"
    inlines = [ExclusionInline, SupportInline]
    content = (
        ("The document", {"fields": ["title", "kind", "authors", "publisher", "published", "language"]}),
        ("Where to read it", {"fields": ["url", "archived_url"]}),
        (
            "How it is known",
            {
                "fields": ["derived_from", "reported_in"],
                "description": "A repost names the source of which it is one. A source of which we hold no text names "
                "those through which it is known.",
            },
        ),
        (
            "The text that was read",
            {
                "fields": ["text_file", "text_sha256", "paragraphs"],
                "description": "All three if we hold a text, none if we do not. Paragraphs are the lines that are not "
                "empty, counted from 1.",
            },
        ),
    )

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """Authors are typed one to a line."""
        if db_field.name == "authors":
            help_text = f"{db_field.help_text} One name a line."
            return NamesField(required=False, label="Authors", help_text=help_text)
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def panels(self, record: Any) -> list[Panel]:
        """What rests on the source, and its history."""
        return [*source_panels(record), history_panel(record)]
