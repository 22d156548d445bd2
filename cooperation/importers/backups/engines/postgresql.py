"""PostgreSQL: other databases are schemas beside the one that is served, and they change names in one transaction."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from config.databases.aliases import connected
from cooperation.importers.backups.engines.names import KEPT, SCRATCH, new_name

LOCK_TIMEOUT = "20s"
TABLES = "SELECT format('%%I.%%I', schemaname, tablename) FROM pg_tables WHERE schemaname = current_schema()"
# Functions find their tables by the search path under which they were made: that of the schema's old name.
FUNCTIONS = """SELECT format('ALTER FUNCTION %%s SET search_path FROM CURRENT', oid::regprocedure) FROM pg_proc
WHERE pronamespace = %s::regnamespace AND array_to_string(proconfig, ' ') LIKE '%%search_path%%'"""
# What others installed for the whole database stays where it is found.
EXTENSIONS = """SELECT format('ALTER EXTENSION %%I SET SCHEMA %%I', extname, %s) FROM pg_extension
WHERE extnamespace = %s::regnamespace AND extrelocatable"""
GRANTS = """SELECT format('GRANT %%s ON SCHEMA %%I TO %%s', privilege_type, %s,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
FROM pg_namespace, aclexplode(nspacl) WHERE oid = %s::regnamespace AND grantee <> nspowner
UNION ALL SELECT format('GRANT %%s ON %%I.%%I TO %%s', privilege_type, %s, old.relname,
    CASE grantee WHEN 0 THEN 'PUBLIC' ELSE grantee::regrole::text END)
FROM pg_class old, aclexplode(old.relacl) WHERE old.relnamespace = %s::regnamespace AND grantee <> old.relowner
    AND EXISTS (SELECT 1 FROM pg_class new WHERE new.relname = old.relname AND new.relnamespace = %s::regnamespace)"""


def snapshot_connection(live: BaseDatabaseWrapper, alias: str) -> AbstractContextManager[BaseDatabaseWrapper]:
    """A connection of its own."""
    return connected(alias, live, OPTIONS=options(live))


def begin_snapshot(connection: BaseDatabaseWrapper) -> None:
    """Let the transaction see one moment, and write nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")


def create_scratch(live: BaseDatabaseWrapper) -> str:
    """An empty schema; what a restore that was killed has left behind goes."""
    name = f"{schema_of(live)}_{SCRATCH}"
    drop_database(live, name)
    run_statements(live, f'CREATE SCHEMA "{name}"')
    return name


def connection_to(live: BaseDatabaseWrapper, name: str, alias: str) -> AbstractContextManager[BaseDatabaseWrapper]:
    """A connection to a schema beside the live one."""
    return connected(alias, live, OPTIONS=options(live, f"-c search_path={name}"))


def drop_database(live: BaseDatabaseWrapper, name: str) -> None:
    """Remove a schema beside the live one."""
    run_statements(live, f'DROP SCHEMA IF EXISTS "{name}" CASCADE')


def kept_databases(live: BaseDatabaseWrapper) -> list[str]:
    """The schemas that were replaced, the newest last."""
    prefix = f"{schema_of(live)}_{KEPT}"
    return sorted(values(live, "SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", prefix))


def swap_databases(live: BaseDatabaseWrapper, name: str, check: Callable[[], None]) -> str | None:
    """Put a schema in the place of the live one, which is kept; `check` is asked once nobody can write any more."""
    schema = schema_of(live)
    kept_name = new_name(f"{schema}_{KEPT}")
    with transaction.atomic(live.alias):
        run_statements(live, f"SET LOCAL lock_timeout = '{LOCK_TIMEOUT}'")
        tables = values(live, TABLES)
        if tables:
            run_statements(live, f"LOCK TABLE {', '.join(tables)} IN EXCLUSIVE MODE")
        check()
        grants = values(live, GRANTS, schema, schema, schema, schema, name)
        run_statements(
            live, f'ALTER SCHEMA "{schema}" RENAME TO "{kept_name}"', f'ALTER SCHEMA "{name}" RENAME TO "{schema}"'
        )
        extensions = values(live, EXTENSIONS, schema, kept_name)
        run_statements(live, *extensions, *grants, *values(live, FUNCTIONS, schema))
        if not tables:
            run_statements(live, f'DROP SCHEMA "{kept_name}"')
    return kept_name if tables else None


def options(live: BaseDatabaseWrapper, started_with: str = "") -> dict[str, Any]:
    """The options of a connection that is in no pool."""
    own = {name: value for name, value in live.settings_dict["OPTIONS"].items() if name != "pool"}
    return {**own, "options": f"{own.get('options', '')} {started_with}"}


def schema_of(live: BaseDatabaseWrapper) -> str:
    """The schema in which the live tables are."""
    return values(live, "SELECT current_schema()")[0]


def values(live: BaseDatabaseWrapper, query: str, *parameters: str) -> list[str]:
    """The first column of what a query gives."""
    with live.cursor() as cursor:
        cursor.execute(query, parameters)
        return [row[0] for row in cursor.fetchall()]


def run_statements(live: BaseDatabaseWrapper, *statements: str) -> None:
    """Run statements one after the other."""
    with live.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
