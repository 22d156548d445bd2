"""What the database itself knows of its triggers, views, functions, full-text tables and generated columns."""

from typing import Any

from config.databases.derived.declarations import SqlObject

Catalogue = dict[tuple[str, str, str], SqlObject]

SQLITE = """
SELECT upper(type), name, CASE type WHEN 'trigger' THEN tbl_name ELSE '' END, sql, '' FROM sqlite_master
WHERE type IN ('trigger', 'view') OR sql LIKE 'CREATE VIRTUAL TABLE %'
"""
# Every object bears the digest of the statement that made it as its comment: the server keeps no statement as it was.
POSTGRESQL = """
WITH tables AS (SELECT * FROM pg_class WHERE relnamespace = current_schema()::regnamespace)
SELECT 'TRIGGER', t.tgname, c.relname, pg_get_triggerdef(t.oid), obj_description(t.oid, 'pg_trigger')
FROM pg_trigger t JOIN tables c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal
UNION ALL SELECT 'VIEW', relname, '', format('CREATE VIEW %I AS %s', relname, pg_get_viewdef(oid)),
    obj_description(oid, 'pg_class') FROM tables WHERE relkind = 'v'
UNION ALL SELECT 'FUNCTION', proname, '', pg_get_functiondef(oid), obj_description(oid, 'pg_proc')
FROM pg_proc WHERE pronamespace = current_schema()::regnamespace AND prokind = 'f'
UNION ALL SELECT 'COLUMN', a.attname, c.relname, '', col_description(c.oid, a.attnum)
FROM pg_attribute a JOIN tables c ON c.oid = a.attrelid WHERE a.attgenerated = 's' AND a.atttypid = 'tsvector'::regtype
"""
DROP = {
    "sqlite": dict.fromkeys(("TRIGGER", "VIEW", "TABLE"), "DROP {kind} IF EXISTS {name}"),
    "postgresql": {
        "TRIGGER": "DROP TRIGGER IF EXISTS {name} ON {table}",
        "VIEW": "DROP VIEW IF EXISTS {name} CASCADE",
        "COLUMN": "ALTER TABLE {table} DROP COLUMN IF EXISTS {name}",
        # With the triggers and columns that call it.
        "FUNCTION": "DROP FUNCTION IF EXISTS {name} CASCADE",
    },
}
COMMENT = {
    "TRIGGER": "COMMENT ON TRIGGER {name} ON {table} IS '{digest}'",
    "VIEW": "COMMENT ON VIEW {name} IS '{digest}'",
    "COLUMN": "COMMENT ON COLUMN {table}.{name} IS '{digest}'",
    "FUNCTION": "COMMENT ON FUNCTION {name} IS '{digest}'",
}


def read_catalogue(cursor: Any) -> Catalogue:
    """The objects that there are, whoever made them; of columns not how."""
    is_server = cursor.db.vendor == "postgresql"
    cursor.execute(POSTGRESQL if is_server else SQLITE)
    items = (
        SqlObject(kind, name, create, table, digest=(digest or "unknown") if is_server else "")
        for kind, name, table, create, digest in cursor.fetchall()
    )
    return {item.key: item for item in items}


def create(cursor: Any, item: SqlObject) -> None:
    """Make an object, and fill it."""
    cursor.execute(item.create)
    if item.fill:
        cursor.execute(item.fill)
    if cursor.db.vendor == "postgresql":
        cursor.execute(COMMENT[item.kind].format(**vars(item)))


def drop(cursor: Any, item: SqlObject) -> None:
    """Take an object away, if it is there."""
    cursor.execute(DROP[cursor.db.vendor][item.kind].format(**vars(item)))
