"""Middleware that people need, who log in; questions to the API pass it by.

That against forged forms stays Django's own, which `check --deploy` looks for: it asks nothing of a view that takes no forms.
"""

from typing import Any

from django.contrib.auth.middleware import AuthenticationMiddleware as Authentication
from django.contrib.messages.middleware import MessageMiddleware as Messages
from django.contrib.sessions.middleware import SessionMiddleware as Sessions
from django.http import HttpRequest

from config.rest.caching.middleware import DATA


class ForPeople:
    """Lets questions to the API through."""

    get_response: Any

    def __call__(self, request: HttpRequest) -> Any:
        """The answer."""
        return self.get_response(request) if request.path.startswith(DATA) else super().__call__(request)  # type: ignore[misc]


class SessionMiddleware(ForPeople, Sessions):
    """Who is logged in: by their session."""


class AuthenticationMiddleware(ForPeople, Authentication):
    """Who is logged in: the user."""


class MessageMiddleware(ForPeople, Messages):
    """What a form says after it was sent."""
