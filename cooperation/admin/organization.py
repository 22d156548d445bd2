"""Organizations, and the other names of things."""

from django.contrib import admin

from cooperation.models import Alias, Organization
from sources.admin.base import PartInline
from sources.admin.kind import ClaimAdmin, SupportInline


class AliasInline(PartInline):
    """The other names under which sources speak of a record."""

    model = Alias
    fields = ["name", "kind"]


@admin.register(Organization)
class OrganizationAdmin(ClaimAdmin):
    """Bodies with staff and command."""

    list_display = ["name", "kind", "country", "parent", "document", "confidence", "status_label"]
    list_filter = ["kind"]
    list_select_related = ["parent", "citation__source"]
    search_fields = ["name", "native_name", "slug", "aliases__name"]
    ordering = ["name"]
    inlines = [AliasInline, SupportInline]
    content = (
        ("The organization", {"fields": ["name", "native_name", "kind", "country"]}),
        (
            "Its place among others",
            {
                "fields": ["parent", "successor"],
                "description": "The parent is the body that commands it. A body that was replaced is two records; one "
                "that was only renamed is one record with its former name as an alias.",
            },
        ),
    )
