"""Pages about the errors that the API answers with, at the addresses that these give as their `type`."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from config.rest.problems import KINDS
from cooperation.api.root import own_styles_only


@require_safe
@own_styles_only
def problems(request: HttpRequest) -> HttpResponse:
    """All kinds of errors."""
    return render(request, "cooperation/problems.html", {"kinds": KINDS.values()})


@require_safe
@own_styles_only
def problem(request: HttpRequest, name: str) -> HttpResponse:
    """One kind of error."""
    if name not in KINDS:
        raise Http404
    return render(request, "cooperation/problem.html", {"kind": KINDS[name]})
