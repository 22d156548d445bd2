"""All that is public, as files."""

from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.http import HttpRequest
from rest_framework.request import Request

from cooperation.api.about import ABOUT
from cooperation.api.urls import router
from cooperation.files.folders import ExportError, write_folder
from cooperation.files.formats import FORMATS


class Command(BaseCommand):
    """Write every list into a folder, in one state of the dataset, with a manifest of rows and digests."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="the folder to write: a new one, or one that this command wrote")
        parser.add_argument("--formats", nargs="+", choices=FORMATS, default=["csv"], help="forms of the files (csv)")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Request(HttpRequest())
        views: list[tuple[str, Any, str]] = router.registry
        listings = (view(basename=name).listing(asked) for _, view, name in views)
        about = {"name": ABOUT.name, "licence": asdict(ABOUT.licence), "attribution": ABOUT.attribution}
        try:
            left_out = write_folder(options["folder"], listings, options["formats"], about)
        except (ExportError, OSError) as error:
            raise CommandError(str(error)) from error
        for reason in left_out:
            self.stdout.write(f"left out: {reason}")
        self.stdout.write(f"{options['folder']} written.")
