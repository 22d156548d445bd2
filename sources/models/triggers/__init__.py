"""The database itself notices what changes for the public, whoever writes and how, and keeps the ledger as it was written."""

from collections.abc import Iterator
from types import ModuleType

from config.databases.derived import DerivedSql, SqlObject
from sources.models.triggers import postgresql, sqlite
from sources.models.triggers.ledger import REFUSED, guard
from sources.models.triggers.rules import rules


def engine(vendor: str) -> ModuleType:
    """How the database makes triggers."""
    return postgresql if vendor == "postgresql" else sqlite


def version_triggers(vendor: str) -> Iterator[SqlObject]:
    """What advances the version with every change that the public sees."""
    yield from engine(vendor).objects(rules())


def advance(vendor: str) -> list[str]:
    """The next version, for what triggers did not see."""
    return [engine(vendor).ADVANCE]


VERSION = DerivedSql(("dataset",), version_triggers, refill=advance)
LEDGER = DerivedSql((*REFUSED, "refuse_edit_of_change"), guard)
