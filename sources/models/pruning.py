"""What happened to accounts long ago is removed: it names people and their addresses."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import models, transaction
from django.utils import timezone

from sources.models.account import AccountAction, AccountEvent, note
from sources.models.triggers.ledger import DAYS_KEPT

# Rows that go in one transaction, and in one run of each table.
AT_ONCE = 1_000
MOST = 100_000


@dataclass(frozen=True)
class Pruned:
    """How many rows have gone, from before which moment, and whether some of that time are left."""

    before: datetime
    events: int
    attempts: int
    is_unfinished: bool

    def __str__(self) -> str:
        return f"{self.events:,} account events and {self.attempts:,} login attempts from before {self.before:%Y-%m-%d}"


def prune_accounts() -> Pruned:
    """Remove what is older than ACCOUNT_EVENT_DAYS, in short transactions, and leave an event that says so."""
    days = settings.ACCOUNT_EVENT_DAYS
    if days < DAYS_KEPT:
        raise ImproperlyConfigured(
            f"ACCOUNT_EVENT_DAYS is {days}: the database keeps account events for {DAYS_KEPT} days."
        )
    before = timezone.now() - timedelta(days=days)
    events = remove_oldest(AccountEvent.objects.filter(at__lt=before))
    of_axes = [model.objects.filter(attempt_time__lt=before) for model in (AccessAttempt, AccessFailureLog, AccessLog)]
    attempts = [remove_oldest(rows) for rows in of_axes]
    pruned = Pruned(before, events, sum(attempts), MOST in (events, *attempts))
    if events or any(attempts):
        note(AccountAction.PRUNED, "", str(pruned))
    return pruned


def remove_oldest(rows: models.QuerySet) -> int:
    """Remove rows, up to a limit; how many."""
    done = 0
    while done < MOST and (keys := list(rows.order_by("pk").values_list("pk", flat=True)[: min(AT_ONCE, MOST - done)])):
        with transaction.atomic():
            rows.model._default_manager.filter(pk__in=keys).delete()
        done += len(keys)
    return done
