"""On PostgreSQL a role serves that does all that the site does, and cannot touch what is append-only."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import psycopg
import pytest
from django.conf import settings

from tests.contracts.old_databases import OldDatabase, administer

pytestmark = pytest.mark.postgresql

NAME = f"test_roles_{os.getpid()}"
OWNER, SITE = f"{NAME}_owner", f"{NAME}_site"
APPEND_ONLY = ("sources_change", "sources_seal", "sources_ledgercheck", "sources_accountevent")


def url_of(role: str) -> str:
    """The address of the database for a role."""
    _, _, place = OldDatabase(NAME).url.rpartition("@")
    return f"postgres://{role}:{NAME}@{place}"


def run(role: str, *arguments: str) -> str:
    """What a module says that uses the database as a role."""
    given = {**os.environ, "DATABASE_URL": url_of(role), "REPLICA_URLS": "", "SERVING_ROLE": SITE}
    done = subprocess.run(
        [sys.executable, "-m", *arguments],
        cwd=settings.BASE_DIR,
        env=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def served() -> Iterator[dict[str, int]]:
    """A database that one role has made and another one has served; what was answered."""
    statements = [f"CREATE ROLE {role} LOGIN PASSWORD '{NAME}'" for role in (OWNER, SITE)]
    for statement in (*statements, f"CREATE DATABASE {NAME} OWNER {OWNER}"):
        administer(statement)
    try:
        run(OWNER, "manage", "migrate", "--verbosity", "0")
        out = run(SITE, "tests.contracts.serving")
        yield json.loads(next(line for line in out.splitlines() if line.startswith("{")))
    finally:
        for statement in (f"DROP DATABASE {NAME} WITH (FORCE)", f"DROP ROLE {SITE}", f"DROP ROLE {OWNER}"):
            administer(statement)


def test_role_that_serves_does_all_that_the_site_does(served: dict[str, int]) -> None:
    refused = {asked: status for asked, status in served.items() if status >= 400}

    assert len(served) > 25
    assert refused == {}


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET {} = {}",
        "DELETE FROM {}",
        "TRUNCATE {}",
        "ALTER TABLE {} DISABLE TRIGGER USER",
        "DROP TABLE {} CASCADE",
        "CREATE TRIGGER mine BEFORE INSERT ON {} EXECUTE FUNCTION suppress_redundant_updates_trigger()",
    ],
)
def test_role_that_serves_cannot_touch_what_is_append_only(served: dict[str, int], table: str, statement: str) -> None:
    key = "number" if table == "sources_seal" else "id"
    with closing(psycopg.connect(url_of(SITE), autocommit=True)) as opened:
        [count] = opened.execute(f"SELECT count(*) FROM {table}").fetchone()

        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            opened.execute(statement.format(table, key, key))

    assert count > 0


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine (id int)",
        "CREATE OR REPLACE FUNCTION change_is_never_edited() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
        "DROP FUNCTION change_is_never_edited() CASCADE",
        "DROP TRIGGER change_is_never_edited ON sources_change",
        "SET session_replication_role = replica",
        "DELETE FROM django_migrations",
    ],
)
def test_role_that_serves_changes_no_table_no_trigger_and_no_function(served: dict[str, int], statement: str) -> None:
    with (
        closing(psycopg.connect(url_of(SITE), autocommit=True)) as opened,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        opened.execute(statement)


def test_owner_does_not_get_past_the_guards_by_mistake(served: dict[str, int]) -> None:
    with closing(psycopg.connect(url_of(OWNER), autocommit=True)) as opened:
        for statement in (
            "UPDATE sources_change SET reason = 'No.'",
            "DELETE FROM sources_seal",
            "TRUNCATE sources_seal",
        ):
            with pytest.raises(psycopg.errors.IntegrityConstraintViolation, match="append-only"):
                opened.execute(statement)
