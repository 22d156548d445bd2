"""Django's `migrate`, in one transaction."""

from typing import Any

from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations import Migration


class Command(migrate.Command):
    """Apply or undo migrations, all or none; while triggers are away nobody else can write."""

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections[options["database"]]
        self.check_constraints = connection.check_constraints if connection.vendor == "postgresql" else None
        # SQLite lets nobody switch the checks of references off inside a transaction, and each migration asks for it.
        with connection.constraint_checks_disabled(), transaction.atomic(using=connection.alias):
            super().handle(*args, **options)

    def migration_progress_callback(self, action: str, migration: Migration | None = None, fake: bool = False) -> None:
        """Report progress; check what PostgreSQL puts off to the end of a transaction, or the next migration cannot alter the table."""
        super().migration_progress_callback(action, migration, fake)
        if self.check_constraints and action in ("apply_success", "unapply_success"):
            self.check_constraints()
