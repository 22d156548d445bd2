"""What the planner of a database goes by: how many rows each table has, and how many of them share a value."""

from django.db import DEFAULT_DB_ALIAS, connections, transaction

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
