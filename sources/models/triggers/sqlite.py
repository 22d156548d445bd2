"""Triggers of SQLite: for each row, in the one transaction that writes."""

from typing import Any

from sources.models.triggers.rules import ROW

MOVE_ON = """UPDATE sources_dataset SET version = version + 1, state = lower(hex(randomblob(16))),
changed_at = MAX(changed_at, strftime('%Y-%m-%d %H:%M:%f000', 'now'))"""
ROWS = {"insert": ("NEW",), "update": ("OLD", "NEW"), "delete": ("OLD",)}


def wanted(rules: dict[str, str]) -> dict[str, str]:
    """The triggers by name, each as the statement that makes it."""
    return {f"dataset_{table}_{event}": trigger(table, event, rule) for table, rule in rules.items() for event in ROWS}


def trigger(table: str, event: str, rule: str) -> str:
    """The statement that makes a trigger."""
    condition = " OR ".join(f"({rule.replace(ROW, row)})" for row in ROWS[event])
    when = f"WHEN {condition} " if rule else ""
    return f"CREATE TRIGGER dataset_{table}_{event} AFTER {event.upper()} ON {table} {when}BEGIN {MOVE_ON}; END"


def existing(cursor: Any) -> dict[str, str]:
    """The triggers that there are."""
    cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'dataset\\_%' ESCAPE '\\'")
    return dict(cursor.fetchall())


def drop(cursor: Any) -> None:
    """Remove the triggers."""
    for name in existing(cursor):
        cursor.execute(f"DROP TRIGGER {name}")


def create(cursor: Any, rules: dict[str, str]) -> None:
    """Make the triggers."""
    for statement in wanted(rules).values():
        cursor.execute(statement)
