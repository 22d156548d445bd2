"""JSON, fast."""

from decimal import Decimal
from typing import Any

import orjson
from rest_framework.renderers import BaseRenderer


def encode(value: Any) -> Any:
    """What orjson does not know: amounts are JSON numbers, whole ones without a point."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    raise TypeError(f"{type(value).__name__} has no place in an answer")


def json_bytes(content: Any, *, is_indented: bool = False) -> bytes:
    """UTF-8 JSON; dates in ISO 8601, times in UTC with Z; with line breaks where a person reads it."""
    return orjson.dumps(content, default=encode, option=orjson.OPT_UTC_Z | (orjson.OPT_INDENT_2 if is_indented else 0))


class JSONRenderer(BaseRenderer):
    """JSON, as DRF names it."""

    media_type = "application/json"
    format = "json"
    charset = None

    def render(self, data: Any, accepted_media_type: str | None = None, renderer_context: Any = None) -> bytes:
        return json_bytes(data)
