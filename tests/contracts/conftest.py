"""The records that the fixtures hold and a few training activities, for tests of what the API promises."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction

from cooperation.importers.fixtures import load_fixtures
from tests import databases
from tests.cluster.through_router import wait_for_replicas
from tests.contracts.trainings import import_trainings


@pytest.fixture(scope="session")
def real_database(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Name of the database that holds them."""

    def load() -> None:
        assert load_fixtures(settings.BASE_DIR / "fixtures").created, "No fixtures: run manage.py build_fixtures."
        import_trainings(tmp_path_factory.mktemp("trainings"))

    with django_db_blocker.unblock():
        return databases.own_copy("real", load, template="empty")


@pytest.fixture(scope="module")
def real_data(real_database: str, django_db_blocker: Any) -> Iterator[None]:
    """The records, for the tests of one module; what it changes is undone after it.

    Where tests read from replicas, too, it stays: what is undone never gets there.
    """
    with django_db_blocker.unblock(), databases.using(real_database):
        if settings.READERS:
            wait_for_replicas()
            yield
            return
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
