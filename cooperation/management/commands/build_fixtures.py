"""seeds/ to fixtures/."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cooperation.api.reconciliation.queries import problems_of
from cooperation.importers.seeds.building import build_fixtures, stale_fixtures
from cooperation.importers.seeds.querying import check_queries
from cooperation.importers.seeds.seed_files import SeedError, read_seeds


class Command(BaseCommand):
    """Write fixtures/*.json from seeds/*.yaml."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the fixtures are stale")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = settings.BASE_DIR / "fixtures"
        try:
            files = read_seeds(settings.BASE_DIR / "seeds")
            built = build_fixtures(files)
            check_queries(files, problems_of)
        except SeedError as error:
            raise CommandError(str(error)) from error
        stale = stale_fixtures(built, folder)
        if options["check"]:
            if stale:
                raise CommandError(f"stale: {', '.join(stale)}; run `manage.py build_fixtures` and commit.")
            self.stdout.write(f"{len(built)} fixtures are up to date.")
            return
        folder.mkdir(exist_ok=True)
        for name in stale:
            (folder / name).unlink(missing_ok=True)
            if name in built:
                (folder / name).write_bytes(built[name])
        self.stdout.write(f"{len(stale)} of {len(built)} fixtures written.")
