"""The shared cache, from its address: nothing here knows Django."""

from typing import Any

from redis.backoff import NoBackoff
from redis.retry import Retry

# Seconds after which a cache that does not answer is done without: a page is made in less.
TIMEOUT = 0.1


def cache_of(url: str) -> dict[str, Any]:
    """Django's settings of the cache at a Redis URL (`redis://host:6379/0`); of none without one."""
    if not url:
        return {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
    options = {
        "serializer": "config.rest.caching.stores.Plain",
        "socket_timeout": TIMEOUT,
        "socket_connect_timeout": TIMEOUT,
        # Once more and at once, for connections that a restart has cut.
        "retry": Retry(NoBackoff(), 1),
    }
    return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url, "OPTIONS": options}
