"""Addresses as answers give them: whole, behind the scheme and host that the client asked, or the public ones."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest

from config.rest.middleware import current_request

# A name of the internet with its port; a longer one would make an answer long that repeats it in each address.
LONGEST_HOST = 260

_site: ContextVar[str | None] = ContextVar("site", default=None)


def absolute(address: str) -> str:
    """A path of ours as answers give it."""
    return f"{site()}{address}"


def site() -> str:
    """What stands before every path: scheme and host without a slash; in a command those of PUBLIC_URL, or nothing."""
    fixed = _site.get()
    if fixed is not None:
        return fixed
    request = current_request()
    if request is None:
        return str(settings.PUBLIC_URL)
    known: str | None = getattr(request, "public_site", None)
    if known is None:
        known = request.public_site = site_of(request)  # type: ignore[attr-defined]
    return known


def site_of(request: HttpRequest) -> str:
    """Scheme and host of PUBLIC_URL, else of a request; nothing where its host is not among ALLOWED_HOSTS, or too long."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL)
    try:
        host = request.get_host()
    except DisallowedHost:
        return ""
    return f"{request.scheme}://{host}" if len(host) <= LONGEST_HOST else ""


@contextmanager
def addressed(site: str) -> Iterator[None]:
    """Inside the block something else stands before every path."""
    token = _site.set(site)
    try:
        yield
    finally:
        _site.reset(token)
