"""A process of its own that migrates and then answers: `python -m tests.contracts.migrating [APP [MIGRATION]]`.

With ALTERED, each app has one migration more, which alters columns of its tables (`all`, or one model's), adds one with a default,
and a constraint. With ENDS, another one in `cooperation` writes, lets somebody else try to, and then fails or is killed.
"""

import json
import os
import signal
import sys
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

import django
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

ADDRESSES = (
    "search/?q=merida", "search/?q=glockenspiels", "search/?q=glissando*", "trainings/?q=infanter%C3%ADa",
    "trainings/?q=WHINSEC", "trainings/?country=MEX", "trainings/", "trainings.csv", "programs/?page_size=100", "funding/",
    "events/", "sources/", "organizations/", "observations/", "citations/?q=training", "changes/", "reconciliation/",
)  # fmt: skip
STATEMENT = "UPDATE sources_record SET note = 'Written in between.' WHERE slug = 'merida-initiative'"


def alterations(app: str) -> Iterator[migrations.operations.base.Operation]:
    """Of each model a column of text becomes wider or of another type, and may be null; one is new and constrained."""
    from django.apps import apps

    for model in apps.get_app_config(app).get_models():
        name = model._meta.model_name
        if os.environ["ALTERED"] not in ("all", name):
            continue
        texts = {type(field): field for field in model._meta.local_fields}
        if field := texts.get(models.TextField) or texts.get(models.CharField):
            length = (field.max_length or 5_000) + 5
            altered = models.CharField(max_length=length, null=True, db_index=field.db_index)
            yield migrations.AlterField(name, field.name, altered)
        yield migrations.AddField(name, f"{name}_is_added", models.BooleanField(db_default=False))
        is_false = models.CheckConstraint(condition=models.Q((f"{name}_is_added", False)), name=f"{name}_is_not_added")
        yield migrations.AddConstraint(name, is_false)


def end(apps: Any, schema_editor: Any) -> None:
    """Write, let somebody else try to write, and come to an end."""
    from tests.contracts.old_databases import OldDatabase

    schema_editor.execute(STATEMENT)
    try:
        OldDatabase(str(schema_editor.connection.settings_dict["NAME"])).rows(STATEMENT)
    except Exception as error:
        print(f"refused: {type(error).__name__}", file=sys.stderr, flush=True)
    if os.environ["ENDS"] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
    raise ValueError("It fails.")


class Loader(MigrationLoader):
    """The migrations of the apps, and those of the test."""

    def load_disk(self) -> None:
        super().load_disk()
        for app in ("sources", "cooperation") if "ALTERED" in os.environ else ():
            last = max(name for label, name in self.disk_migrations if label == app)
            self.add(app, "9998_altered", last, list(alterations(app)))
            if app == "cooperation":
                self.disk_migrations[app, "9998_altered"].dependencies.append(("sources", "9998_altered"))
        if "ENDS" in os.environ:
            self.add("cooperation", "9999_ends", "9998_altered", [migrations.RunPython(end)])

    def add(self, app: str, name: str, last: str, operations: list[migrations.operations.base.Operation]) -> None:
        """Add a migration behind the last one."""
        migration = migrations.Migration(name, app)
        migration.dependencies, migration.operations = [(app, last)], operations
        self.disk_migrations[app, name] = migration


def answers() -> dict[str, str]:
    """What the API answers, as digests."""
    from django.test import Client

    client = Client(headers={"host": "localhost"})
    found = {address: client.get(f"/api/v1/{address}") for address in ADDRESSES}
    bodies = {address: b"".join(answer) for address, answer in found.items()}
    return {address: f"{found[address].status_code} {sha256(body).hexdigest()}" for address, body in bodies.items()}


def main() -> None:
    """Migrate, answer, and print both as one line of JSON."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from django.core.management import call_command
    from django.db.migrations import executor

    executor.MigrationLoader = Loader
    error = None
    try:
        call_command("migrate", *sys.argv[1:], verbosity=0)
    except ValueError as raised:
        error = str(raised)
    print(json.dumps({"error": error, "answers": answers()}))


if __name__ == "__main__":
    main()
