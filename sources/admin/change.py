"""The ledger, to be read."""

from typing import Any

import orjson
from django.contrib import admin
from django.utils.html import format_html, format_html_join

from sources.admin.base import CurationAdmin, ReadOnlyAdmin
from sources.admin.filters import RecordFilter
from sources.admin.words import edit_link
from sources.models import Change


def value_in_words(value: Any) -> str:
    if value in (None, "", []):
        return "nothing"
    return value if isinstance(value, str) else orjson.dumps(value).decode()


@admin.register(Change)
class ChangeAdmin(ReadOnlyAdmin, CurationAdmin):
    """What happened to records; read only."""

    list_display = ["at", "record_link", "record_kind", "action", "who", "reason"]
    list_filter = ["action", "record__record_kind", RecordFilter]
    list_select_related = ["record", "by"]
    search_fields = ["record__slug", "reason"]
    ordering = ["-id"]
    fields = ("at", "record_link", "action", "revision", "who", "reason", "differences")
    readonly_fields = fields

    @admin.display(description="Record", ordering="record__slug")
    def record_link(self, change: Change) -> str:
        return edit_link(change.record)

    @admin.display(description="Kind", ordering="record__record_kind")
    def record_kind(self, change: Change) -> str:
        return change.record.get_record_kind_display()

    @admin.display(description="By", ordering="by__username", empty_value="the machine")
    def who(self, change: Change) -> str | None:
        return str(change.by) if change.by else None

    @admin.display(description="What the public saw change")
    def differences(self, change: Change) -> str:
        before, after = change.before or {}, change.after or {}
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        lines = ((name, value_in_words(before.get(name)), value_in_words(after.get(name))) for name in names)
        if not names:
            return "Nothing: the record was not public, or says the same."
        return format_html(
            '<ul class="flex flex-col gap-2 break-words">{}</ul>',
            format_html_join("", "<li><strong>{}</strong>: {} → {}</li>", lines),
        )
