"""What machines ask of a server: whether it lives, whether it can work, what it has counted, and whom to tell of a weakness."""

import shutil
from datetime import UTC, datetime, timedelta
from hmac import compare_digest

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from config.databases.replicas import cluster
from config.databases.versions import read_version
from config.rest.errors import RETRY_AFTER
from config.rest.metrics import exposition
from config.rest.readiness import check
from sources.models import LedgerCheck, unsealed

NO_STORE = {"Cache-Control": "no-store"}
# Days for which the word of security.txt holds; it is made anew whenever somebody reads it.
VALID = timedelta(days=90)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the process lives; asks nothing of anybody, for to restart it would mend nothing else."""
    return JsonResponse({"status": "ok"}, headers=NO_STORE)


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether the server can read, write and keep files, and how many replicas keep up; 503 if not."""
    found = check.current()
    headers = NO_STORE if found.is_ready else {**NO_STORE, "Retry-After": RETRY_AFTER}
    return JsonResponse(found.told(), status=200 if found.is_ready else 503, headers=headers)


@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """What all processes of the server have counted, for whoever knows METRICS_TOKEN; for others there is no such page."""
    given = request.headers.get("Authorization", "").encode()
    if not settings.METRICS_TOKEN or not compare_digest(given, f"Bearer {settings.METRICS_TOKEN}".encode()):
        raise Http404
    return HttpResponse(exposition(gauges()), content_type="text/plain; version=0.0.4; charset=utf-8", headers=NO_STORE)


def gauges() -> dict[str, float]:
    """What is so at this moment."""
    found, servers = check.current(), cluster()
    values = {
        "database_can_read": float(found.read == "ok"),
        "database_can_write": float(found.write in ("ok", "busy")),
        "disk_has_room": float(found.disk == "ok"),
        "disk_free_bytes": float(shutil.disk_usage(settings.VAR_DIR).free),
    }
    if found.read == "ok" and (version := read_version()):
        values["dataset_version"] = float(version.number)
        values["ledger_unsealed"] = float(unsealed().count())
        if last := LedgerCheck.objects.order_by("-id").first():
            values["ledger_whole"] = float(last.fault is None)
            values["ledger_checked_seconds"] = last.at.timestamp()
    if servers:
        values["replicas"] = float(len(servers.replicas))
        values["replicas_keeping_up"] = float(len(servers.current_replicas()))
    return values


@require_safe
def security_contact(request: HttpRequest) -> HttpResponse:
    """Whom to tell of a weakness (RFC 9116); nothing is invented where SECURITY_CONTACT names nobody."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    contact = settings.SECURITY_CONTACT
    address = f"mailto:{contact}" if "@" in contact and ":" not in contact else contact
    expires = (datetime.now(UTC) + VALID).strftime("%Y-%m-%dT00:00:00Z")
    return HttpResponse(f"Contact: {address}\nExpires: {expires}\n", content_type="text/plain; charset=utf-8")
