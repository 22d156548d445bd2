"""Which state of the dataset the public sees."""

import secrets
from datetime import UTC
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections, models, router
from django.utils import timezone

from config.databases.versions import Version


class Dataset(models.Model):
    """The state of what the public sees, one row; triggers change it with whatever changes that, by whichever path."""

    version = models.BigIntegerField(default=0, help_text="Grows with every change that the public sees.")
    # A counter alone would come back for other content after a backup is restored.
    state = models.CharField(
        max_length=32, help_text="Random name of the state; a restored backup brings its own back."
    )
    changed_at = models.DateTimeField(help_text="When the state began; never goes back.")

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="dataset_is_one")]

    def __str__(self) -> str:
        return f"version {self.version}"


def current_version() -> Version | None:
    """The version of what models read here and now, also of what this very transaction has changed; None if there is none."""
    connection = connections[router.db_for_read(Dataset)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and connection.alias == DEFAULT_DB_ALIAS and connection.in_atomic_block:
            # What is counted at the end of a transaction that writes counts now, for whoever asks inside it.
            cursor.execute("SET CONSTRAINTS dataset_moves_on IMMEDIATE")
        cursor.execute("SELECT version, state, changed_at FROM sources_dataset")
        row = cursor.fetchone()
    if row is None:
        return None
    number, state, changed_at = row
    # SQLite knows no time zones: what it keeps is UTC.
    return Version.read(number, state, changed_at if changed_at.tzinfo else changed_at.replace(tzinfo=UTC))


def begin_version(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """The first version of a database that has none: triggers only advance it."""
    if Dataset._meta.db_table not in connections[using].introspection.table_names():
        return
    Dataset.objects.using(using).get_or_create(
        pk=1, defaults={"version": 1, "state": secrets.token_hex(16), "changed_at": timezone.now()}
    )
