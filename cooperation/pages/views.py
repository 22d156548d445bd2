"""The pages of the site, and what machines ask of it beside the API."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import require_safe

from config.rest.addresses import absolute
from cooperation.api.about import ABOUT
from cooperation.api.documents.slices import kinds, sentence_of
from cooperation.api.root import examples, own_styles_only, root
from cooperation.pages.documents import DRAWING, documents, file_named, page_named, target_of, text_with_links
from cooperation.pages.markdown import rendered_page
from cooperation.pages.showcase import disagreement, trace
from cooperation.pages.trainings import trainings

# Whose forms are shown where none is named.
FIRST_KIND = "funding"
# What stands above every document, with the words for it.
SHELF = {
    "docs/api-guide.md": "API guide",
    "docs/data-model.md": "Data model",
    "docs/data-dictionary.md": "Data dictionary",
    "CHANGELOG.md": "Changelog",
    "docs/README.md": "All documents",
}
ROBOTS = "User-agent: *\nDisallow: /admin/\n"


@require_safe
@own_styles_only
def landing(request: HttpRequest) -> HttpResponse:
    context = root(request)
    if is_empty := not any(kind["count"] for kind in context["endpoints"]):
        return render(request, "cooperation/landing.html", {**context, "is_empty": is_empty})
    chosen = {"disagreement": disagreement(), "trace": trace(), "trainings": trainings()}
    return render(request, "cooperation/landing.html", {**context, **chosen})


@require_safe
def docs(request: HttpRequest, kind: str = FIRST_KIND) -> HttpResponse:
    """Forms for the operations of one kind: all at once take a browser seconds."""
    if kind not in kinds():
        raise Http404
    context = {"kind": kind, "kinds": kinds(), "sentence": sentence_of(kind)}
    return render(request, "cooperation/docs.html", context)


@require_safe
@own_styles_only
def document(request: HttpRequest, name: str = "") -> HttpResponse:
    """A document of the project as a page."""
    found = page_named(name)
    if found is None:
        raise Http404
    context = {
        "document": found,
        "page": rendered_page(found.text(), lambda link: target_of(link, found)),
        "shelf": [{"title": title, "address": documents()[path].address} for path, title in SHELF.items()],
        "name": ABOUT.name,
        "version": settings.VERSION,
    }
    return render(request, "cooperation/document.html", context)


@require_safe
def document_text(request: HttpRequest, name: str) -> HttpResponse:
    """A document as it is written, or a drawing that stands in one."""
    found = file_named(name)
    if found is None:
        raise Http404
    if found.path.suffix == DRAWING:
        return HttpResponse(found.text(), content_type="image/svg+xml")
    return HttpResponse(text_with_links(found), content_type="text/markdown; charset=utf-8")


@require_safe
def llms(request: HttpRequest) -> HttpResponse:
    """What a language model is told of the site (llmstxt.org)."""
    index = text_with_links(documents()["docs/README.md"])
    context = {
        "about": ABOUT,
        "documents": index.partition("\n\n")[2],
        "root": {name: absolute(reverse(name)) for name in ("root", "schema", "docs")},
        "examples": examples(),
    }
    text = render_to_string("cooperation/llms.txt", context)
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return HttpResponse(ROBOTS, content_type="text/plain; charset=utf-8")
