"""The ledger is append-only: the database itself refuses to change one of its rows."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
CREATE TRIGGER change_is_never_edited BEFORE UPDATE ON sources_change
BEGIN SELECT RAISE(ABORT, 'The ledger of changes is append-only.'); END
"""
POSTGRESQL = """
CREATE FUNCTION refuse_edit_of_change() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'The ledger of changes is append-only.' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER change_is_never_edited BEFORE UPDATE ON sources_change
FOR EACH ROW EXECUTE FUNCTION refuse_edit_of_change()
"""


def guard(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Refuse every update of the table."""
    schema_editor.execute(POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE)


def release(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Allow updates again."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP TRIGGER change_is_never_edited ON sources_change")
        schema_editor.execute("DROP FUNCTION refuse_edit_of_change()")
    else:
        schema_editor.execute("DROP TRIGGER change_is_never_edited")


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("sources", "0001_initial")]

    operations = [migrations.RunPython(guard, release)]
