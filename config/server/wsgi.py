"""The WSGI application, called with requests that came by ASGI: its environ, and its answer piece by piece."""

import io
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

Environ = dict[str, Any]
Header = tuple[bytes, bytes]
# Bytes of a file that are sent at once.
PIECE = 2**17


@dataclass(frozen=True)
class WsgiResponse:
    """What a WSGI application answers: a body that is whole, or pieces of one that is not."""

    status: int
    headers: list[Header]
    body: bytes
    pieces: Iterator[bytes] | None
    source: Any

    def close(self) -> None:
        if hasattr(self.source, "close"):
            self.source.close()


def environ_of(scope: Any) -> Environ:
    """What WSGI says of a request, without its body."""
    host, port = scope["server"] or ("", 0)
    environ: Environ = {
        "REQUEST_METHOD": scope["method"],
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote_to_bytes(scope["raw_path"]).decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": host,
        "SERVER_PORT": str(port),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "REMOTE_ADDR": scope["client"][0] if scope["client"] else "",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    for name, value in scope["headers"]:
        add_header(environ, name.decode("latin-1"), value.decode("latin-1"))
    return environ


def add_header(environ: Environ, name: str, value: str) -> None:
    """Add a header; one with an underscore could pass for another."""
    if "_" in name:
        return
    key = name.upper().replace("-", "_")
    key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
    if key in environ:
        value = f"{environ[key]}{'; ' if key == 'HTTP_COOKIE' else ','}{value}"
    environ[key] = value


def with_body(environ: Environ, body: bytes) -> Environ:
    """The environ of a request with its whole body."""
    environ.pop("HTTP_TRANSFER_ENCODING", None)
    return {**environ, "wsgi.input": io.BytesIO(body), "CONTENT_LENGTH": str(len(body))}


def call(application: Any, environ: Environ) -> WsgiResponse:
    """What an application answers; a body that does not stream is read here and now."""
    started: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> None:
        started[:] = [int(status[:3]), encoded(headers)]

    source = application(environ, start_response)
    status, headers = started
    if getattr(source, "streaming", False):
        return WsgiResponse(status, headers, b"", iter(source), source)
    try:
        return WsgiResponse(status, headers, b"".join(source), None, source)
    finally:
        source.close()


def encoded(headers: Iterable[tuple[str, str]]) -> list[Header]:
    """Headers as ASGI sends them."""
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers]


def next_piece(pieces: Iterator[bytes]) -> bytes:
    """The next bytes of a body, some at a time; empty at its end."""
    piece = bytearray()
    for part in pieces:
        piece += part
        if len(piece) >= PIECE:
            break
    return bytes(piece)
