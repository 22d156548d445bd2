"""Amounts of money."""

from django.contrib import admin

from cooperation.admin.figures import PERIOD, figure_in_digits
from cooperation.models import Funding
from sources.admin.kind import ClaimAdmin


@admin.register(Funding)
class FundingAdmin(ClaimAdmin):
    """Amounts of money, as somebody states them."""

    list_display = ["slug", "figure", "stage", "program", "period", "document", "confidence", "status_label"]
    list_filter = ["stage", "flow", "currency", ("amount", admin.EmptyFieldListFilter)]
    list_select_related = ["program", "citation__source"]
    search_fields = ["slug", "program__name", "covers", "citation__as_stated"]
    named_by = ""
    content = (
        (
            "The amount",
            {
                "fields": ["amount", "amount_max", "currency", "qualifier", "precision"],
                "description": "“Nearly 4,500” is 4,500 with the qualifier nearly. Without a figure (“tens of millions”) "
                "amount and qualifier stay empty. Only a range has an upper end.",
            },
        ),
        ("What it is for", {"fields": ["program", "covers", "sector"]}),
        ("Whose money, and how far it has come", {"fields": ["stage", "flow"]}),
        ("Who gives and who receives", {"fields": ["provider", "recipient", "recipient_country"]}),
        PERIOD,
    )

    @admin.display(description="Amount", ordering="amount")
    def figure(self, funding: Funding) -> str:
        return figure_in_digits(funding.amount, funding.amount_max, funding.qualifier, funding.currency)
