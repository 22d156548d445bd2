"""Connections, bounded: how many there are, how long they may be idle, how large a header is, how slowly is read."""

import asyncio
import time
from collections import Counter
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# Bytes of a request line and its headers.
HEADER_BYTES = 2**15
TOO_LARGE = b"HTTP/1.1 431 Request Header Fields Too Large\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
# Bytes that a client has to take of its answer in IDLE_TIMEOUT, if there are as many.
SLOWEST_BYTES = 2**14
# Seconds between two looks at all connections.
LOOK = 1.0


class BoundedProtocol(HttpToolsProtocol):
    """One connection of a client, idle until a header is complete and again once it has its answer."""

    idle_since: float | None = None
    address = ""
    header_bytes = 0
    # What was still to be sent when the client had last taken enough of it, and when that was.
    unsent, unsent_since = 0, 0.0

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self.address = self.client[0] if self.client else ""
        connections.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        connections.remove(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse what came, unless it makes a header too long."""
        if self.idle_since is not None:
            self.header_bytes += len(data)
        super().data_received(data)
        # A request that is complete has left the idle ones.
        if self.idle_since is not None and self.header_bytes > HEADER_BYTES:
            self.refuse_header()

    def on_headers_complete(self) -> None:
        """Start the request, unless its header is too long."""
        self.header_bytes = 0
        if len(self.url) + sum(len(name) + len(value) for name, value in self.headers) > HEADER_BYTES:
            self.refuse_header()
            return
        connections.begin(self)
        super().on_headers_complete()

    def refuse_header(self) -> None:
        """Say that the header is too long, and close."""
        if not self.transport.is_closing():
            self.transport.write(TOO_LARGE)
            self.transport.close()

    def on_response_complete(self) -> None:
        """The connection waits for the next request, if there is none already."""
        if not self.pipeline:
            connections.end(self)
        super().on_response_complete()

    def is_stuck(self, now: float) -> bool:
        """Whether the client has taken too little of what is sent, for longer than it may."""
        unsent = self.transport.get_write_buffer_size()
        # There is more to send only once it has taken nearly all.
        if not unsent or unsent > self.unsent or self.unsent - unsent >= SLOWEST_BYTES:
            self.unsent, self.unsent_since = unsent, now
            return False
        return now - self.unsent_since > settings.IDLE_TIMEOUT


class Connections:
    """All connections of this process, those that are idle in the order in which they became so."""

    def __init__(self) -> None:
        self.all: set[BoundedProtocol] = set()
        self.idle: dict[BoundedProtocol, None] = {}
        self.by_address: Counter[str] = Counter()
        self.timer: asyncio.TimerHandle | None = None

    def add(self, connection: BoundedProtocol) -> None:
        """Take a connection on; where there are too many, the one goes that is idle longest."""
        if self.timer is None:
            self.look()
        self.all.add(connection)
        self.by_address[connection.address] += 1
        self.end(connection)
        if self.by_address[connection.address] > settings.CONNECTIONS_PER_ADDRESS:
            next(idle for idle in self.idle if idle.address == connection.address).transport.abort()
        elif len(self.all) > settings.CONNECTIONS:
            next(iter(self.idle)).transport.abort()

    def remove(self, connection: BoundedProtocol) -> None:
        self.all.discard(connection)
        self.idle.pop(connection, None)
        self.by_address -= Counter([connection.address])

    def begin(self, connection: BoundedProtocol) -> None:
        self.idle.pop(connection, None)
        connection.idle_since = None

    def end(self, connection: BoundedProtocol) -> None:
        """A connection has no request, or none any more."""
        connection.idle_since, connection.header_bytes = time.monotonic(), 0
        self.idle[connection] = None

    def look(self) -> None:
        """Close what was idle, or what nobody reads, for too long; and look again soon."""
        now = time.monotonic()
        for connection in list(self.idle):
            if now - (connection.idle_since or now) < settings.IDLE_TIMEOUT:
                break
            connection.transport.abort()
        for connection in list(self.all):
            if connection.is_stuck(now):
                connection.transport.abort()
        self.timer = asyncio.get_running_loop().call_later(LOOK, self.look)


connections = Connections()
