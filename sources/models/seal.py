"""The chain of the ledger: each of its rows is sealed with a digest that rests on all seals before it.

Rows are sealed after they are committed, in the order in which they are found then: on PostgreSQL a row may appear after one with
a higher number. So no writer waits for the chain, and whoever seals next takes up what nobody has sealed.
"""

import logging
from datetime import UTC
from functools import partial
from hashlib import sha256
from typing import Any

import orjson
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, models, transaction
from django.db.models import Exists, OuterRef
from django.db.models.signals import post_save

from sources.models.change import Change

logger = logging.getLogger(__name__)

# What the first seal rests on.
START = "0" * 64
# Rows that are sealed in one transaction.
AT_ONCE = 200
# Whoever has written a row looks for what others have left unsealed among so many before it.
LOOK_BACK = 200
# The advisory lock of whoever seals.
LOCK = 7_361_737


class Seal(models.Model):
    """The place of one change in the chain. Nothing edits it."""

    number = models.PositiveBigIntegerField(primary_key=True, help_text="Counts from 1 without a gap.")
    change = models.OneToOneField(Change, models.PROTECT, related_name="seal", help_text="What is sealed.")
    digest = models.CharField(
        max_length=64, help_text="SHA-256 over the digest of the seal before and the change, in hexadecimal."
    )

    class Meta:
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number}:{self.digest}"


def digest_after(before: str, change: Change) -> str:
    """The digest of a change's seal: over the one before it and all columns of the change, the same on every database."""
    columns = [
        *(change.pk, change.record_id, change.revision, change.action, change.before, change.after),
        *(change.reason, change.by_id, change.at.astimezone(UTC).isoformat(timespec="microseconds")),
    ]
    return sha256(before.encode() + orjson.dumps(columns, option=orjson.OPT_SORT_KEYS)).hexdigest()


def unsealed(after: int = 0) -> models.QuerySet[Change]:
    """The changes behind one of them that nobody has sealed yet."""
    # The bound of the seals, too: no statistics of tables that only grow tell the planner that few are behind it.
    sealed = Seal.objects.filter(change=OuterRef("pk"), change__gt=after)
    return Change.objects.filter(~Exists(sealed), pk__gt=after)


def seal_some(after: int = 0) -> int | None:
    """Seal what is unsealed behind a change, up to a limit, in one short transaction; the last change sealed, if there is one."""
    seals: list[Seal] = []
    with transaction.atomic():
        take_turn()
        last = Seal.objects.order_by("-number").first()
        number, digest = (last.number, last.digest) if last else (0, START)
        for change in unsealed(after).order_by("pk")[:AT_ONCE]:
            number, digest = number + 1, digest_after(digest, change)
            seals.append(Seal(number=number, change=change, digest=digest))
        Seal.objects.bulk_create(seals)
    if not seals:
        return None
    # Also where nobody who can write to the database can change it.
    logger.info("The ledger is sealed up to %s", seals[-1])
    return seals[-1].change_id


def take_turn() -> None:
    """Let nobody else seal until the transaction ends; on SQLite whoever writes is alone. DatabaseError after a second."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '1s'")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def seal_all() -> None:
    """Seal all that is unsealed, in short transactions."""
    last: int | None = 0
    while last is not None:
        last = seal_some(last)


def try_to_seal(after: int) -> None:
    """Seal some; what stands in the way is a line of the log, and whoever seals next does it."""
    try:
        seal_some(after)
    except DatabaseError as error:
        logger.warning("What was written into the ledger is not sealed yet: %s", error)


def seal_after_commit(sender: Any, instance: Change, using: str, **kwargs: Any) -> None:
    """Have a change sealed that was written just now, once its transaction has ended."""
    if using == DEFAULT_DB_ALIAS:
        transaction.on_commit(partial(try_to_seal, instance.pk - LOOK_BACK))


def watch_ledger() -> None:
    """Have what is written into the ledger sealed, whichever code writes it."""
    post_save.connect(seal_after_commit, sender=Change)
