"""The databases of a test run: each is made once, by the process that needs it first, and copied by all of them.

SQLite copies a file in the folder of the run, PostgreSQL a template. No two runs share any, and all are gone at the end.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, connections

# Names the folder of the run to the processes that pytest-xdist starts.
VARIABLE = "PYTEST_DATABASES"
PROCESS = os.environ.get("PYTEST_XDIST_WORKER", "main")
CONFIGURED = settings.DATABASES["default"]["NAME"]


def begin_run() -> None:
    """Make the folder of the run."""
    os.environ[VARIABLE] = tempfile.mkdtemp(prefix="t_")


def end_run() -> None:
    """Drop every database of the run."""
    if connection.vendor == "postgresql":
        for label in labels():
            on_server(f'DROP DATABASE IF EXISTS "{name_of(label)}" WITH (FORCE)')
    shutil.rmtree(os.environ.pop(VARIABLE))


def own_copy(label: str, make: Callable[[], None], template: str | None = None) -> str:
    """Name of this process's copy of a database, which is made once a run; from another one, if there is a template."""
    with one_process_at_a_time():
        if label not in labels():
            create(label, template)
            with using(name_of(label)):
                make()
            register(label)
        copy = f"{label}_{PROCESS}"
        create(copy, label)
        register(copy)
    return name_of(copy)


@contextmanager
def using(name: str) -> Iterator[None]:
    """Inside the block, every connection leads to a database."""
    before = {alias: connections[alias].settings_dict["NAME"] for alias in connections}
    try:
        lead_to(dict.fromkeys(connections, name))
        yield
    finally:
        lead_to(before)


def lead_to(names: dict[str, str]) -> None:
    for alias, name in names.items():
        connections[alias].close()
        if connection.vendor == "postgresql":
            connections[alias].close_pool()
        # The same dictionary is behind the connections of every thread.
        connections[alias].settings_dict["NAME"] = name


def name_of(label: str) -> str:
    folder = Path(os.environ[VARIABLE])
    return (
        str(folder / f"{label}.sqlite3")
        if connection.vendor == "sqlite"
        else f"test_{CONFIGURED}_{folder.name}_{label}"
    )


def create(label: str, template: str | None) -> None:
    if connection.vendor == "postgresql":
        source = f'TEMPLATE "{name_of(template)}"' if template else ""
        on_server(f'CREATE DATABASE "{name_of(label)}" {source}')
    elif template:
        shutil.copy(name_of(template), name_of(label))


def on_server(statement: str) -> None:
    """Have PostgreSQL do what cannot be done from inside the database in question."""
    with using("postgres"), connection.cursor() as cursor:
        cursor.execute(statement)


@contextmanager
def one_process_at_a_time() -> Iterator[None]:
    with Path(os.environ[VARIABLE], "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def labels() -> list[str]:
    """The databases that are there."""
    register = Path(os.environ[VARIABLE], "databases")
    return register.read_text().split() if register.exists() else []


def register(label: str) -> None:
    with Path(os.environ[VARIABLE], "databases").open("a") as file:
        file.write(f"{label}\n")
