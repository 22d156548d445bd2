"""The whole database into a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cooperation.importers.backups import BackupError, write_backup


class Command(BaseCommand):
    """Write the whole database into a new file, while the server serves; it holds the users' password hashes, too."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; it must not exist")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            write_backup(options["file"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{options['file']} written and checked, {options['file'].stat().st_size:,} bytes.")
