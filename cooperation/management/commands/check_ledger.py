"""The chain of the ledger, sealed to its end and looked at from its beginning."""

from argparse import ArgumentParser, ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from sources.models import check_ledger


def noted_seal(text: str) -> tuple[int, str]:
    """Number and digest of a seal, as this command and the log write them."""
    number, _, digest = text.partition(":")
    if not number.isdecimal() or len(digest) != 64:
        raise ArgumentTypeError("write NUMBER:DIGEST, as this command does")
    return int(number), digest


class Command(BaseCommand):
    """Seal what is not sealed yet, and say whether the ledger is what was sealed, or which row is not."""

    help = __doc__
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        help_text = "a seal that was noted elsewhere, as NUMBER:DIGEST: it has to be in the chain"
        parser.add_argument("--noted", type=noted_seal, action="append", default=[], help=help_text)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = check_ledger(dict(options["noted"]))
        except DatabaseError as error:
            raise CommandError(f"The database fails: {error}") from error
        if found.fault:
            raise CommandError(f"The ledger is {found}")
        self.stdout.write(f"The ledger is {found}.")
