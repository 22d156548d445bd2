"""What a restore brings back is what was there, from SQLite and PostgreSQL into either."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections

from cooperation.importers.backups import (
    check_backup,
    restore_backup,
    write_backup,
)
from cooperation.importers.backups.engines import engine_of
from cooperation.importers.backups.tables import LEFT_OUT, migrations_of, tables_of
from sources.models import Change, verified_chain
from sources.models.dataset import Dataset
from tests.backups import as_live, contents, embedded, manifest_in, restored
from tests.contracts.old_databases import OldDatabase
from tests.ledger import drop_guards


def test_restored_database_is_the_same_row_by_row(backup: Path, database: OldDatabase, empty: OldDatabase) -> None:
    with as_live(empty) as live:
        restored(backup, live)

    before, after = contents(database), contents(empty)
    assert len(before["cooperation_training"]) == 166
    assert len(before["sources_change"]) == len(before["sources_seal"]) == 1459
    assert len(before["sources_ledgercheck"]) == 1
    assert len(before["cooperation_searchdocument"]) > 1000
    assert after == before


@pytest.mark.postgresql
def test_embedded_database_moves_to_a_server_and_back(backup: Path, empty: OldDatabase, tmp_path: Path) -> None:
    first, second = OldDatabase(str(tmp_path / "first.sqlite3")), OldDatabase(str(tmp_path / "second.sqlite3"))
    with embedded(Path(first.name)) as live:
        restored(backup, live)
        write_backup(tmp_path / "of first", live)
    with as_live(empty) as live:
        restored(tmp_path / "of first", live)
        chain = verified_chain(live)
        assert (chain.number, chain.fault) == (1459, None)
        write_backup(tmp_path / "of server", live)
    with embedded(Path(second.name)) as live:
        restored(tmp_path / "of server", live)

    tables = [manifest_in(path)["tables"] for path in (backup, tmp_path / "of first", tmp_path / "of server")]
    for table in tables:
        del table["sources_dataset"]
    assert tables[0] == tables[1] == tables[2]
    assert contents(first) == contents(second)
    assert len(contents(second)["cooperation_training"]) == 166


def test_backup_of_a_ledger_that_was_tampered_with_says_so(live: str, empty: OldDatabase, tmp_path: Path) -> None:
    drop_guards(live)
    Change.objects.using(live).filter(pk=1000).update(reason="Another.")
    write_backup(tmp_path / "tampered", live)
    told: list[str] = []

    with as_live(empty, "other") as other:
        restore_backup(tmp_path / "tampered", lambda lines: bool(told.extend(lines)) or True, using=other)

    assert len(told) == 1
    assert told[0].startswith("The ledger of the backup is broken: Change 1000 (")


def test_every_table_is_in_a_backup_or_left_out_for_a_reason(backup: Path, live: str) -> None:
    connection = connections[live]
    with connection.cursor() as cursor:
        found = {table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"}
    made = {name for name in found if "_index" in name or name.startswith("sqlite_")}
    made |= {"sources_dataset_pending", "search_pending"}

    assert found - made == set(manifest_in(backup)["tables"]) | set(LEFT_OUT)
    assert all(len(reason) > 20 for reason in LEFT_OUT.values())


def test_every_column_is_in_a_backup_but_those_that_the_database_makes(live: str) -> None:
    for table in tables_of(migrations_of(live)):
        with connections[live].cursor() as cursor:
            description = connections[live].introspection.get_table_description(cursor, table.name)
        generated = {field.column for field in table.model._meta.local_fields if field.generated}
        assert {column.name for column in description} - generated - {"search_vector"} == set(table.columns)


def test_backup_can_be_tried_without_touching_anything(backup: Path, database: OldDatabase) -> None:
    with as_live(database) as live:
        before = contents(database)
        version = Dataset.objects.using(live).get().version

        manifest = check_backup(backup, using=live)

        assert (manifest.people, manifest.tables["cooperation_training"].rows) == (4, 166)
        assert Dataset.objects.using(live).get().version == version
        assert engine_of(connections[live]).kept_databases(connections[live]) == []
    assert contents(database) == before
    assert [path.name for path in Path(database.name).parent.glob("*restoring*")] == []


def test_backup_of_older_tables_is_brought_to_those_of_today(live: str, empty: OldDatabase, tmp_path: Path) -> None:
    call_command("migrate", "admin", "0002", database=live, interactive=False, verbosity=0)
    write_backup(tmp_path / "older", live)

    with as_live(empty, "other") as other:
        restored(tmp_path / "older", other)

        assert migrations_of(other)["admin"][-1] == "0003_logentry_add_action_flag_choices"
    assert manifest_in(tmp_path / "older")["migrations"]["admin"][-1] == "0002_logentry_remove_auto_add"
