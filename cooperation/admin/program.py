"""Authorities that pay, programs, and who takes part in them."""

from django.contrib import admin

from cooperation.admin.organization import AliasInline
from cooperation.models import Authority, Program, ProgramOrganization
from sources.admin.base import PartInline
from sources.admin.kind import ClaimAdmin, RecordAdmin, SupportInline


class ProgramOrganizationInline(PartInline):
    """The organizations of a program."""

    model = ProgramOrganization
    verbose_name = "organization"
    fields = ["organization", "role"]


@admin.register(Program)
class ProgramAdmin(ClaimAdmin):
    """Continuing efforts."""

    list_display = ["name", "kind", "stage", "start", "recipient_country", "document", "confidence", "status_label"]
    list_filter = ["kind", "stage"]
    list_select_related = ["citation__source"]
    search_fields = ["name", "slug", "aliases__name"]
    ordering = ["name"]
    inlines = [ProgramOrganizationInline, AliasInline, SupportInline]
    content = (
        ("The program", {"fields": ["name", "kind", "description", "parent", "body"]}),
        ("Where", {"fields": ["places", "recipient_country"]}),
        (
            "When and how far",
            {
                "fields": ["start", "end", "stage", "stage_as_of"],
                "description": "Recommended is by anyone outside government, requested by the recipient, proposed "
                "inside government.",
            },
        ),
    )


@admin.register(Authority)
class AuthorityAdmin(RecordAdmin):
    """Laws and budget lines that pay for training and aid."""

    list_display = ["code", "name", "department", "valid_from", "valid_to", "status_label"]
    list_filter = ["status"]
    search_fields = ["code", "name", "slug", "aliases__name"]
    ordering = ["code"]
    named_by = "code"
    inlines = [AliasInline, SupportInline]
    content = (
        ("The authority", {"fields": ["code", "name", "statute", "department"]}),
        ("When it is law", {"fields": ["valid_from", "valid_to", "successor"]}),
    )
