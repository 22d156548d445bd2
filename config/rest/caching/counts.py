"""How many rows a list has, counted once for all its pages."""

from django.db.models import QuerySet
from rest_framework.request import Request

from config.rest.caching.stores import counts

# Parameters that change what is shown of a list, not what is in it.
SHOWING = {"cursor", "expand", "fields", "ordering", "page_size"}


def exact_count(request: Request, queryset: QuerySet) -> int:
    """How many rows the filters of a request find, in the version that it reads; a request without one counts."""
    version = getattr(request, "dataset", None)
    if version is None:
        return queryset.count()
    filters = sorted((name, value) for name, value in request.query_params.items() if name not in SHOWING)
    key = (version.state, request.path, *filters)
    count: int | None = counts.get(key)
    if count is None:
        count = queryset.count()
        counts.set(key, count)
    return count
