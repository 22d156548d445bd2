"""Which state of the dataset the public sees, as a process knows it."""

import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import cast

from django.conf import settings
from django.db import Error
from django.http import HttpRequest
from django.utils.http import http_date
from django.utils.module_loading import import_string

from config.databases.middleware import sources_for
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

    def headers(self) -> dict[str, str]:
        """When the state began, for HTTP."""
        return {} if self.last_modified is None else {"Last-Modified": http_date(self.last_modified)}


@cache
def reader(path: str) -> Callable[[], Version | None]:
    """The function of that dotted path, which reads the version from the database."""
    return cast("Callable[[], Version | None]", import_string(path))


def read_version() -> Version | None:
    """The version in the database from which models are read here and now; None if it holds none."""
    return reader(settings.DATASET_VERSION)()


class KnownVersion:
    """The version as this process knows it, asked for at most once in DATASET_VERSION_SECONDS."""

    def __init__(self) -> None:
        self.version: Version | None = None
        self.asked_at = -math.inf

    def current(self, request: HttpRequest) -> Version | None:
        """The version in the database that the request would be answered from; while that is gone, the one known before."""
        now = time.monotonic()
        if now - self.asked_at >= settings.DATASET_VERSION_SECONDS:
            # Whoever comes meanwhile takes what is known.
            self.asked_at = now
            try:
                with reading_from(next(sources_for(request))):
                    self.version = read_version()
            except Error as error:
                logger.warning("The version of the dataset cannot be read: %s", error)
                self.asked_at = time.monotonic() + PAUSE
        return self.version
