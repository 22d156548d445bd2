"""What answers say of themselves to browsers: what they may load (CSP), and that any site may read them (CORS).

The libraries work both out anew for each answer. Those of the API to a simple question are all alike, so that what the
libraries say of the first is said of all.
"""

from typing import Any

from corsheaders.middleware import CorsMiddleware as Cors
from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from config.rest.caching.middleware import DATA

# How the headers of CORS begin.
PREFIX = "access-control-"


class PolicyMiddleware(CSPMiddleware):
    """The Content-Security-Policy."""

    policy: str | None = None

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """The response with its policy."""
        is_page = response.get("Content-Type", "").startswith("text/html")
        if is_page or not request.path.startswith(DATA):
            return super().process_response(request, response)
        if self.policy is None:
            self.policy = super().process_response(request, HttpResponse())[HEADER]
        response[HEADER] = self.policy
        return response


class CorsMiddleware(Cors):
    """Cross-Origin Resource Sharing."""

    def __init__(self, get_response: Any) -> None:
        super().__init__(get_response)
        self.said: dict[str, str] = {}

    def __call__(self, request: HttpRequest) -> Any:
        """The answer, with what it says to other sites."""
        if request.method != "GET" or not request.path.startswith(DATA):
            return super().__call__(request)
        if not self.said:
            response: Any = super().__call__(request)
            self.said.update((name, value) for name, value in response.items() if name.lower().startswith(PREFIX))
            return response
        response = self.get_response(request)
        patch_vary_headers(response, ("origin",))
        for name, value in self.said.items():
            response[name] = value
        return response
