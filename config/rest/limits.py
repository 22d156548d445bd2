"""How much one client may ask for, in requests and in time: what had to be made is counted, what was ready is free."""

import math
import threading
import time
from collections import Counter, defaultdict
from functools import lru_cache
from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from config.databases.failures import Failure
from config.rest.caching.stores import shared
from config.rest.errors import problem_response
from config.rest.middleware import API, GetResponse

# Seconds over which requests are counted. A clock that jumps can lock nobody out for longer.
WINDOW = 60
MICROSECONDS = 1_000_000
LONGEST_ADDRESS = 64
# What watches the server asks for; it costs next to nothing, and is never refused.
FREE = {"/healthz", "/readyz"}


class RequestCounter:
    """Counts requests by client for one window; the whole site's if the processes share a cache, else this process's."""

    def __init__(self) -> None:
        self.window = 0
        self.counts: Counter[str] = Counter()
        self.lock = threading.Lock()

    def count(self, client: str, window: int) -> int:
        """One more from a client, and how many that makes."""
        with self.lock:
            if window != self.window:
                self.window, self.counts = window, Counter()
            self.counts[client] += 1
            here = self.counts[client]
        if not shared.backend:
            return here
        return max(here, shared.increment(f"requests:{window}:{client}", 2 * WINDOW) or 0)


class TimeCounter:
    """Adds up the seconds that answers to a client took in one window; of all processes if they share a cache."""

    def __init__(self) -> None:
        self.window = 0
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.lock = threading.Lock()

    def spent(self, client: str, window: int) -> float:
        """How many they are, as far as this process knows: it learns of the others' when it adds its own."""
        with self.lock:
            return self.seconds[client] if window == self.window and client in self.seconds else 0.0

    def add(self, client: str, window: int, seconds: float) -> None:
        """Some more for a client."""
        everywhere = 0.0
        if shared.backend:
            key, amount = f"time:{window}:{client}", round(seconds * MICROSECONDS)
            everywhere = (shared.increment(key, 2 * WINDOW, amount) or 0) / MICROSECONDS
        with self.lock:
            if window != self.window:
                self.window, self.seconds = window, defaultdict(float)
            self.seconds[client] = max(self.seconds[client] + seconds, everywhere)


class TimeLimitMiddleware:
    """Answers 429 once answers to one address have taken TIME_LIMIT seconds of a minute, whatever it asks for."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.counter = TimeCounter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The answer, if there is time left."""
        if not settings.TIME_LIMIT or request.path in FREE:
            return self.get_response(request)
        client, window, reset = client_address(request), *window_at(time.time())
        if self.counter.spent(client, window) >= settings.TIME_LIMIT:
            return refusal(f"Your questions took more than {settings.TIME_LIMIT:g} s of a minute.", reset)
        begin = time.monotonic()
        response = None
        try:
            response = self.get_response(request)
            return response
        finally:
            # To wait for a lock costs nobody anything.
            if getattr(response, "failure", None) is not Failure.BUSY:
                self.counter.add(client, window, time.monotonic() - begin)


class RateLimitMiddleware:
    """Answers 429 beyond RATE_LIMIT requests a minute from one address, and tells everybody how many are left."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response
        self.counter = RequestCounter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        limit = settings.RATE_LIMIT
        if not limit or not request.path.startswith(API):
            return self.get_response(request)
        window, reset = window_at(time.time())
        left = limit - self.counter.count(client_address(request), window)
        response = (
            self.get_response(request) if left >= 0 else refusal(f"More than {limit} requests in a minute.", reset)
        )
        # draft-ietf-httpapi-ratelimit-headers
        response["RateLimit-Policy"] = f'"minute";q={limit};w={WINDOW}'
        response["RateLimit"] = f'"minute";r={max(left, 0)};t={reset}'
        return response


def window_at(now: float) -> tuple[int, int]:
    """The number of the window, and in how many seconds the next begins."""
    return int(now // WINDOW), math.ceil(WINDOW - now % WINDOW)


def refusal(why: str, reset: int) -> HttpResponse:
    """The answer to a client that has asked for too much."""
    response = problem_response(429, f"{why} Ask again in {reset} s.")
    response["Retry-After"] = str(reset)
    response["Cache-Control"] = "no-store"
    return response


def client_address(request: HttpRequest) -> str:
    """Address of whoever asks; behind TRUSTED_PROXIES proxies, the one that the outermost of them saw."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXIES:
        chain = [*request.META.get("HTTP_X_FORWARDED_FOR", "").split(","), address]
        address = chain[-1 - min(settings.TRUSTED_PROXIES, len(chain) - 1)]
    # What is longer is none, and is not to be remembered.
    return network_of(address.strip()[:LONGEST_ADDRESS])


def client_ip(request: HttpRequest) -> str | None:
    """The same as an address of one machine, the first of an IPv6 network, for what keeps addresses; None if unknown."""
    address = client_address(request).partition("/")[0]
    return None if address == "unknown" else address


@lru_cache(maxsize=1024)
def network_of(address: str) -> str:
    """An address as one client: of IPv6, where everybody has 2**64 of them, the network."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return "unknown"
    if not isinstance(parsed, IPv6Address):
        return str(parsed)
    return str(parsed.ipv4_mapped or IPv6Network((parsed, 64), strict=False))
