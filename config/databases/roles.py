"""Two roles of PostgreSQL: one owns the tables and migrates them, another one serves and cannot change what is append-only."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction

# Tables to which the role that serves adds rows, and of which it can change none.
_append_only: list[str] = []
READ_ONLY = "django_migrations"


def keep_append_only(*tables: str) -> None:
    """Let the role that serves do no more than add rows to these tables."""
    _append_only.extend(tables)


def grant_to_server(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Give the role that SERVING_ROLE names what it needs of the tables there are; that role itself is left as it is."""
    connection = connections[using]
    if connection.vendor != "postgresql" or not settings.SERVING_ROLE:
        return
    with transaction.atomic(using), connection.cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        user, schema = cursor.fetchone()
        if user == settings.SERVING_ROLE:
            return
        quote = connection.ops.quote_name
        for statement in grants(quote(schema), quote(settings.SERVING_ROLE)):
            cursor.execute(statement)


def grants(schema: str, role: str) -> Iterator[str]:
    """Statements after which a role may do all that the site does with the rows of a schema, and nothing with its tables."""
    changes = ", ".join(f"{schema}.{table}" for table in _append_only)
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"
    yield f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    yield f"REVOKE UPDATE, DELETE ON {changes} FROM {role}"
    yield f"REVOKE INSERT, UPDATE, DELETE ON {schema}.{READ_ONLY} FROM {role}"
