"""Training activities from the Foreign Military Training Reports."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from config.databases.statistics import cut_log
from cooperation.trainings.importer.load import ImportRefusedError, import_file
from cooperation.trainings.rendering import render_trainings


class Command(BaseCommand):
    """Bring the training activities to what a published file (plain or gzip) says; the same file again changes nothing."""

    help = (
        "Bring the training activities to what a file says, all of it or nothing. Rows are told apart by their published "
        "ids: a newer file updates them, and the same file again changes nothing. Rows that it no longer has are withdrawn, if it "
        "has others of the same report and region."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "file", type=Path, help="the dataset that Security Force Monitor publishes, tab-separated, plain or gzip"
        )
        parser.add_argument("--totals", type=Path, help="the totals that the reports print, tab-separated")
        parser.add_argument(
            "--report", type=Path, help="where to write every doubt: line, column, value and reason, tab-separated"
        )
        parser.add_argument(
            "--may-shrink",
            action="store_true",
            help="take the file although it has no rows, or far fewer than are held",
        )

    def run_from_argv(self, argv: list[str]) -> None:
        # Whoever reads comes first.
        os.nice(10)
        super().run_from_argv(argv)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            named = {name: options[name] for name in ("totals", "report", "may_shrink")}
            outcome = import_file(options["file"], **named)
        except (ImportRefusedError, OSError) as error:
            raise CommandError(str(error)) from error
        for line in outcome.lines():
            self.stdout.write(line)
        render_trainings()
        cut_log()
