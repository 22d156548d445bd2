"""An empty database made useful, and one in use brought up to date."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError

from cooperation.importers.bootstrapping import bootstrap
from cooperation.trainings.rendering import keep_trainings


class Command(BaseCommand):
    """Migrate, create the groups, load the fixtures, make a first administrator; run again, it changes only what is new."""

    help = __doc__
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            report = bootstrap()
        except FileNotFoundError as error:
            raise CommandError(str(error)) from error
        except OperationalError as error:
            raise CommandError(f"The database does not answer: {error}") from error
        if kept := keep_trainings():
            self.stdout.write(f"{kept:,} training activities made ready to be sent.")
        for line in report.lines():
            self.stdout.write(line)
