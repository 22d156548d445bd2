"""Triggers of SQLite: for each row, in the one transaction that writes."""

from collections.abc import Iterator

from config.databases.derived import SqlObject, sqlite_trigger
from sources.models.triggers.rules import ROW

ADVANCE = """UPDATE sources_dataset SET version = version + 1, state = lower(hex(randomblob(16))),
changed_at = MAX(changed_at, strftime('%Y-%m-%d %H:%M:%f000', 'now'))"""
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def sqlite_version_triggers(rules: dict[str, str]) -> Iterator[SqlObject]:
    """The triggers of each table."""
    for table, rule in rules.items():
        for event, rows in ROWS.items():
            condition = " OR ".join(f"({rule.replace(ROW, row)})" for row in rows) if rule else ""
            name = f"dataset_{table}_{event}"
            yield sqlite_trigger(name, f"AFTER {event.upper()}", table, f"{ADVANCE};", condition)
