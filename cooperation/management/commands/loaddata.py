"""Django's `loaddata`, after which the planner of the database knows of the new rows."""

from typing import Any

from django.core.management.commands import loaddata

from config.databases.statistics import refresh_statistics


class Command(loaddata.Command):
    """Install fixtures, as Django does, and count anew what the planner of the database goes by."""

    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        refresh_statistics()
