"""All records in one list, whatever their kind: the queue for review, and what autocompletes search."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from sources.admin.kind import StatusColumn
from sources.admin.words import change_url, edit_link
from sources.admin.workflow import WorkflowAdmin
from sources.models import Record


@admin.register(Record)
class AnyRecordAdmin(StatusColumn, WorkflowAdmin):
    """Records of all kinds; each is edited on the page of its kind."""

    list_display = ["record", "record_kind", "status_label", "modified_at"]
    list_display_links = None
    list_filter = ["status", "record_kind"]
    search_fields = ["slug", "record_kind"]
    ordering = ["record_kind", "slug"]
    actions = ["publish_selected", "restore_selected"]
    actions_detail: list[str] = []

    @admin.display(description="Record", ordering="slug")
    def record(self, record: Record) -> str:
        """The record, with a link to the page of its kind."""
        return edit_link(record)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not in the menu: the home page leads here."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A record is added as its kind."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """A record is changed as its kind."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Record | None = None) -> bool:
        """A record is deleted as its kind."""
        return False

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Lead to the page of the record's kind."""
        record = self.get_object(request, object_id or "")
        if record is None or not self.has_view_permission(request, record):
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id or "")
        return HttpResponseRedirect(change_url(record))
