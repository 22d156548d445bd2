"""The whole database from a backup, and back again."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cooperation.importers.backups import BackupError, drop_kept, restore_backup, undo_restore


class Command(BaseCommand):
    """Put what `backup` wrote in the place of the database, all or nothing, and keep the old one until told otherwise."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("file", nargs="?", type=Path, help="a file that `backup` wrote, from SQLite or PostgreSQL")
        what.add_argument("--undo", action="store_true", help="put back the database that was replaced last")
        what.add_argument("--drop-kept", action="store_true", help="remove all databases that were replaced")
        parser.add_argument("--legacy", action="store_true", help="the file is of version 0.1.0")
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self.stdout.write(self.done(**options))
        except BackupError as error:
            raise CommandError(str(error)) from error

    def done(self, **options: Any) -> str:
        """Do what was asked; what is told of it."""
        if options["drop_kept"]:
            return f"Removed: {', '.join(drop_kept()) or 'nothing'}."
        confirm = self.tell if options["yes"] else self.ask
        kept = undo_restore(confirm) if options["undo"] else restore_backup(options["file"], confirm, options["legacy"])
        until = f" The old database is kept until `restore --drop-kept`: {kept}." if kept else ""
        return f"Restored.{until} Now run `manage.py bootstrap`."

    def tell(self, told: list[str]) -> bool:
        """Say what would change, and that it is meant."""
        self.stdout.writelines(f"{line}\n" for line in told)
        return True

    def ask(self, told: list[str]) -> bool:
        """Say what would change; whether somebody at the terminal means it. An empty database is replaced without a question."""
        self.tell(told)
        if told and not sys.stdin.isatty():
            raise BackupError("Nobody is there to be asked, and nothing was changed. Say --yes if this is meant.")
        return not told or input("Everybody has to log in again. Replace the database? [yes/no] ") == "yes"
