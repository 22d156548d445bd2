"""Who may try a password: few at once, few from one address, and no account for long from one that keeps guessing."""

import math
import threading
import time
from collections.abc import Callable
from typing import Any

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import get_resolver

from config.rest.limits import WINDOW, RequestCounter, client_address
from sources.models import AccountAction, AccountEvent

# As long as a name can be; what is longer is none.
LONGEST_NAME = 150
# Seconds for which whoever has logged in from here before waits for others' passwords to be hashed.
PATIENCE = 5.0
BUSY = "Somebody else is logging in at this moment. Please try again."
TOO_MANY = "Too many logins were tried from your network. Please wait, then try again."
LOCKED = (
    "Wrong passwords were given for this account, from your network, too often. For {minutes} minutes it cannot be logged in to "
    "from there. From elsewhere it can, and other accounts are not concerned. If it was not you, tell an administrator."
)

attempts = RequestCounter()
# Hashing a password takes a processor for a third of a second: one at a time, so that others are still answered.
hashing = threading.Lock()


def guarded_login(request: HttpRequest, login: Callable[..., HttpResponseBase]) -> HttpResponseBase:
    """What the login page answers to a name and a password, unless it is refused before anything is hashed or written."""
    now = time.time()
    tried = attempts.count(f"login:{client_address(request)}", int(now // WINDOW))
    if settings.LOGIN_LIMIT and tried > settings.LOGIN_LIMIT:
        return refusal(request, TOO_MANY, math.ceil(WINDOW - now % WINDOW))
    if is_locked(request):
        return locked(request)
    if not (hashing.acquire(blocking=False) or (is_known(request) and hashing.acquire(timeout=PATIENCE))):
        return refusal(request, BUSY, 1)
    try:
        return login(request)
    finally:
        hashing.release()


def is_locked(request: HttpRequest) -> bool:
    """Whether the account is locked for the address; asks the database once, and writes nothing."""
    return not AxesProxyHandler.is_allowed(request, {"username": name_of(request)})


def is_known(request: HttpRequest) -> bool:
    """Whether the account was logged in to from the address before: guessers of many addresses are to keep nobody out."""
    known = AccountEvent.objects.filter(account=name_of(request), address=client_address(request))
    return known.filter(action=AccountAction.LOGGED_IN).exists()


def name_of(request: HttpRequest) -> str:
    """The name that was typed."""
    return request.POST.get("username", "").strip()[:LONGEST_NAME]


def locked(request: HttpRequest, *rest: Any) -> HttpResponse:
    """The answer to whoever is locked."""
    wait = settings.AXES_COOLOFF_TIME
    return refusal(request, LOCKED.format(minutes=round(wait.total_seconds() / 60)), round(wait.total_seconds()))


def refusal(request: HttpRequest, detail: str, seconds: int) -> HttpResponse:
    """429 with what happened and when to try again, as the project's `handler429` words it."""
    answer: Any = get_resolver().resolve_error_handler(429)
    response: HttpResponse = answer(request, detail)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response
