"""An embedded database is for its owner alone: it holds the accounts."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.dispatch import receiver

OWNER_ONLY = 0o600
OTHERS = 0o077


def files_of(connection: BaseDatabaseWrapper) -> Iterator[Path]:
    """The files of an embedded database that are there: itself, and what SQLite puts beside it."""
    database = Path(str(connection.settings_dict["NAME"]))
    parts = (database, *(database.with_name(database.name + end) for end in ("-wal", "-shm")))
    yield from (part for part in parts if part.is_file())


@receiver(connection_created)
def keep_private(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Take the permissions of others from a database that is opened to be written; what SQLite makes later has the same."""
    if connection.vendor == "sqlite" and connection.alias == DEFAULT_DB_ALIAS:
        for part in files_of(connection):
            if part.stat().st_mode & OTHERS:
                with suppress(PermissionError):
                    part.chmod(OWNER_ONLY)


@register(Tags.security, deploy=True)
def check_permissions(**kwargs: Any) -> list[CheckMessage]:
    """Files with accounts or keys that somebody else on the machine could read."""
    connection = connections[DEFAULT_DB_ALIAS]
    secret = [settings.VAR_DIR / name for name in ("secret_key", "bootstrap.lock")]
    files = [*(files_of(connection) if connection.vendor == "sqlite" else ()), *filter(Path.is_file, secret)]
    return [
        Warning(f"{file} is open to others.", hint=f"chmod 600 {file}", id="databases.W001")
        for file in files
        if file.stat().st_mode & OTHERS
    ]
