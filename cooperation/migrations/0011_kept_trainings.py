"""What is said of training activities, kept; triggers remove what no longer holds."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

KEPT, TRAININGS, PAGES, RECORDS = (
    "cooperation_kepttraining", "cooperation_training", "cooperation_reportpage", "sources_record",
)  # fmt: skip
OF_RECORD = f"SELECT id FROM {TRAININGS} WHERE withdrawn_at IS NULL AND"
# Whose change ends what, by the name of the trigger: the event, the table, when, and the keys of the rows concerned.
TRIGGERS = {
    "training": (
        "UPDATE OR DELETE", TRAININGS, "", "OLD.id",
    ),
    "page": (
        "UPDATE", PAGES, "", f"SELECT id FROM {TRAININGS} WHERE page_id = OLD.id",
    ),
    "record": (
        "UPDATE OF slug, status", RECORDS, "OLD.record_kind IN ('authority', 'place')",
        f"{OF_RECORD} authority_id = OLD.id UNION {OF_RECORD} place_id = OLD.id",
    ),
}  # fmt: skip


def name_of(trigger: str, event: str = "") -> str:
    """Name of a trigger, and of its function; SQLite has one for each event."""
    return "_".join(filter(None, (KEPT, "forget", trigger, event.split(maxsplit=1)[0].lower() if event else "")))


def install(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers."""
    is_server = schema_editor.connection.vendor == "postgresql"
    for trigger, (events, table, condition, keys) in TRIGGERS.items():
        forget = f"DELETE FROM {KEPT} WHERE id IN ({keys});"
        when = f"WHEN ({condition}) " if condition else ""
        if is_server:
            name = name_of(trigger)
            body = f"BEGIN {forget} RETURN NULL; END"
            schema_editor.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $${body}$$", None)
            schema_editor.execute(
                f"CREATE TRIGGER {name} AFTER {events} ON {table} FOR EACH ROW {when}EXECUTE FUNCTION {name}()", None
            )
            continue
        for event in events.split(" OR "):
            schema_editor.execute(
                f"CREATE TRIGGER {name_of(trigger, event)} AFTER {event} ON {table} {when}BEGIN {forget} END", None
            )


def remove(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take the triggers away."""
    is_server = schema_editor.connection.vendor == "postgresql"
    for trigger, (events, *_) in TRIGGERS.items():
        if is_server:
            schema_editor.execute(f"DROP FUNCTION {name_of(trigger)} CASCADE", None)
            continue
        for event in events.split(" OR "):
            schema_editor.execute(f"DROP TRIGGER {name_of(trigger, event)}", None)


class Migration(migrations.Migration):
    """The table is empty at first: bootstrap and import fill it."""

    dependencies = [("cooperation", "0010_keys_in_order")]

    operations = [
        migrations.CreateModel(
            name="KeptTraining",
            fields=[
                (
                    "id",
                    models.BigAutoField(help_text="Key of the training activity.", primary_key=True, serialize=False),
                ),
                (
                    "made_by",
                    models.BigIntegerField(
                        db_index=True,
                        help_text="The software that said it and its addresses: the first 63 bits of their digest.",
                    ),
                ),
                ("answer", models.TextField(help_text="The row as the list gives it, as JSON.")),
                ("line", models.TextField(help_text="The row as a line of CSV, without its end.")),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
