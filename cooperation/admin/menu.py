"""The menu of the admin."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static

from cooperation.models import (
    Authority,
    Discrepancy,
    Event,
    Funding,
    Indicator,
    Observation,
    Organization,
    Place,
    Program,
    Reconciliation,
)
from cooperation.trainings.models import ImportBatch, Training
from sources.admin.words import list_url
from sources.models import Change, Citation, Source

# Group, then models with the name of a symbol (Material Symbols, which the theme brings along).
MENU: tuple[tuple[str, tuple[tuple[type[models.Model], str], ...]], ...] = (
    ("Sources", ((Source, "description"), (Citation, "format_quote"))),
    (
        "Cooperation",
        (
            (Program, "handshake"),
            (Funding, "payments"),
            (Event, "event"),
            (Observation, "monitoring"),
            (Indicator, "straighten"),
            (Organization, "account_balance"),
            (Place, "location_on"),
            (Authority, "gavel"),
            (Discrepancy, "compare_arrows"),
            (Reconciliation, "balance"),
        ),
    ),
    ("Trainings", ((Training, "school"), (ImportBatch, "upload_file"))),
    ("Curation", ((Change, "history"),)),
    ("Users", ((User, "person"), (Group, "group"))),
)
TITLES = {Change: "Ledger", Funding: "Funding", ImportBatch: "Imports"}


def favicon(request: HttpRequest) -> str:
    """The symbol in the browser's tab."""
    return static("cooperation/favicon.svg")


def stylesheet(request: HttpRequest) -> str:
    """What the theme's own styles leave to be mended."""
    return static("cooperation/admin.css")


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    """The groups of the menu, with the lists that the user may see."""
    return [
        {"title": title, "separator": title != "Sources", "items": [item_of(request, *entry) for entry in entries]}
        for title, entries in MENU
    ]


def item_of(request: HttpRequest, model: type[models.Model], symbol: str) -> dict[str, Any]:
    """One line of the menu."""
    app, name = model._meta.app_label, model._meta.model_name
    allowed = any(request.user.has_perm(f"{app}.{verb}_{name}") for verb in ("view", "change"))
    title = TITLES.get(model, str(model._meta.verbose_name_plural).capitalize())
    return {"title": title, "icon": symbol, "link": list_url(model), "permission": lambda request: allowed}
