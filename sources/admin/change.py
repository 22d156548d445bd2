"""The ledger, to be read."""

from typing import Any

import orjson
from django.contrib import admin
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join

from sources.admin.base import CurationAdmin
from sources.admin.filters import RecordFilter
from sources.admin.words import edit_link
from sources.models import Change


def value_in_words(value: Any) -> str:
    """A value of the ledger on one line."""
    if value in (None, "", []):
        return "nothing"
    return value if isinstance(value, str) else orjson.dumps(value).decode()


@admin.register(Change)
class ChangeAdmin(CurationAdmin):
    """What happened to records; nobody edits it."""

    list_display = ["at", "record_link", "record_kind", "action", "who", "reason"]
    list_filter = ["action", "record__record_kind", RecordFilter]
    list_select_related = ["record", "by"]
    search_fields = ["record__slug", "reason"]
    ordering = ["-id"]
    fields = ("at", "record_link", "action", "revision", "who", "reason", "differences")
    readonly_fields = fields

    def has_add_permission(self, request: HttpRequest) -> bool:
        """The ledger writes itself."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        """Nothing edits the ledger."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Change | None = None) -> bool:
        """Nothing is taken out of the ledger."""
        return False

    @admin.display(description="Record", ordering="record__slug")
    def record_link(self, change: Change) -> str:
        """The record, with a link to it."""
        return edit_link(change.record)

    @admin.display(description="Kind", ordering="record__record_kind")
    def record_kind(self, change: Change) -> str:
        """The kind of the record."""
        return change.record.get_record_kind_display()

    @admin.display(description="By", ordering="by__username", empty_value="the machine")
    def who(self, change: Change) -> str | None:
        """Who made the change."""
        return str(change.by) if change.by else None

    @admin.display(description="What the public saw change")
    def differences(self, change: Change) -> str:
        """The fields that differ between the public state before and after."""
        before, after = change.before or {}, change.after or {}
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        lines = ((name, value_in_words(before.get(name)), value_in_words(after.get(name))) for name in names)
        if not names:
            return "Nothing: the record was not public, or says the same."
        return format_html(
            '<ul class="flex flex-col gap-2 break-words">{}</ul>',
            format_html_join("", "<li><strong>{}</strong>: {} → {}</li>", lines),
        )
