"""Events, and who takes part in them."""

from django.contrib import admin

from cooperation.models import Event, Participant
from sources.admin.base import PartInline
from sources.admin.kind import ClaimAdmin, SupportInline


class ParticipantInline(PartInline):
    """Organizations, and persons named with their office, in an event."""

    model = Participant
    fields = ["organization", "person", "office", "role"]


@admin.register(Event)
class EventAdmin(ClaimAdmin):
    """What happened, or is to."""

    list_display = ["title", "kind", "start", "is_planned", "document", "confidence", "status_label"]
    list_filter = ["kind", "is_planned", ("start", admin.EmptyFieldListFilter)]
    list_select_related = ["citation__source"]
    search_fields = ["title", "slug"]
    ordering = ["title"]
    named_by = "title"
    inlines = [ParticipantInline, SupportInline]
    content = (
        ("The event", {"fields": ["title", "kind", "description"]}),
        ("When and where", {"fields": ["start", "end", "is_planned", "places"]}),
        ("What it belongs to", {"fields": ["programs"]}),
    )
