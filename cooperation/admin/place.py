"""Places."""

from django.contrib import admin

from cooperation.admin.organization import AliasInline
from cooperation.models import Place
from sources.admin.kind import RecordAdmin, SupportInline


@admin.register(Place)
class PlaceAdmin(RecordAdmin):
    """Regions, countries, states, municipalities, cities, facilities, ports and bases."""

    list_display = ["name", "kind", "iso_3166_1", "iso_3166_2", "parent", "status_label"]
    list_filter = ["status", "kind", ("latitude", admin.EmptyFieldListFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "slug", "aliases__name"]
    ordering = ["name"]
    inlines = [AliasInline, SupportInline]
    content = (
        ("The place", {"fields": ["name", "kind", "parent"]}),
        (
            "Codes and coordinates",
            {
                "fields": ["iso_3166_1", "iso_3166_2", "latitude", "longitude"],
                "description": "Both coordinates or none: a point inside the place, in decimal degrees.",
            },
        ),
    )
