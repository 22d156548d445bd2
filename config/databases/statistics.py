"""What belongs after whatever fills tables: what the planner of a database goes by, and an end to what SQLite wrote ahead."""

from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

STATEMENTS = {
    # Connections that are open take up new statistics with a new schema, and so with a table that is made anew.
    "sqlite": ("DROP TABLE IF EXISTS sqlite_stat1", "ANALYZE"),
    "postgresql": ("ANALYZE",),
}


def refresh_statistics(using: str = DEFAULT_DB_ALIAS) -> None:
    """Count anew; belongs after whatever fills tables or changes many rows.

    SQLite never does so by itself and guesses instead: a list of events then takes three times as long. It reads every
    index, which takes seconds for 255,000 training activities; readers do not wait.
    """
    with transaction.atomic(using), connections[using].cursor() as cursor:
        for statement in STATEMENTS[connections[using].vendor]:
            cursor.execute(statement)


def cut_log() -> None:
    """Bring what SQLite wrote ahead into the database, and cut the file that held it: it would stay as long as it ever was.

    Waits for readers of before; where they take too long the file stays until the next time. PostgreSQL does so by itself.
    """
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
