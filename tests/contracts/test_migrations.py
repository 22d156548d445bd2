"""A database of version 0.1.0 upgrades; migrations leave what the database does by itself, and its answers, as they were."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.migrations.loader import MigrationLoader

from tests.contracts.old_databases import (
    IS_SERVER,
    NAMES,
    OldDatabase,
    copy_of,
    database_of_version_0_1_0,
    empty_database,
)

DERIVED = ("trigger", "view", "function")
COLUMNS = "id, kind, slug, title, names, body, words"
PUBLIC_CHANGE = "UPDATE sources_record SET note = 'Changed.' WHERE slug = 'merida-initiative'"
ACCENTED = """
SELECT search_vector::text FROM cooperation_searchdocument WHERE title ~ '[áéíóúñ]' AND body <> ''
UNION ALL SELECT search_vector::text FROM cooperation_training WHERE course_title LIKE '%infantería%' ORDER BY 1
"""
KEPT = (
    "sources_record",
    "sources_change",
    "sources_citation",
    "cooperation_place",
    "cooperation_program",
    "cooperation_funding",
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("databases")


@pytest.fixture(scope="module")
def old(folder: Path) -> Iterator[OldDatabase]:
    """A database as version 0.1.0 left it."""
    with database_of_version_0_1_0(folder) as database:
        yield database


@pytest.fixture(scope="module")
def upgraded(old: OldDatabase, folder: Path) -> Iterator[tuple[OldDatabase, dict[str, Any]]]:
    """The same, migrated, and what the API answers."""
    with copy_of(old, folder, "upgraded") as database:
        yield database, database.migrate()


@pytest.fixture
def database(upgraded: tuple[OldDatabase, dict[str, Any]], tmp_path: Path) -> Iterator[OldDatabase]:
    """A copy of the upgraded database."""
    with copy_of(upgraded[0], tmp_path, "copied") as copied:
        yield copied


def columns_of(database: OldDatabase) -> set[tuple[str, str]]:
    """Tables and their columns, with the types, as the database has them, in no order."""
    if IS_SERVER:
        return set(database.rows(
            "SELECT table_name, concat_ws(' ', column_name, data_type, character_maximum_length, is_nullable) "
            "FROM information_schema.columns WHERE table_schema = 'public'"
        ))  # fmt: skip
    return set(database.rows(
        "SELECT m.name, c.name || ' ' || c.type || c.\"notnull\" || c.pk FROM sqlite_master m, pragma_table_xinfo(m.name) c "
        "WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'"
    ))  # fmt: skip


def models_tables() -> set[str]:
    """The tables of the models that the test alters."""
    return {
        model._meta.db_table for app in ("sources", "cooperation") for model in apps.get_app_config(app).get_models()
    }


def version(database: OldDatabase) -> int:
    [(number,)] = database.rows("SELECT version FROM sources_dataset")
    return number


def assert_works_by_itself(database: OldDatabase) -> None:
    """Documents are in step, a public change advances the version and is found, the ledger refuses to be edited."""
    views = f"SELECT {COLUMNS} FROM search_records UNION ALL SELECT -id, {COLUMNS[4:]} FROM search_citations"
    assert set(database.rows(f"SELECT {COLUMNS} FROM cooperation_searchdocument")) == set(database.rows(views))
    before = version(database)
    with closing(database.connect()) as opened:
        opened.execute(PUBLIC_CHANGE)
        with pytest.raises(Exception, match="append-only"):
            opened.execute("UPDATE sources_change SET reason = 'Another.'")
    assert version(database) == before + 1
    assert database.rows("SELECT body FROM cooperation_searchdocument WHERE slug = 'merida-initiative'")[0][0].endswith(
        "Changed.\n"
    )


def test_an_upgrade_keeps_every_record_draft_withdrawal_and_entry_of_the_ledger(
    old: OldDatabase, upgraded: tuple[OldDatabase, dict[str, Any]]
) -> None:
    database, found = upgraded

    assert found["error"] is None
    for table in KEPT:
        everything = f"SELECT {old.columns(table)} FROM {table}"
        assert sorted(map(repr, database.rows(everything))) == sorted(map(repr, old.rows(everything)))
    assert dict(database.rows("SELECT status, COUNT(*) FROM sources_record GROUP BY status")) == {
        "draft": 1, "in_review": 1, "published": 1450, "withdrawn": 1,
    }  # fmt: skip
    assert database.rows("SELECT COUNT(*), COUNT(withdrawn_at) FROM cooperation_training") == [(166, 6)]
    assert found["answers"].keys() == {address for address, answer in found["answers"].items() if answer[:3] == "200"}


def test_an_upgraded_database_is_made_as_a_new_one(
    upgraded: tuple[OldDatabase, dict[str, Any]], tmp_path: Path
) -> None:
    with empty_database(tmp_path) as new:
        new.migrate()

        assert upgraded[0].catalogue(*DERIVED) == new.catalogue(*DERIVED)
        assert columns_of(upgraded[0]) == columns_of(new)


def test_a_start_after_an_upgrade_leaves_what_curators_did(database: OldDatabase) -> None:
    done = database.run("manage", "bootstrap")

    assert done.returncode == 0, done.stderr
    [(description,)] = database.rows(
        "SELECT description FROM cooperation_program WHERE description LIKE 'Edited by a curator%'"
    )
    assert description == "Edited by a curator: xylophone aid."
    assert database.rows("SELECT slug, status FROM sources_record WHERE slug LIKE 'curators-%' ORDER BY slug") == [
        ("curators-draft", "draft"), ("curators-place", "published"), ("curators-review", "in_review"),
    ]  # fmt: skip
    assert_works_by_itself(database)


def test_altering_every_table_and_undoing_it_leaves_triggers_views_and_answers(
    database: OldDatabase, upgraded: tuple[OldDatabase, dict[str, Any]], tmp_path: Path
) -> None:
    names, definitions, columns = database.rows(NAMES), database.catalogue(*DERIVED), columns_of(database)
    before = version(database)

    forwards = database.migrate(ALTERED="all")
    altered = columns_of(database)

    assert version(database) > before
    assert len(altered) == len(columns) + len({name for name, _ in columns if name in models_tables()})
    assert forwards == upgraded[1]
    assert database.rows(NAMES) == names
    with copy_of(database, tmp_path, "altered") as copied:
        assert_works_by_itself(copied)

    before = version(database)
    [last] = MigrationLoader(None).graph.leaf_nodes("sources")
    backwards = database.migrate(*last, ALTERED="all")

    assert version(database) > before
    assert backwards == upgraded[1]
    assert columns_of(database) == columns
    assert database.catalogue(*DERIVED) == definitions
    assert_works_by_itself(database)


@pytest.mark.parametrize("ends", ["failed", "killed"])
def test_a_migration_that_comes_to_an_end_half_way_has_changed_nothing_and_let_nobody_write(
    ends: str, database: OldDatabase, upgraded: tuple[OldDatabase, dict[str, Any]]
) -> None:
    definitions, before = database.catalogue(), version(database)

    done = database.run("tests.contracts.migrating", ALTERED="training", ENDS=ends)

    assert done.returncode == (-signal.SIGKILL if ends == "killed" else 0), done.stderr
    assert f"refused: {'LockNotAvailable' if IS_SERVER else 'OperationalError'}" in done.stderr
    assert database.catalogue() == definitions
    assert version(database) == before
    assert database.migrate() == upgraded[1]
    assert_works_by_itself(database)


@pytest.mark.postgresql
def test_a_dump_is_restored_into_another_database_with_its_full_text(
    upgraded: tuple[OldDatabase, dict[str, Any]], tmp_path: Path
) -> None:
    dump = subprocess.run(["pg_dump", "--no-owner", upgraded[0].url], capture_output=True, check=True)

    with empty_database(tmp_path) as restored:
        restored.load(dump.stdout)

        assert restored.rows(NAMES) == upgraded[0].rows(NAMES)
        assert columns_of(restored) == columns_of(upgraded[0])
        assert restored.rows(ACCENTED) == upgraded[0].rows(ACCENTED) != []
        assert restored.migrate() == upgraded[1]
        assert version(restored) == version(upgraded[0])
        assert_works_by_itself(restored)
