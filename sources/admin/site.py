"""The admin site: its policy for scripts, and what no database could hold is refused at the door."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from csp.decorators import csp_update
from django.contrib import admin
from django.contrib.admin import helpers, sites
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage
from django.db import DataError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from unfold.sites import UnfoldAdminSite

# Alpine.js, on which the theme runs, evaluates its attributes; docs/decisions/0004-admin-csp.md.
SCRIPT_POLICY = {"script-src": ["'self'", "'unsafe-eval'"]}


def is_row_number(text: object) -> bool:
    """Whether a text can be the number of a row: digits that fit into 64 bits."""
    digits = str(text)
    return digits.isascii() and digits.isdecimal() and len(digits) <= 19 and int(digits) < 2**63


def refuse_unstorable(request: HttpRequest) -> None:
    """Refuse NUL in an address or cookie, lone surrogates anywhere, and selected rows that are no numbers: 400."""
    addressed = [*form_texts(request.GET.lists()), *request.COOKIES.values()]
    if any("\0" in text for text in addressed):
        raise BadRequest("A NUL character cannot be looked up.")
    try:
        "".join([*addressed, *form_texts(request.POST.lists())]).encode()
    except UnicodeEncodeError as error:
        raise BadRequest("The text has a character that is none (a lone surrogate).") from error
    if not all(map(is_row_number, request.POST.getlist(helpers.ACTION_CHECKBOX_NAME))):
        raise BadRequest("A selected row has no such number.")


def form_texts(lists: Iterable[tuple[str, list[Any]]]) -> list[str]:
    """The names and values of a form, as texts."""
    return [text for name, values in lists for text in (name, *map(str, values))]


def guarded(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """The same view, but values that the database cannot hold or compare are a 400 instead of a 500."""

    def guarded_view(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        refuse_unstorable(request)
        try:
            response = view(request, *args, **kwargs)
            # Lists are read from the database while they are rendered, so rendering belongs inside.
            return response.render() if hasattr(response, "render") else response
        except (OverflowError, DataError) as error:
            raise BadRequest(f"A value is out of range: {error}") from error

    return csp_update(SCRIPT_POLICY)(guarded_view)


class CurationSite(UnfoldAdminSite):
    """Unfold's admin with its own script policy, a guarded door, and no deletion in bulk."""

    index_template = "admin/dashboard.html"
    index_title = "Home"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.disable_action("delete_selected")

    def admin_view(
        self, view: Callable[..., HttpResponseBase], cacheable: bool = False
    ) -> Callable[..., HttpResponseBase]:
        """Every page behind the login is guarded."""
        return guarded(super().admin_view(view, cacheable))

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The login page is guarded too, and leads to the home page unless another one asked for it."""
        if request.method == "GET" and REDIRECT_FIELD_NAME not in request.GET:
            home = urlencode({REDIRECT_FIELD_NAME: reverse("admin:index")})
            return HttpResponseRedirect(f"{request.path}?{home}")
        return guarded(super().login)(request, extra_context)

    def search(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The theme's search trusts the number of the page; this one does not."""
        if not is_row_number(request.GET.get("page", "1")):
            raise BadRequest("The page is no number.")
        try:
            return super().search(request, extra_context)
        except EmptyPage as error:
            raise Http404("There is no such page of results.") from error


# As `unfold.apps.DefaultAppConfig` does it: whatever registers from here on, registers here.
site = CurationSite()
admin.site = sites.site = site
