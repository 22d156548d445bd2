"""How every view of the API answers: it negotiates, handles errors and renders by itself.

DRF's own dispatch wraps the request, asks for authentication, permissions and throttles, and makes a template response; none
of that is wanted here, and all of it takes as long as a page.
"""

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers
from rest_framework.exceptions import APIException
from rest_framework.metadata import SimpleMetadata
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from config.rest.errors import MEDIA_TYPE, problem_of
from config.rest.middleware import LONGEST_REMEMBERED
from config.rest.renderers import JSONRenderer, json_bytes

METHODS = ("get", "head", "options")
ALLOW = ", ".join(METHODS).upper()
# Members of a page with addresses, and how a Link header (RFC 8288) calls them.
NEIGHBOURS = {"next": "next", "previous": "prev"}


class ApiView(ViewSet):
    """A view whose actions are given Django's request, and return a file, or content to be rendered as JSON."""

    http_method_names = METHODS
    # Whether JSON has line breaks: so it has in a browser, where a person reads it.
    is_indented = False

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The answer to a request, or the problem that it meets."""
        self.action = self.action_map["get"]
        self.is_indented = self.is_indented or "text/html" in request.META.get("HTTP_ACCEPT", "")
        try:
            media_type = self.media_type(request)
            content = self.handler(request)(request, *args, **kwargs)
            response = content if isinstance(content, HttpResponseBase) else self.answer(request, content, media_type)
        except (APIException, Http404) as error:
            problem = problem_of(error)
            response = self.render(request, problem.body(), MEDIA_TYPE)
            response.status_code = problem.status
            for name, value in problem.headers.items():
                response[name] = value
        # A browser gets the same answer with line breaks, so caches keep the two apart.
        patch_vary_headers(response, ("Accept",))
        response["Allow"] = ALLOW
        return response

    def media_type(self, request: HttpRequest) -> str:
        """The content type of a good answer; NotAcceptable if the client does not take it.

        Who names a form gets it, whatever else the request says that it accepts.
        """
        if not self.action.endswith("export") and "format" not in request.GET:
            check_accept(request.META.get("HTTP_ACCEPT") or "*/*")
        return JSONRenderer.media_type

    def handler(self, request: HttpRequest) -> Callable[..., Any]:
        method = str(request.method).lower()
        return getattr(self, method) if method in METHODS else self.http_method_not_allowed

    def answer(self, request: HttpRequest, content: Any, media_type: str) -> HttpResponse:
        """A good answer; that with a page names its neighbours in a header, too."""
        response = self.render(request, content, media_type)
        links = [f'<{content[name]}>; rel="{relation}"' for name, relation in NEIGHBOURS.items() if content.get(name)]
        if links:
            response["Link"] = ", ".join(links)
        return response

    def render(self, request: HttpRequest, content: Any, media_type: str) -> HttpResponse:
        return HttpResponse(json_bytes(content, is_indented=self.is_indented), content_type=media_type)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """What the view is, in DRF's words."""
        return SimpleMetadata().determine_metadata(request, self)


def check_accept(accept: str) -> None:
    """Raise NotAcceptable if an Accept header leaves no room for JSON; long ones are looked at anew, and not remembered."""
    (look_at_accept if len(accept) <= LONGEST_REMEMBERED else look_at_accept.__wrapped__)(accept)


@lru_cache(maxsize=256)
def look_at_accept(accept: str) -> None:
    """The same for a header that may be remembered."""
    request = HttpRequest()
    request.META["HTTP_ACCEPT"] = accept
    DefaultContentNegotiation().select_renderer(Request(request), [JSONRenderer()])
