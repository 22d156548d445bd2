"""Bodies of requests: whole before a thread is taken, and no larger or slower than they may be."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from django.conf import settings

Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]

# Of anybody: a login, a question that is posted. Who is logged in may send DATA_UPLOAD_MAX_MEMORY_SIZE.
ANYBODY_BYTES = 2**16


class RefusedError(Exception):
    """A request that is answered with an error before the rest of it is read."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status, self.detail = status, detail


class GoneError(Exception):
    """The client has left."""


def announced_length(environ: Message) -> int | None:
    """How long the body is to be; None if it comes in chunks."""
    if "chunked" in environ.get("HTTP_TRANSFER_ENCODING", "").lower():
        return None
    return int(environ.get("CONTENT_LENGTH") or 0)


async def read_body(receive: Receive, environ: Message, largest: int) -> bytes:
    """The whole body; RefusedError if it is too large, or takes longer than BODY_TIMEOUT."""
    length = announced_length(environ)
    if length == 0:
        return b""
    if length is not None and length > largest:
        raise too_large(largest)
    try:
        async with asyncio.timeout(settings.BODY_TIMEOUT):
            return await read_pieces(receive, largest)
    except TimeoutError:
        raise RefusedError(408, "The body of this request takes too long.") from None


async def read_pieces(receive: Receive, largest: int) -> bytes:
    """The pieces of a body until it is whole."""
    body = bytearray()
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise GoneError
        body += message.get("body", b"")
        if len(body) > largest:
            raise too_large(largest)
        if not message.get("more_body"):
            return bytes(body)


def too_large(largest: int) -> RefusedError:
    """What is said of a body that is larger than it may be."""
    return RefusedError(413, f"The body of this request is larger than {largest:,} bytes.")
