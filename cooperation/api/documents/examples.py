"""Real answers for the documents, asked of a throwaway database that holds the fixtures alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from cooperation.importers.fixtures import load_fixtures
from cooperation.trainings.importer.load import import_file

SAMPLE = Path(__file__).with_name("sample")

# Times of storing and versions differ from machine to machine; examples all show the same.
EXAMPLE_TIME = "2026-11-21T12:00:00Z"
FIXED = {"modified_at": EXAMPLE_TIME, "at": EXAMPLE_TIME, "imported_at": EXAMPLE_TIME, "dataset_version": 1}


@contextmanager
def client_over_fixtures() -> Iterator[Client]:
    """A client of the API over a database of its own, which is gone afterwards."""
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        load_fixtures(settings.BASE_DIR / "fixtures")
        # The connections for reading lead to the real database.
        with override_settings(READERS=[]):
            yield Client()
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def import_sample() -> None:
    """Six rows of the training reports, as Security Force Monitor publishes them (CC BY 4.0), and two printed totals."""
    import_file(SAMPLE / "trainings.tsv", totals=SAMPLE / "totals.tsv")


def example_answer(client: Client, address: str, status: int) -> Any:
    """The answer to an example request, with the times that differ from machine to machine made the same."""
    with override_settings(PUBLIC_URL=settings.EXAMPLE_SITE):
        response = client.get(address, headers={"host": "localhost"})
    if response.status_code != status:
        raise ValueError(f"{address} answers {response.status_code}, not {status}: mend the example")
    body = response.json()
    if status == 200 and body.get("results") == []:
        raise ValueError(f"{address} answers nothing: mend the example")
    return same_everywhere(body)


def same_everywhere(value: Any) -> Any:
    if isinstance(value, list):
        return [same_everywhere(item) for item in value]
    if isinstance(value, dict):
        return {key: FIXED.get(key) or same_everywhere(item) for key, item in value.items()}
    return value
