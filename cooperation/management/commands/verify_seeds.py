"""seeds/ against the texts of the documents."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cooperation.api.reconciliation.queries import problems_of
from cooperation.importers.seeds.querying import check_queries
from cooperation.importers.seeds.seed_files import SeedError, read_seeds
from cooperation.importers.seeds.verifying import verify


class Command(BaseCommand):
    """Check every citation of the seeds, and every number of the documents, against the texts."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--texts", type=Path, default=settings.SEED_TEXTS_DIR, help="folder of the texts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            files = read_seeds(settings.BASE_DIR / "seeds")
            check_queries(files, problems_of)
            report = verify(files, options["texts"])
        except SeedError as error:
            raise CommandError(str(error)) from error
        for line in (*report.documents, *(f"warning: {warning}" for warning in report.warnings)):
            self.stdout.write(str(line))
        if report.problems:
            problems = "\n".join(map(str, report.problems))
            raise CommandError(f"{problems}\n{len(report.problems)} problems.")
        self.stdout.write("No problems.")
