"""What the admin of every kind of record shares: what is saved goes through the ledger."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from unfold.decorators import display
from unfold.widgets import UnfoldAdminSelectWidget

from sources.admin.base import PartInline, RefusalsInForm
from sources.admin.filters import SourceFilter
from sources.admin.form import RecordForm, RulesAtFields
from sources.admin.moves import may_publish
from sources.admin.panels import Panel, panels_of
from sources.admin.words import dates_in_words, document_link
from sources.admin.workflow import WorkflowAdmin
from sources.models import (
    Action,
    Record,
    Status,
    Support,
    edtf_fields,
    recorded,
    refuse_unpublished_references,
)

CLAIM_FIELDS = ["citation", "confidence", "assertion"]


class StatusColumn:
    """A list of records says where each stands on its way to the public."""

    @display(
        description="Status",
        ordering="status",
        label={"Draft": "info", "In review": "warning", "Published": "success", "Withdrawn": "danger"},
    )
    def status_label(self, record: Record) -> str:
        return record.get_status_display().capitalize()


class SupportForm(RulesAtFields):
    """A further place, which bears on one of the record's fields or on the whole."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = self.fields["field"].widget
        if self.instance.field not in dict(widget.choices):
            widget.choices = [*widget.choices, (self.instance.field, self.instance.field)]


class SupportInline(PartInline):
    """Further places that bear on the record."""

    model = Support
    form = SupportForm
    verbose_name = "further citation"
    verbose_name_plural = "further citations"
    fields = ["citation", "field", "stance"]

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        if db_field.name == "field":
            shared = {*(field.name for field in Record._meta.get_fields()), *CLAIM_FIELDS, "record_ptr"}
            fields = [*self.parent_model._meta.fields, *self.parent_model._meta.many_to_many]
            names = [field.name for field in fields if field.editable and field.name not in shared]
            choices = [("", "the whole record"), *((name, name.replace("_", " ")) for name in names)]
            kwargs["widget"] = UnfoldAdminSelectWidget(choices=choices)
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class RecordAdmin(StatusColumn, RefusalsInForm, WorkflowAdmin):
    """The admin of one kind of record: what is saved goes through the ledger."""

    form = RecordForm
    ordering = ["slug"]
    change_form_before_template = "admin/record_conflict.html"
    saved_already = "Somebody has just saved the same: look for it, then save again."
    # Fieldsets of the kind; what all kinds share is put around them.
    content: tuple[tuple[str | None, dict[str, Any]], ...] = ()
    # The field that the public id is made from.
    named_by = "name"

    def get_fieldsets(self, request: HttpRequest, obj: Record | None = None) -> Any:
        fieldsets = [*self.content, ("Public id and note", {"fields": ["slug", "note"]})]
        if obj is None:
            return fieldsets
        dates = ["dates"] if edtf_fields(self.model) else []
        state = ("How it stands", {"fields": ["status", *dates, "revision", "created_at", "modified_at"]})
        correction = [("Correction", {"fields": ["reason"]})] if self.needs_reason(request, obj) else []
        return [*correction, *fieldsets, state]

    def needs_reason(self, request: HttpRequest, obj: Record) -> bool:
        return obj.is_published and self.has_change_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Record | None = None) -> list[str]:
        """Derived fields always; the public id too once it has been public."""
        fixed = ["slug"] if obj and obj.status in (Status.PUBLISHED, Status.WITHDRAWN) else []
        return ["status", "dates", "revision", "created_at", "modified_at", *fixed]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Record | None = None) -> Any:
        return {} if obj or not self.named_by else {"slug": [self.named_by]}

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """What is public is changed by those who may publish, and what is in the trash by nobody."""
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return obj.status != Status.DISCARDED and (not obj.is_published or may_publish(request.user))

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """Nothing is deleted: drafts go to the trash."""
        return False

    def save_model(self, request: HttpRequest, obj: Record, form: RecordForm, change: bool) -> None:
        """Wait for the inlines: `save_related` saves everything in one block."""

    def save_related(self, request: HttpRequest, form: RecordForm, formsets: list[Any], change: bool) -> None:
        """Save the record and its parts, and write the ledger, in one transaction."""
        record = form.instance
        if change and not form.content_changed and not any(formset.has_changed() for formset in formsets):
            super().save_related(request, form, formsets, change)
            return
        action = Action.CHANGED if change else Action.CREATED
        with recorded(record, action, by=request.user, reason=form.cleaned_data.get("reason")):
            super().save_model(request, record, form, change)
            super().save_related(request, form, formsets, change)
            if record.is_published:
                refuse_unpublished_references(record)

    def panels(self, record: Any) -> list[Panel]:
        return panels_of(record)

    def view_on_site(self, record: Record) -> str | None:
        return record.get_absolute_url() if record.is_published else None

    @admin.display(description="Dates in words")
    def dates(self, record: Record) -> str:
        return dates_in_words(record)


class ClaimAdmin(RecordAdmin):
    """The admin of one kind of record that rests on a citation of its own."""

    claim = (
        "Where it stands",
        {
            "fields": CLAIM_FIELDS,
            "description": "The place in a document that says so. If it is not there yet, add it: the menu beside the field leads to a form for it.",
        },
    )
    inlines = [SupportInline]

    def get_fieldsets(self, request: HttpRequest, obj: Record | None = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        after = fieldsets.index(self.content[-1]) + 1
        return [*fieldsets[:after], self.claim, *fieldsets[after:]]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return ["status", *self.list_filter, "confidence", "assertion", SourceFilter]

    @admin.display(description="Document", ordering="citation__source__title")
    def document(self, record: Any) -> str:
        return document_link(record.citation)
