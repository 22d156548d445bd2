"""Makes pytest read from replicas what the public asks, as a server does:

    DATABASE_URL=... REPLICA_URLS=... pytest -p tests.cluster.through_router tests/contracts/test_answers.py

Only tests that change nothing are fit for it: what a test writes is undone at its end, and never reaches a replica.
"""

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from django.conf import settings
from django.db import connections

from config.databases.replicas import cluster

QUERIES: Counter[str] = Counter()


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    """Read from the replicas first, as the settings have it."""
    settings.READERS = [alias for alias in settings.DATABASES if alias != "default"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests may use every connection."""
    for item in items:
        item.add_marker(pytest.mark.django_db(databases="__all__"), append=False)


@pytest.fixture(autouse=True)
def counted_queries() -> Iterator[None]:
    """Count the queries of each connection."""
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(counting(alias)))
        yield


def counting(alias: str) -> Callable[..., Any]:
    """A wrapper that counts what is asked of a connection."""

    def wrapper(execute: Callable[..., Any], *arguments: Any) -> Any:
        QUERIES[alias] += 1
        return execute(*arguments)

    return wrapper


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say where was read."""
    terminalreporter.write_line(f"queries: {dict(sorted(QUERIES.items()))}")


def wait_for_replicas() -> None:
    """Return once every replica has all that the primary has."""
    servers = cluster()
    assert servers is not None
    written = time.monotonic()
    while not all(
        server.keeps_up(servers.primary) and server.behind(servers.primary) == 0 for server in servers.replicas
    ):
        assert time.monotonic() - written < 30, "a replica does not keep up"
        time.sleep(0.05)
    # What was asked before the rows were written says nothing of them.
    time.sleep(1)
