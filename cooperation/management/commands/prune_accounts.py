"""What happened to accounts long ago, removed."""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sources.models.pruning import prune_accounts


class Command(BaseCommand):
    """Remove account events and login attempts that are older than ACCOUNT_EVENT_DAYS; an event says so."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            pruned = prune_accounts()
        except (ImproperlyConfigured, DatabaseError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Removed: {pruned}.{' There are more: run it again.' if pruned.is_unfinished else ''}")
