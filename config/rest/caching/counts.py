"""How many rows a list has, counted once for all its pages."""

from collections.abc import Callable

from django.http import HttpRequest

from config.rest.caching.stores import counts

# Parameters that change what is shown of a list, not what is in it.
SHOWING = {"cursor", "expand", "fields", "ordering", "page_size"}


def exact_count(request: HttpRequest, count_rows: Callable[[], int]) -> int:
    """How many rows the filters of a request find, in the version that it reads; a request without one counts."""
    version = getattr(request, "dataset", None)
    if version is None:
        return count_rows()
    filters = sorted((name, value) for name, value in request.GET.items() if name not in SHOWING)
    key = (version.state, request.path, *filters)
    count: int | None = counts.get(key)
    if count is None:
        count = count_rows()
        counts.set(key, count)
    return count
