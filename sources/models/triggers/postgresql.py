"""Triggers of PostgreSQL: for each statement a note, and when the transaction ends one step of the version.

So half a million rows cost as much as one, the version's row is locked for no longer than a commit takes, nobody who
holds it waits for anybody else's row, and versions follow each other as the transactions did.
"""

from collections.abc import Iterator

from config.databases.derived import SqlObject, postgresql_function, postgresql_trigger
from sources.models.triggers.rules import ROW

# One row for each transaction that has changed what the public sees and not ended: nobody ever sees another's.
PENDING = "CREATE UNLOGGED TABLE IF NOT EXISTS sources_dataset_pending (transaction xid8 PRIMARY KEY)"
NOTE = "INSERT INTO sources_dataset_pending VALUES (pg_current_xact_id()) ON CONFLICT DO NOTHING;"
ADVANCE = """UPDATE sources_dataset SET version = version + 1, state = replace(gen_random_uuid()::text, '-', ''),
changed_at = GREATEST(changed_at, clock_timestamp())"""
# What a statement did, by the name under which its trigger sees the rows.
ROWS = {"insert": "NEW TABLE AS come", "update": "OLD TABLE AS gone NEW TABLE AS come", "delete": "OLD TABLE AS gone"}


def postgresql_version_triggers(rules: dict[str, str]) -> Iterator[SqlObject]:
    """What advances the version, and the functions and triggers of each table."""
    forget = "DELETE FROM sources_dataset_pending WHERE transaction = NEW.transaction;"
    yield postgresql_function("dataset_moves_on", f"{forget} {ADVANCE};", before=PENDING)
    yield postgresql_trigger(
        "dataset_moves_on",
        "AFTER INSERT",
        "sources_dataset_pending",
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW",
        kind="CONSTRAINT TRIGGER",
    )
    for table, rule in rules.items():
        yield postgresql_function(f"dataset_{table}", conditional(rule) if rule else NOTE)
        yield from triggers(table, rule)


def conditional(rule: str) -> str:
    """Body of the function of a table not all of which is public."""
    condition = rule.replace(ROW, "it")
    return f"""IF TG_OP = 'TRUNCATE' THEN {NOTE} RETURN NULL; END IF;
    IF TG_OP <> 'DELETE' THEN
        IF EXISTS (SELECT 1 FROM come it WHERE {condition}) THEN {NOTE} RETURN NULL; END IF;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        IF EXISTS (SELECT 1 FROM gone it WHERE {condition}) THEN {NOTE} END IF;
    END IF;"""


def triggers(table: str, rule: str) -> Iterator[SqlObject]:
    """The triggers of a table; rows are only handed over where some of them may be drafts."""
    function = f"dataset_{table}"
    if not rule:
        yield postgresql_trigger("dataset", "AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE", table, function=function)
        return
    for event, rows in ROWS.items():
        yield postgresql_trigger(
            f"dataset_{event}", f"AFTER {event.upper()}", table, f"REFERENCING {rows}", function=function
        )
    yield postgresql_trigger("dataset_truncate", "AFTER TRUNCATE", table, function=function)
