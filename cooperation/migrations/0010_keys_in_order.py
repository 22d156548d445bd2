"""Training activities that were imported before get the keys that an import gives now: the first 63 bits of the public id."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

ROWS = 2000


def number_anew(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Change every key; where two public ids begin alike, the later row gets a negative one."""
    training = apps.get_model("cooperation", "Training")
    rows = training.objects.using(schema_editor.connection.alias).values_list("pk", "published_id")
    taken: set[int] = set()
    changes = []
    for pk, published_id in rows.order_by("published_id").iterator(ROWS):
        key = published_id.int >> 65
        changes.append((-pk if key in taken else key, pk))
        taken.add(key)
    with schema_editor.connection.cursor() as cursor:
        for first in range(0, len(changes), ROWS):
            cursor.executemany("UPDATE cooperation_training SET id = %s WHERE id = %s", changes[first : first + ROWS])


class Migration(migrations.Migration):
    """Nothing else names the keys."""

    dependencies = [("cooperation", "0009_search_trainings")]

    operations = [migrations.RunPython(number_anew, migrations.RunPython.noop)]
