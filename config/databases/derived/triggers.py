"""Triggers as the databases want them."""

from config.databases.derived.declarations import SqlObject


def sqlite_trigger(name: str, moment: str, table: str, body: str, condition: str = "") -> SqlObject:
    """A trigger of SQLite; a moment is such as `AFTER UPDATE OF status`."""
    when = f"WHEN {condition} " if condition else ""
    return SqlObject("TRIGGER", name, f"CREATE TRIGGER {name} {moment} ON {table} {when}BEGIN {body} END", table)


def postgresql_function(
    name: str, body: str, settings: str = "", *, variables: str = "", before: str = ""
) -> SqlObject:
    """A function of PostgreSQL that triggers call; it finds its tables whatever the session's search path is."""
    options = f"LANGUAGE plpgsql SET search_path FROM CURRENT {settings}"
    declared = f"DECLARE {variables} " if variables else ""
    function = f"CREATE FUNCTION {name}() RETURNS trigger {options} AS $${declared}BEGIN {body} RETURN NULL; END$$"
    return SqlObject("FUNCTION", name, f"{before}; {function}" if before else function)


def postgresql_trigger(
    name: str, moment: str, table: str, how: str = "", *, function: str = "", kind: str = "TRIGGER"
) -> SqlObject:
    """A trigger of PostgreSQL that calls a function, of its own name unless another is given."""
    statement = f"CREATE {kind} {name} {moment} ON {table} {how} EXECUTE FUNCTION {function or name}()"
    return SqlObject("TRIGGER", name, statement, table)
