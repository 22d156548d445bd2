"""The whole database from a backup."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cooperation.importers.backups import BackupError, restore_backup


class Command(BaseCommand):
    """Replace the whole database by what `backup` wrote, all or nothing."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that `backup` wrote, from the same kind of database")
        parser.add_argument("--force", action="store_true", help="even if that loses changes made since")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restore_backup(options["file"], force=options["force"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Restored. Now run `manage.py bootstrap` and restart the server.")
