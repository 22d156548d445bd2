"""Write what is generated in docs/."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cooperation.api.documents.examples import client_over_fixtures
from cooperation.api.documents.guide import FOLDER, built_documents, stale_documents


class Command(BaseCommand):
    """Write the answers to the examples, the tables and the data dictionary into docs/."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a document is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with client_over_fixtures() as client:
                built = built_documents(client)
        except ValueError as error:
            raise CommandError(str(error)) from error
        stale = stale_documents(built)
        if options["check"]:
            if stale:
                raise CommandError(f"stale: {', '.join(stale)}; run `manage.py build_docs` and commit.")
            self.stdout.write(f"{len(built)} documents are up to date.")
            return
        for name in stale:
            (FOLDER / name).write_text(built[name], encoding="utf-8")
        self.stdout.write(f"{len(stale)} of {len(built)} documents written.")
