"""The pages of the site, and what machines ask of it beside the API."""

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.databases.replicas import cluster
from cooperation.api.about import ABOUT
from cooperation.api.root import own_styles_only, root
from cooperation.pages.showcase import disagreement, trace
from cooperation.pages.trainings import trainings
from sources.models import Record

# Redoc searches in a worker that it makes from its own text.
search_worker = csp_update({"worker-src": ["'self'", "blob:"]})

ROBOTS = "User-agent: *\nDisallow: /admin/\n"


@require_safe
@own_styles_only
def landing(request: HttpRequest) -> HttpResponse:
    """What the dataset is, what it holds, and how to begin."""
    context = root()
    if is_empty := not any(kind["count"] for kind in context["endpoints"]):
        return render(request, "cooperation/landing.html", {**context, "is_empty": is_empty})
    chosen = {"disagreement": disagreement(), "trace": trace(), "trainings": trainings()}
    return render(request, "cooperation/landing.html", {**context, **chosen})


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The API's document with forms to try it."""
    return render(request, "cooperation/docs.html", {"name": ABOUT.name})


@require_safe
@search_worker
def redoc(request: HttpRequest) -> HttpResponse:
    """The API's document to read."""
    return render(request, "cooperation/redoc.html", {"name": ABOUT.name})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Whether the server answers from a database, and what is known of the others; without one, 503 as everywhere."""
    Record.objects.exists()
    servers = cluster()
    known = servers.health() if servers else {}
    return JsonResponse({"status": "ok", **known}, headers={"Cache-Control": "no-store"})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What crawlers may read."""
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
