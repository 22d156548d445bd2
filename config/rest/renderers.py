"""JSON, fast."""

from decimal import Decimal
from typing import Any

import orjson
from django.http import HttpRequest
from rest_framework.renderers import BaseRenderer


def encode(value: Any) -> Any:
    """What orjson does not know: amounts are JSON numbers, whole ones without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def is_for_browser(request: HttpRequest) -> bool:
    """Whether the answer is for a browser, where a person reads it."""
    return "text/html" in request.META.get("HTTP_ACCEPT", "")


class JSONRenderer(BaseRenderer):
    """UTF-8 JSON; dates in ISO 8601, times in UTC with Z."""

    media_type = "application/json"
    format = "json"
    charset = None
    options = orjson.OPT_UTC_Z

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        """The bytes of an answer; with line breaks for a browser, where a person reads them."""
        request = (renderer_context or {}).get("request")
        options = (
            self.options | orjson.OPT_INDENT_2 if request is not None and is_for_browser(request) else self.options
        )
        return b"" if data is None else orjson.dumps(data, default=encode, option=options)


class IndentedJSONRenderer(JSONRenderer):
    """JSON that a person can read."""

    options = orjson.OPT_UTC_Z | orjson.OPT_INDENT_2
