"""On PostgreSQL, what keeps the search in step finds rows by conditions on indexes, whatever is believed of the tables.

Its plans are made once a connection. Where the tables were empty then, all ways to a row seem to cost the same, and one
that reads an index from end to end was taken for every row that was written afterwards. A bitmap scan cannot do that: it
needs a condition.
"""

from importlib import import_module

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

FUNCTIONS = (
    "search_refresh",
    *(f"search_{table}" for table in import_module("cooperation.migrations.0008_search_in_step").AFFECTED),
)
SCANS = ("enable_indexscan", "enable_indexonlyscan")


def forbid(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Leave bitmap scans only: sequential ones are off since the functions were made."""
    alter(schema_editor, "SET {} = off")


def allow(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Let every scan of an index be planned again."""
    alter(schema_editor, "RESET {}")


def alter(schema_editor: BaseDatabaseSchemaEditor, change: str) -> None:
    """Change how the functions are planned, if there are any."""
    if schema_editor.connection.vendor == "postgresql":
        for function in FUNCTIONS:
            for scan in SCANS:
                schema_editor.execute(f"ALTER FUNCTION {function} {change.format(scan)}")


class Migration(migrations.Migration):
    """After all that makes such functions."""

    dependencies = [("cooperation", "0011_kept_trainings")]

    operations = [migrations.RunPython(forbid, allow)]
