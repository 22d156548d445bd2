"""The one owner of what the database does by itself: triggers, views, functions, full text, derived rows.

Apps declare it (`declare`). Before migrations it is taken away, as SQLite cannot rebuild a table that a view or another
table's trigger looks at, and PostgreSQL cannot change a column that one depends on; after them it is made as declared.
`manage.py migrate` is one transaction, so that it fails or is killed as if it had never been (decision 21).
"""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from config.databases.derived.catalogue import Catalogue, create, drop, read_catalogue
from config.databases.derived.declarations import DerivedSql, Plan, SqlObject, declarations
from config.databases.derived.triggers import postgresql_function, postgresql_trigger, sqlite_trigger

__all__ = [
    "DerivedSql",
    "SqlObject",
    "create_derived",
    "declare",
    "drop_derived",
    "postgresql_function",
    "postgresql_trigger",
    "sqlite_trigger",
]

# What databases held before the migrations that are under way.
_catalogues: dict[str, Catalogue] = {}


def declare(*derived: DerivedSql) -> None:
    """Let the database do this by itself from the next start or migration on."""
    declarations.extend(derived)


def drop_derived(using: str = DEFAULT_DB_ALIAS, plan: Plan = (), **kwargs: Any) -> None:
    """Before migrations: take away what is declared, but for data that they do not touch."""
    if not plan:
        return
    with transaction.atomic(using), connections[using].cursor() as cursor:
        _catalogues[using] = read_catalogue(cursor)
        for derived in declarations:
            is_touched = derived.is_touched_by(plan)
            for item in objects_of(derived, _catalogues[using]):
                if is_touched or not item.holds_data:
                    drop(cursor, item)


def create_derived(using: str = DEFAULT_DB_ALIAS, plan: Plan = (), **kwargs: Any) -> None:
    """After migrations, and at each start: make what is declared and missing, or was made otherwise."""
    with transaction.atomic(using), connections[using].cursor() as cursor:
        catalogue = read_catalogue(cursor)
        before = _catalogues.pop(using, catalogue) if plan else catalogue
        outdated = [derived for derived in declarations if plan or is_outdated(cursor, derived, before)]
        is_behind = outdated and has_unapplied_migrations(using)
        for derived in outdated:
            (recreate if is_behind else bring_up_to_date)(cursor, derived, before, plan)


def has_unapplied_migrations(using: str) -> bool:
    """Whether the tables are not those of the models: after one app's migrations alone, or backward ones."""
    executor = MigrationExecutor(connections[using])
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def objects_of(derived: DerivedSql, catalogue: Catalogue) -> list[SqlObject]:
    """What is found of a declaration, in the order in which it may be dropped."""
    order = ("TRIGGER", "VIEW", "COLUMN", "TABLE", "FUNCTION")
    return sorted(filter(derived.owns, catalogue.values()), key=lambda item: order.index(item.kind))


def is_outdated(cursor: Any, derived: DerivedSql, catalogue: Catalogue) -> bool:
    """Whether anything is found that is not declared, or the other way round."""
    wanted = {item.key: item.digest for item in derived.objects(cursor.db.vendor)}
    return wanted != {item.key: item.digest for item in objects_of(derived, catalogue)}


def bring_up_to_date(cursor: Any, derived: DerivedSql, before: Catalogue, plan: Plan) -> None:
    """Make what is missing; all, and the rows, where anything was made otherwise before, or its tables were migrated."""
    wanted = list(derived.objects(cursor.db.vendor))
    catalogue = read_catalogue(cursor)
    is_lacking_data = any(item.holds_data and item.key not in catalogue for item in wanted)
    is_renewed = is_lacking_data or derived.is_touched_by(plan) or is_outdated(cursor, derived, before)
    if is_renewed:
        for item in objects_of(derived, catalogue):
            drop(cursor, item)
    for item in wanted:
        if is_renewed or item.key not in catalogue:
            create(cursor, item)
    if is_renewed:
        execute(cursor, derived.refill(cursor.db.vendor))


def recreate(cursor: Any, derived: DerivedSql, before: Catalogue, plan: Plan) -> None:
    """Make what was there before, where it fits the tables; what does not is left out, and what needs it refuses to write."""
    catalogue = read_catalogue(cursor)
    live = {item.key: item for item in derived.objects(cursor.db.vendor)}
    for item in reversed(objects_of(derived, before)):
        own = live.get(item.key, item)
        if item.key not in catalogue:
            with suppress(DatabaseError), transaction.atomic(cursor.db.alias):
                create(cursor, own if own.digest == item.digest or item.holds_data else item)
    if derived.is_touched_by(plan):
        with suppress(DatabaseError), transaction.atomic(cursor.db.alias):
            execute(cursor, derived.refill(cursor.db.vendor))


def execute(cursor: Any, statements: Iterable[str]) -> None:
    """Run statements one after the other."""
    for statement in statements:
        cursor.execute(statement)
