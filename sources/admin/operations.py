"""How the server is and what happened to accounts, for superusers."""

import shutil
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from config.databases.versions import read_version
from config.rest.access import slow_lines
from config.rest.readiness import check
from sources.admin.base import CurationAdmin, ReadOnlyAdmin
from sources.models import AccountEvent, LedgerCheck, Seal, unsealed

MOST_EVENTS = 20


@admin.register(AccountEvent)
class AccountEventAdmin(ReadOnlyAdmin, CurationAdmin):
    """What happened to accounts; nobody edits it, and only superusers read it."""

    list_display = ["at", "action", "account", "by", "address", "detail"]
    list_filter = ["action"]
    search_fields = ["account", "by", "address", "detail"]
    ordering = ["-id"]

    def has_view_permission(self, request: HttpRequest, obj: AccountEvent | None = None) -> bool:
        """Addresses of people are for those who run the site."""
        return bool(request.user.is_superuser)


def operations(request: HttpRequest) -> HttpResponse:
    """Whether the server can work, what took long, and what happened to accounts last."""
    if not request.user.is_superuser:
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": "Operations",
        "facts": facts(),
        "slow": list(reversed(slow_lines.recent())),
        "events": AccountEvent.objects.order_by("-id")[:MOST_EVENTS],
    }
    return TemplateResponse(request, "admin/operations.html", context)


def facts() -> list[tuple[str, Any]]:
    """What is so at this moment, by name."""
    version = read_version()
    told = check.current().told()
    last = LedgerCheck.objects.order_by("-id").first()
    return [
        *((name.replace("_", " ").capitalize(), value) for name, value in told.items()),
        ("Free on disk", f"{shutil.disk_usage(settings.VAR_DIR).free / 2**30:,.1f} GB"),
        ("Version of the dataset", version.number if version else "none"),
        ("Ledger", f"{Seal.objects.count():,} sealed, {unsealed().count():,} unsealed"),
        ("Ledger last verified", f"{last.at:%Y-%m-%d %H:%M} UTC, {last}" if last else "never (manage.py check_ledger)"),
        ("Software", settings.VERSION),
        ("Access log", "on" if settings.ACCESS_LOG else "off (ACCESS_LOG)"),
        ("Metrics", "on" if settings.METRICS_TOKEN else "off (METRICS_TOKEN)"),
    ]
