"""The full text of the training activities that the newest file holds; withdrawn rows are not in it.

PostgreSQL keeps it in the row. On SQLite an FTS5 table that stores no text of its own is told by triggers what was there.
"""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TRAININGS = "cooperation_training"
INDEX = f"{TRAININGS}_index"
TOKENIZER = "unicode61 remove_diacritics 2 categories ''L* Nd''"
# Title, names and body, as of other documents.
TEXTS = {
    "title": ("course_title",),
    "names": ("delivery_unit", "recipient_unit"),
    "body": ("location", "country_as_printed", "program"),
}
SOURCES = ", ".join(column for columns in TEXTS.values() for column in columns)


def text(columns: tuple[str, ...], row: str = "") -> str:
    """SQL for the text of some columns."""
    return " || ' ' || ".join(f"coalesce({row}{column}, '')" for column in columns)


def values(row: str = "") -> str:
    """SQL for the key and the texts of a row."""
    return ", ".join([f"{row}id", *(text(columns, row) for columns in TEXTS.values())])


ADD = f"INSERT INTO {INDEX} (rowid, {', '.join(TEXTS)})"
ADD_NEW = f"{ADD} SELECT {values('NEW.')} WHERE NEW.withdrawn_at IS NULL"
TAKE_OLD = (
    f"INSERT INTO {INDEX} ({INDEX}, rowid, {', '.join(TEXTS)}) SELECT 'delete', {values('OLD.')} "
    "WHERE OLD.withdrawn_at IS NULL"
)
SQLITE = [
    f"CREATE VIRTUAL TABLE {INDEX} USING fts5({', '.join(TEXTS)}, content='', tokenize='{TOKENIZER}')",
    f"{ADD} SELECT {values()} FROM {TRAININGS} WHERE withdrawn_at IS NULL",
    f"CREATE TRIGGER {INDEX}_insert AFTER INSERT ON {TRAININGS} BEGIN {ADD_NEW}; END",
    f"CREATE TRIGGER {INDEX}_delete AFTER DELETE ON {TRAININGS} BEGIN {TAKE_OLD}; END",
    f"CREATE TRIGGER {INDEX}_update AFTER UPDATE OF id, withdrawn_at, {SOURCES} ON {TRAININGS} "
    f"BEGIN {TAKE_OLD}; {ADD_NEW}; END",
]
VECTOR = " || ".join(
    f"search_vector({text(columns)}, '{weight}')" for columns, weight in zip(TEXTS.values(), "ABC", strict=True)
)
POSTGRESQL = [
    f"ALTER TABLE {TRAININGS} ADD COLUMN search_vector tsvector GENERATED ALWAYS AS ({VECTOR}) STORED",
    f"CREATE INDEX {INDEX} ON {TRAININGS} USING gin (search_vector) WHERE withdrawn_at IS NULL",
    f"ANALYZE {TRAININGS}",
]


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the full text, of the rows that are there too."""
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement, params=None)


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the full text away."""
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE {TRAININGS} DROP COLUMN search_vector")
        return
    for event in ("insert", "delete", "update"):
        schema_editor.execute(f"DROP TRIGGER {INDEX}_{event}")
    schema_editor.execute(f"DROP TABLE {INDEX}")


class Migration(migrations.Migration):
    """After the functions that make full text."""

    dependencies = [("cooperation", "0008_search_in_step")]

    operations = [migrations.RunPython(install, remove)]
