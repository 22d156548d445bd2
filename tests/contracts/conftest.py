"""The records that the fixtures hold and a few training activities, for tests of what the API promises."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, models, transaction

from cooperation.importers.fixtures import load_fixtures
from cooperation.models import SearchDocument
from sources.models import Dataset, Record
from tests.cluster.through_router import wait_for_replicas
from tests.contracts.trainings import import_trainings

Rows = dict[type[models.Model], list[tuple[Any, ...]]]


@pytest.fixture(scope="session")
def real_rows(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Rows:
    """Every row of every table, as loading the fixtures leaves them; the database is empty again."""
    with django_db_blocker.unblock(), transaction.atomic():
        assert load_fixtures(settings.BASE_DIR / "fixtures").created, "No fixtures: run manage.py build_fixtures."
        import_trainings(tmp_path_factory.mktemp("trainings"))
        tables = [model for app in ("sources", "cooperation") for model in all_models(app)]
        rows = {model: list(model._base_manager.values_list(*columns_of(model))) for model in tables}
        transaction.set_rollback(True)
    return rows


@pytest.fixture(scope="module")
def real_data(real_rows: Rows, django_db_blocker: Any) -> Iterator[None]:
    """The records of the fixtures in the database, for the tests of one module; what a test changes is undone after it.

    Where tests read from replicas, too, the records stay: what is undone never gets there.
    """
    if settings.READERS:
        with django_db_blocker.unblock():
            keep_for_replicas(real_rows)
        yield
        return
    with django_db_blocker.unblock(), transaction.atomic():
        for model, rows in real_rows.items():
            insert(model, rows)
        yield
        transaction.set_rollback(True)


def keep_for_replicas(rows: Rows) -> None:
    """Write the rows, unless they are there, and wait until the replicas have them."""
    if not Record.objects.exists():
        with transaction.atomic():
            for model, values in rows.items():
                insert(model, values)
    wait_for_replicas()


def all_models(app: str) -> list[type[models.Model]]:
    """The models of an app, with the tables that join them, but for what the database itself derives from the others."""
    found = apps.get_app_config(app).get_models(include_auto_created=True)
    return [model for model in found if model not in (Dataset, SearchDocument)]


def columns_of(model: type[models.Model]) -> list[str]:
    """Names of the columns of a model's own table that the database does not make by itself."""
    return [field.attname for field in stored_fields(model)]


def stored_fields(model: type[models.Model]) -> list[models.Field]:
    """The columns of a model's own table that the database does not make by itself."""
    return [field for field in model._meta.local_concrete_fields if not field.generated]


def insert(model: type[models.Model], rows: list[tuple[Any, ...]]) -> None:
    """Write rows into a table as they are."""
    fields = stored_fields(model)
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    places = ", ".join("%s" for _ in fields)
    stored = [
        [field.get_db_prep_save(value, connection) for field, value in zip(fields, row, strict=True)] for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})", stored)
