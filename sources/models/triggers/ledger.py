"""The ledger is append-only: the database itself refuses to change one of its rows."""

from collections.abc import Iterator

from config.databases.derived import SqlObject, postgresql_function, postgresql_trigger, sqlite_trigger

NAME, TABLE = "change_is_never_edited", "sources_change"
MESSAGE = "The ledger of changes is append-only."


def guard(vendor: str) -> Iterator[SqlObject]:
    """What refuses every update of the table."""
    if vendor == "sqlite":
        yield sqlite_trigger(NAME, "BEFORE UPDATE", TABLE, f"SELECT RAISE(ABORT, '{MESSAGE}');")
        return
    yield postgresql_function(NAME, f"RAISE EXCEPTION '{MESSAGE}' USING ERRCODE = 'integrity_constraint_violation';")
    yield postgresql_trigger(NAME, "BEFORE UPDATE", TABLE, "FOR EACH ROW")
