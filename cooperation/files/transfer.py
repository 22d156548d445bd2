"""Large files on their way to a client: few are made at once, and none is made and sent for longer than an export may take."""

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import IO

from django.conf import settings
from rest_framework.exceptions import APIException

PIECE = 2**18


class Busy(APIException):
    """As many large files as may be are being made, or sent."""

    status_code = 503
    default_detail = "Another large file is being made. Try again in a moment."
    wait = 5


@cache
def making_slots() -> threading.BoundedSemaphore:
    """How many large files one process makes at once: each holds one of its threads."""
    return threading.BoundedSemaphore(settings.EXPORTS_AT_ONCE)


class SendingSlots:
    """How many large files one process sends at once, in all and to one client: each is open meanwhile, and may have left its folder."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.clients: Counter[str] = Counter()

    def take(self, client: str) -> None:
        """One more; Busy if there are as many as may be."""
        with self.lock:
            if (
                self.clients.total() >= settings.EXPORTS_SENT_AT_ONCE
                or self.clients[client] >= settings.EXPORTS_SENT_TO_ONE
            ):
                raise Busy
            self.clients[client] += 1

    def give_back(self, client: str) -> None:
        with self.lock:
            self.clients -= Counter([client])


sending_slots = SendingSlots()


@contextmanager
def turn_to_make() -> Iterator[None]:
    """The time in which a large file is made; Busy if others are. A client that does not read it holds up nobody else."""
    if not making_slots().acquire(blocking=False):
        raise Busy
    try:
        yield
    finally:
        making_slots().release()


class Transfer:
    """The pieces of a file that is made, or of a part of it; Busy if too many are being sent. Closed, it makes room for another."""

    def __init__(self, file: IO[bytes], client: str, deadline: float, first: int, length: int) -> None:
        self.file, self.client, self.deadline, self.left = file, client, deadline, length
        file.seek(first)
        try:
            sending_slots.take(client)
        except Busy:
            file.close()
            raise

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next piece; a client that is cut off sees from the announced length that the file is not complete."""
        if time.monotonic() > self.deadline:
            raise TimeoutError("A file was fetched too slowly.")
        if piece := self.file.read(min(PIECE, self.left)):
            self.left -= len(piece)
            return piece
        raise StopIteration

    def close(self) -> None:
        if not self.file.closed:
            self.file.close()
            sending_slots.give_back(self.client)
