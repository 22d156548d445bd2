"""Whether somebody is logged in: a cookie alone says nothing, for anybody can send one."""

from importlib import import_module

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.db import Error
from django.http import HttpRequest


def is_logged_in(request: HttpRequest) -> bool:
    """Whether the cookie of a request names a session of somebody; while the database does not answer, it may."""
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return False
    try:
        return SESSION_KEY in import_module(settings.SESSION_ENGINE).SessionStore(key)
    except Error:
        return True
