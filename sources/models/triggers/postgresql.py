"""Triggers of PostgreSQL: for each statement a note, and when the transaction ends one step of the version.

So half a million rows cost as much as one, the version's row is locked for no longer than a commit takes, nobody who
holds it waits for anybody else's row, and versions follow each other as the transactions did.
"""

from typing import Any

from sources.models.triggers.rules import ROW

# One row for each transaction that has changed what the public sees and not ended: nobody ever sees another's.
PENDING = "CREATE UNLOGGED TABLE IF NOT EXISTS sources_dataset_pending (transaction xid8 PRIMARY KEY)"
NOTE = "INSERT INTO sources_dataset_pending VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;"
MOVE_ON = """BEGIN
    DELETE FROM sources_dataset_pending WHERE transaction = NEW.transaction;
    UPDATE sources_dataset SET version = version + 1, state = replace(gen_random_uuid()::text, '-', ''),
        changed_at = GREATEST(changed_at, clock_timestamp());
    RETURN NULL;
END"""
# What a statement did, by the name under which its trigger sees the rows.
ROWS = {"insert": "NEW TABLE AS come", "update": "OLD TABLE AS gone NEW TABLE AS come", "delete": "OLD TABLE AS gone"}


def wanted(rules: dict[str, str]) -> dict[str, str]:
    """Bodies of the functions, and definitions of the triggers, by name."""
    found = {"dataset_moves_on": MOVE_ON}
    for table, rule in rules.items():
        found[f"dataset_{table}"] = conditional(rule) if rule else f"BEGIN {NOTE} RETURN NULL; END"
    return found


def conditional(rule: str) -> str:
    """Body of the function of a table not all of which is public."""
    condition = rule.replace(ROW, "it")
    return f"""BEGIN
    IF TG_OP = 'TRUNCATE' THEN {NOTE} RETURN NULL; END IF;
    IF TG_OP <> 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM come it WHERE {condition}) THEN {NOTE} RETURN NULL; END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM gone it WHERE {condition}) THEN {NOTE} END IF;
    END IF;
    RETURN NULL;
END"""  # noqa: S608


def existing(cursor: Any) -> dict[str, str]:
    """Bodies of the functions that have their triggers, by name."""
    cursor.execute(
        "SELECT DISTINCT p.proname, p.prosrc FROM pg_proc p JOIN pg_trigger t ON t.tgfoid = p.oid "
        "WHERE p.pronamespace = current_schema()::regnamespace AND p.proname LIKE 'dataset\\_%'"
    )
    return dict(cursor.fetchall())


def drop(cursor: Any) -> None:
    """Remove the functions with their triggers."""
    for name in existing(cursor):
        cursor.execute(f"DROP FUNCTION {name}() CASCADE")


def create(cursor: Any, rules: dict[str, str]) -> None:
    """Make the functions and their triggers."""
    cursor.execute(PENDING)
    for name, body in wanted(rules).items():
        cursor.execute(f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$")
    cursor.execute(
        "CREATE CONSTRAINT TRIGGER dataset_moves_on AFTER INSERT ON sources_dataset_pending "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION dataset_moves_on()"
    )
    for table, rule in rules.items():
        for statement in triggers(table, rule):
            cursor.execute(statement)


def triggers(table: str, rule: str) -> list[str]:
    """Statements that make the triggers of a table; rows are only handed over where some of them may be drafts."""
    function = f"EXECUTE FUNCTION dataset_{table}()"
    if not rule:
        return [f"CREATE TRIGGER dataset AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} {function}"]
    rows = [
        f"CREATE TRIGGER dataset_{event} AFTER {event.upper()} ON {table} REFERENCING {names} {function}"
        for event, names in ROWS.items()
    ]
    return [*rows, f"CREATE TRIGGER dataset_truncate AFTER TRUNCATE ON {table} {function}"]
