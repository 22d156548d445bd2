"""The whole database into a file, and a file tried."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cooperation.importers.backups import BackupError, check_backup, write_backup


class Command(BaseCommand):
    """Write the whole database into a new file, while the server serves; it holds the users' password hashes, too."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; it must not exist")
        parser.add_argument(
            "--check", action="store_true", help="restore the file into a database that is dropped again"
        )
        parser.add_argument("--legacy", action="store_true", help="with --check: the file is of version 0.1.0")

    def handle(self, *args: Any, **options: Any) -> None:
        file = options["file"]
        try:
            manifest = check_backup(file, options["legacy"]) if options["check"] else write_backup(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        done = "can be restored" if options["check"] else "written"
        self.stdout.write(f"{file} {done}: {manifest.summary}, {file.stat().st_size:,} bytes.")
