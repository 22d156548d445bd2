"""What is made anew, and when."""

from typing import Any

import pytest
from django.db import connection, migrations, models
from django.db.migrations.operations.base import Operation

from config.databases.derived import DerivedSql, create_derived, drop_derived
from config.databases.derived.catalogue import read_catalogue
from sources.models import Dataset

Plan = list[tuple[migrations.Migration, bool]]
OF_TRAINING = "cooperation_training"


def plan_of(app: str, *operations: Operation) -> Plan:
    """A plan of one migration."""
    migration = migrations.Migration("0002_next", app)
    migration.operations = list(operations)
    return [(migration, False)]


def new_column(model: str) -> Operation:
    return migrations.AddField(model, "added", models.IntegerField(null=True))


def new_index(model: str) -> Operation:
    return migrations.AddIndex(model, models.Index(fields=["id"], name="added"))


@pytest.mark.parametrize(
    ("plan", "is_touched"),
    [
        (plan_of("cooperation", new_column("training")), True),
        (plan_of("cooperation", new_index("Training")), True),
        (plan_of("cooperation", new_column("alias")), False),
        (plan_of("cooperation", new_index("alias")), False),
        (plan_of("auth", migrations.RunPython(migrations.RunPython.noop)), True),
        (plan_of("auth", migrations.RunSQL("SELECT 1")), True),
        ([], False),
    ],
)
def test_data_is_made_anew_where_a_migration_may_change_its_table(plan: Plan, is_touched: bool) -> None:
    derived = DerivedSql(("any",), lambda vendor: [], models=("cooperation.Training",))

    assert derived.is_touched_by(plan) is is_touched


def catalogue() -> dict[Any, str]:
    """What the database holds, and the versions of it."""
    with connection.cursor() as cursor:
        return {key: item.digest for key, item in read_catalogue(cursor).items()}


def place_of_full_text() -> list[tuple[Any, ...]]:
    """Where the full text of training activities lies, which is elsewhere once it is made anew."""
    query = (
        "SELECT attnum FROM pg_attribute WHERE attname = 'search_vector' AND attrelid = 'cooperation_training'::regclass"
        if connection.vendor == "postgresql"
        else "SELECT rowid FROM sqlite_master WHERE name = 'cooperation_training_index'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.mark.django_db
@pytest.mark.parametrize(("model", "is_kept"), [("alias", True), ("training", False)])
def test_full_text_of_trainings_stays_unless_their_table_is_migrated(model: str, is_kept: bool) -> None:
    before, place = catalogue(), place_of_full_text()
    plan = plan_of("cooperation", new_column(model))

    drop_derived(plan=plan)
    between = catalogue()
    create_derived(plan=plan)

    assert {kind for kind, *_ in between} <= {"TABLE", "COLUMN", "FUNCTION"}
    assert any("cooperation_training" in "".join(key) for key in between) is is_kept
    assert catalogue() == before
    assert (place_of_full_text() == place) is is_kept


@pytest.mark.django_db
def test_a_trigger_that_somebody_dropped_is_there_again_at_the_next_start_and_counts_as_a_change() -> None:
    before, version = catalogue(), Dataset.objects.get().version
    name = "dataset" if connection.vendor == "postgresql" else "dataset_cooperation_training_insert"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{' ON cooperation_training' if connection.vendor == 'postgresql' else ''}")
    between = catalogue()

    create_derived()

    assert before.keys() - between.keys() == {("TRIGGER", OF_TRAINING, name)}
    assert catalogue() == before
    assert Dataset.objects.get().version == version + 1


@pytest.mark.django_db
def test_a_start_that_finds_everything_changes_nothing(django_assert_max_num_queries: Any) -> None:
    version = Dataset.objects.get().version

    with django_assert_max_num_queries(3):
        create_derived()

    assert Dataset.objects.get().version == version
