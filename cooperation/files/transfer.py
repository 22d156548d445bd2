"""Large files on their way to a client: few at once, and none for longer than an export may take."""

import threading
import time
from collections.abc import Iterator
from functools import cache
from typing import IO

from django.conf import settings
from rest_framework.exceptions import APIException

PIECE = 2**18


@cache
def transfer_slots() -> threading.BoundedSemaphore:
    """How many large files one process makes and sends at once: each holds one of its threads for as long as it takes."""
    return threading.BoundedSemaphore(settings.EXPORTS_AT_ONCE)


class Busy(APIException):
    """Another large file is being made or sent."""

    status_code = 503
    default_detail = "Another large file is being made. Try again in a moment."
    wait = 5


class Transfer:
    """The pieces of a file; Busy if all slots are taken, and closed, it gives its own to another."""

    def __init__(self, file: IO[bytes], deadline: float) -> None:
        self.file, self.deadline = file, deadline
        if not transfer_slots().acquire(blocking=False):
            file.close()
            raise Busy

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        """The next piece; the announced length tells a client whose time is up that this is not all."""
        if time.monotonic() > self.deadline:
            raise TimeoutError("A file was fetched too slowly.")
        if piece := self.file.read(PIECE):
            return piece
        raise StopIteration

    def close(self) -> None:
        """Forget the file, and let the next one be made."""
        if not self.file.closed:
            self.file.close()
            transfer_slots().release()
