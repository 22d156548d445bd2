"""The menu of the admin."""

from typing import Any

from django.contrib.auth.models import Group, User
from django.db import models
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse

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
from sources.models import AccountEvent, Change, Citation, Record, Source, Status

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
    return static("cooperation/favicon.svg")


def stylesheet(request: HttpRequest) -> str:
    return static("cooperation/admin.css")


def navigation(request: HttpRequest) -> list[dict[str, Any]]:
    server = {
        "title": "Operations",
        "icon": "monitor_heart",
        "link": reverse("admin:operations"),
        "permission": lambda request: request.user.is_superuser,
    }
    trash = {
        "title": "Trash",
        "icon": "delete",
        "link": list_url(Record, status__exact=Status.DISCARDED.value),
        "permission": lambda request: request.user.has_perm("sources.view_record"),
    }
    groups: list[dict[str, Any]] = [
        {"title": title, "separator": title != "Sources", "items": [item_of(request, *entry) for entry in entries]}
        for title, entries in MENU
    ]
    next(group for group in groups if group["title"] == "Curation")["items"].append(trash)
    return [*groups, {"title": "Server", "separator": True, "items": [server, item_of(request, AccountEvent, "badge")]}]


def item_of(request: HttpRequest, model: type[models.Model], symbol: str) -> dict[str, Any]:
    app, name = model._meta.app_label, model._meta.model_name
    allowed = any(request.user.has_perm(f"{app}.{verb}_{name}") for verb in ("view", "change"))
    title = TITLES.get(model, str(model._meta.verbose_name_plural).capitalize())
    return {"title": title, "icon": symbol, "link": list_url(model), "permission": lambda request: allowed}
