"""Which state of the dataset a database holds. The app that keeps the version registers how it is read."""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import Error
from django.http import HttpRequest

from config.databases.middleware import aliases_for
from config.databases.routing import reading_from

logger = logging.getLogger(__name__)

# Seconds for which a database that failed is not asked, so that not every request waits for it.
PAUSE = 1.0


@dataclass(frozen=True)
class Version:
    """One state of the dataset: a number that grows, a name that never comes back for other content, when it began."""

    number: int
    state: str
    changed_at: datetime | None = None
    # Whole second of HTTP after which nothing of the state is older; none while that second lasts, as it may change again.
    last_modified: int | None = None

    @classmethod
    def read(cls, number: int, state: str, changed_at: datetime) -> "Version":
        """The version as a database just gave it."""
        second = math.ceil(changed_at.timestamp())
        return cls(number, state, changed_at, second if second <= time.time() else None)


VersionReader = Callable[[], Version | None]
_readers: list[VersionReader] = []


def register_version_reader(reader: VersionReader) -> None:
    """Have the version read by a function, which returns None where a database holds none."""
    _readers[:] = [reader]


def read_version() -> Version | None:
    """The version in the database that models are read from here and now."""
    return _readers[0]()


class VersionCache:
    """The version as this process knows it, read at most once in DATASET_VERSION_SECONDS."""

    def __init__(self) -> None:
        self.version: Version | None = None
        self.expires_at = -math.inf

    def is_due(self) -> bool:
        """Whether it is time to read it again."""
        return time.monotonic() >= self.expires_at

    def current(self, request: HttpRequest) -> Version | None:
        """The version in the database that would answer a request; while that is down, the last one known."""
        now = time.monotonic()
        if now >= self.expires_at:
            # Whoever comes meanwhile takes what is known.
            self.expires_at = now + settings.DATASET_VERSION_SECONDS
            try:
                with reading_from(next(aliases_for(request))):
                    self.version = read_version()
            except Error as error:
                logger.warning("The version of the dataset cannot be read: %s", error)
                self.expires_at = time.monotonic() + PAUSE
        return self.version
