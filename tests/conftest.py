"""What many tests need."""

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import settings as hypothesis_settings

from config.databases.statistics import STATEMENTS
from config.databases.versions import VersionCache
from config.rest.caching import middleware
from config.rest.caching.stores import counts, memory
from tests import databases
from tests.ledger import drop_guards

# Where the files of the training reports lie.
REPORTS_DIR = Path(os.environ.get("FMTRPT_DIR", settings.BASE_DIR.parent / "shared" / "data" / "fmtrpt"))


def pytest_configure(config: pytest.Config) -> None:
    """Passwords of tests need not withstand anybody: hashing them well takes longer than most tests.

    Only the connection that wrote a test's data sees it, so that nothing is read from another.
    """
    if not is_worker(config):
        databases.begin_run()
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.READERS = []
    # How long an example takes is up to what else the machine does.
    hypothesis_settings.register_profile("any time", deadline=None)
    hypothesis_settings.load_profile("any time")
    # What was changed a moment ago is asked for at once, by one client, as often as there are tests.
    settings.DATASET_VERSION_SECONDS = 0
    settings.RATE_LIMIT = settings.TIME_LIMIT = settings.LOGIN_LIMIT = 0


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
    """By now those who used the databases have ended."""
    if not is_worker(config):
        databases.end_run()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Some of what is compared with a file can be written into it."""
    parser.addoption(
        "--write-counts", action="store_true", help="write how many queries answers take, instead of testing"
    )


def is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")


def pytest_collection_finish() -> None:
    """What has been imported and collected stays to the end: looking through it for garbage takes a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 50, 50)


def lacking_folder(folder: Path, variable: str) -> str | None:
    return None if folder.is_dir() or os.environ.get("CI") else f"there is no folder {folder} ({variable})"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out what this machine cannot test; in CI the documents' texts and the reports have to be there."""
    lacking = {
        "postgresql": "DATABASE_URL names no PostgreSQL database" if connection.vendor != "postgresql" else None,
        "texts": lacking_folder(settings.SEED_TEXTS_DIR, "SEED_TEXTS_DIR"),
        "reports": lacking_folder(REPORTS_DIR, "FMTRPT_DIR"),
    }
    for item in items:
        for marker, reason in lacking.items():
            if reason and item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=reason))


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: Any) -> Iterator[None]:
    """A database without records."""
    with django_db_blocker.unblock():
        empty = databases.own_copy("empty", lambda: call_command("migrate", verbosity=0))
        with databases.using(empty):
            yield


@pytest.fixture(autouse=True)
def nothing_kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No test is answered with what another has left behind.

    PostgreSQL would go on planning by the few rows of a test when they are gone.
    """
    if not request.node.get_closest_marker("planner"):
        monkeypatch.setitem(STATEMENTS, "postgresql", ())
    monkeypatch.setattr(middleware, "versions", VersionCache())
    for kept in (memory, counts):
        kept.clear()
    yield
    for kept in (memory, counts):
        kept.clear()


@pytest.fixture(autouse=True)
def tables_that_can_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """What a test of real transactions has written is deleted after it, which the ledger would refuse."""
    marker = request.node.get_closest_marker("django_db")
    if marker is None or not marker.kwargs.get("transaction"):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    drop_guards()


@pytest.fixture(autouse=True)
def searched_at_once(request: pytest.FixtureRequest) -> None:
    """A test inside one transaction finds what it wrote, which PostgreSQL brings into the search at the end of each."""
    marker = request.node.get_closest_marker("django_db")
    if connection.vendor != "postgresql" or marker is None or marker.kwargs.get("transaction"):
        return
    request.getfixturevalue("db")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS search_refresh IMMEDIATE")


@pytest.fixture
def queries_of(settings: Any) -> Callable[[], AbstractContextManager[list[str]]]:
    """What it takes to make an answer: nothing is ready, and the version of the dataset is no question about records."""
    settings.CACHE_MEGABYTES = settings.COUNTS_MEGABYTES = 0

    @contextmanager
    def capturing() -> Iterator[list[str]]:
        # Each connection to SQLite is asked once whether it knows JSON.
        assert connection.features.supports_json_field
        asked: list[str] = []
        with CaptureQueriesContext(connection) as captured:
            yield asked
        of_the_version = ("sources_dataset", "dataset_moves_on")
        asked += [item["sql"] for item in captured if not any(name in item["sql"] for name in of_the_version)]

    return capturing


@pytest.fixture
def django_assert_num_queries(queries_of: Any) -> Callable[[int], AbstractContextManager[list[str]]]:
    """Fails unless a block asks as many questions about records."""

    @contextmanager
    def asserting(number: int) -> Iterator[list[str]]:
        with queries_of() as asked:
            yield asked
        assert len(asked) == number, "\n\n".join(asked)

    return asserting


@pytest.fixture
def plain_static_files(settings: Any) -> None:
    """Pages are rendered without the manifest of collected files."""
    backend = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": backend}
