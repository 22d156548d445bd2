"""Write the OpenAPI document that the API serves."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cooperation.api.documents.openapi import PATH, build_document


class Command(BaseCommand):
    """Write cooperation/api/documents/openapi.json."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="write nothing; fail if the document is stale")

    def handle(self, *args: Any, **options: Any) -> None:
        document = build_document()
        if options["check"]:
            if not PATH.exists() or PATH.read_bytes() != document:
                raise CommandError(
                    "cooperation/api/documents/openapi.json is stale; run `manage.py build_schema` and commit."
                )
            self.stdout.write("The OpenAPI document is up to date.")
            return
        PATH.write_bytes(document)
        self.stdout.write(f"{PATH.name} written, {len(document):,} bytes.")
