"""The database itself notices what changes for the public, whoever writes and how, and keeps the ledger as it was written."""

from collections.abc import Iterator

from config.databases.derived import DerivedSql, SqlObject
from sources.models.triggers import postgresql, sqlite
from sources.models.triggers.ledger import APPEND_ONLY, REFUSED, guard
from sources.models.triggers.rules import rules


def version_triggers(vendor: str) -> Iterator[SqlObject]:
    """What advances the version with every change that the public sees."""
    if vendor == "postgresql":
        return postgresql.postgresql_version_triggers(rules())
    return sqlite.sqlite_version_triggers(rules())


def advance_version(vendor: str) -> list[str]:
    """The next version, for what triggers did not see."""
    return [(postgresql if vendor == "postgresql" else sqlite).ADVANCE]


VERSION = DerivedSql(("dataset",), version_triggers, refill=advance_version)
LEDGER = DerivedSql((*REFUSED, "refuse_edit_of_change"), guard)
