"""A backup holds one moment of the whole database, goes into SQLite and PostgreSQL, and a restore loses nothing unasked."""

import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import orjson
import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import OperationalError, connections, transaction

from cooperation.importers.backups import (
    BackupError,
    check_backup,
    drop_kept,
    restore_backup,
    undo_restore,
    write_backup,
)
from cooperation.importers.backups.engines import engine_of
from cooperation.importers.backups.tables import LEFT_OUT, migrations_of, tables_of
from sources.models import Action, Change, Record
from sources.models.dataset import Dataset
from tests.backups import as_live, contents, embedded, restored, said_yes
from tests.contracts.old_databases import IS_SERVER, OldDatabase, copy_of


def manifest_of(path: Path) -> dict[str, Any]:
    with ZipFile(path) as archive:
        return orjson.loads(archive.read("manifest.json"))


def rename(using: str, title: str = "changed") -> None:
    """A change that somebody makes, with its line in the ledger."""
    record = Record.objects.using(using).get(slug="merida-initiative")
    Record.objects.using(using).filter(pk=record.pk).update(note=title, revision=record.revision + 1)
    ana = User.objects.using(using).get(username="ana")
    Change.objects.using(using).create(
        record_id=record.pk, revision=record.revision + 1, action=Action.CHANGED, reason="Why not.", by_id=ana.pk
    )


def note(using: str) -> str | None:
    return Record.objects.using(using).get(slug="merida-initiative").note


# The drill: what comes back is what was there.


def test_restored_database_is_the_same_row_by_row(backup: Path, database: OldDatabase, empty: OldDatabase) -> None:
    with as_live(empty) as live:
        restored(backup, live)

    before, after = contents(database), contents(empty)
    assert len(before["cooperation_training"]) == 166
    assert len(before["sources_change"]) == 1459
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
        write_backup(tmp_path / "of server", live)
    with embedded(Path(second.name)) as live:
        restored(tmp_path / "of server", live)

    tables = [manifest_of(path)["tables"] for path in (backup, tmp_path / "of first", tmp_path / "of server")]
    for table in tables:
        del table["sources_dataset"]
    assert tables[0] == tables[1] == tables[2]
    assert contents(first) == contents(second)
    assert len(contents(second)["cooperation_training"]) == 166


def test_every_table_is_in_a_backup_or_left_out_for_a_reason(backup: Path, live: str) -> None:
    connection = connections[live]
    with connection.cursor() as cursor:
        found = {table.name for table in connection.introspection.get_table_list(cursor) if table.type == "t"}
    made = {name for name in found if "_index" in name or name.startswith("sqlite_")}
    made.add("sources_dataset_pending")

    assert found - made == set(manifest_of(backup)["tables"]) | set(LEFT_OUT)
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
        assert engine_of(connections[live]).kept(connections[live]) == []
    assert contents(database) == before
    assert [path.name for path in Path(database.name).parent.glob("*restoring*")] == []


def test_backup_of_older_tables_is_brought_to_those_of_today(live: str, empty: OldDatabase, tmp_path: Path) -> None:
    call_command("migrate", "admin", "0002", database=live, interactive=False, verbosity=0)
    write_backup(tmp_path / "older", live)

    with as_live(empty, "other") as other:
        restored(tmp_path / "older", other)

        assert migrations_of(other)["admin"][-1] == "0003_logentry_add_action_flag_choices"
    assert manifest_of(tmp_path / "older")["migrations"]["admin"][-1] == "0002_logentry_remove_auto_add"


# What is replaced, and how.


def test_restore_keeps_what_it_replaced_until_told_otherwise(backup: Path, live: str) -> None:
    rename(live)

    kept = restored(backup, live)

    assert note(live) != "changed"
    undo_restore(said_yes, live)
    assert note(live) == "changed"
    undo_restore(said_yes, live)
    assert note(live) != "changed"
    assert len(drop_kept(live)) == 1
    assert kept is not None
    with pytest.raises(BackupError, match="No database is kept"):
        undo_restore(said_yes, live)


def test_only_the_owner_may_read_a_backup_and_what_is_kept(backup: Path, live: str) -> None:
    kept = restored(backup, live)

    assert backup.stat().st_mode & 0o777 == 0o600
    if not IS_SERVER:
        assert Path(str(kept)).stat().st_mode & 0o777 == 0o600


def test_restored_database_works_by_itself(backup: Path, live: str) -> None:
    restored(backup, live)
    version = Dataset.objects.using(live).get().version

    rename(live, "glockenspiels")
    record = Record.objects.using(live).create(slug="new-place", record_kind="place")

    assert record.pk > Change.objects.using(live).earliest("pk").record_id
    assert Dataset.objects.using(live).get().version > version
    with pytest.raises(Exception, match="append-only"), transaction.atomic(live):
        Change.objects.using(live).update(reason="Another.")
    with connections[live].cursor() as cursor:
        cursor.execute("SELECT body FROM cooperation_searchdocument WHERE slug = 'merida-initiative'")
        assert cursor.fetchone()


def test_version_of_the_dataset_never_repeats_a_state(backup: Path, live: str) -> None:
    rename(live)
    seen = [Dataset.objects.using(live).get()]

    restored(backup, live)
    seen.append(Dataset.objects.using(live).get())
    undo_restore(said_yes, live)
    seen.append(Dataset.objects.using(live).get())

    assert len({dataset.state for dataset in seen} | {manifest_of(backup)["dataset"]["state"]}) == 4
    assert [dataset.version for dataset in seen] == sorted({dataset.version for dataset in seen})
    assert [dataset.changed_at for dataset in seen] == sorted({dataset.changed_at for dataset in seen})


def test_tables_of_a_newer_version_are_gone_after_a_restore(backup: Path, live: str) -> None:
    with connections[live].cursor() as cursor:
        cursor.execute("CREATE TABLE cooperation_newer (id integer PRIMARY KEY)")

    restored(backup, live)

    assert "cooperation_newer" not in connections[live].introspection.table_names()


def test_server_that_runs_sees_what_was_restored(backup: Path, database: OldDatabase) -> None:
    with as_live(database) as live, as_live(database, "server") as server:
        rename(live)
        assert note(server) == "changed"

        restored(backup, live)

        assert note(server) != "changed"
        rename(server, "by the server")
        assert note(live) == "by the server"


@pytest.mark.postgresql
def test_who_may_read_the_tables_may_read_the_restored_ones(backup: Path, live: str) -> None:
    with connections[live].cursor() as cursor:
        cursor.execute("DROP ROLE IF EXISTS backup_reader")
        cursor.execute("CREATE ROLE backup_reader")
        cursor.execute("GRANT USAGE ON SCHEMA public TO backup_reader")
        cursor.execute("GRANT SELECT ON sources_record TO backup_reader")
    try:
        restored(backup, live)
        with connections[live].cursor() as cursor:
            cursor.execute("SELECT has_table_privilege('backup_reader', 'public.sources_record', 'SELECT')")
            assert cursor.fetchone() == (True,)
            cursor.execute("SELECT has_table_privilege('backup_reader', 'public.auth_user', 'SELECT')")
            assert cursor.fetchone() == (False,)
    finally:
        with connections[live].cursor() as cursor:
            cursor.execute("DROP OWNED BY backup_reader")
            cursor.execute("DROP ROLE backup_reader")


# What is said, and asked.


def test_what_changes_about_people_and_the_ledger_is_said(backup: Path, live: str) -> None:
    users = User.objects.using(live)
    users.filter(username="bruno").delete()
    users.filter(username="ana").update(is_active=False, password="!other")
    users.get(username="curator").groups.through.objects.using(live).filter(user__username="curator").delete()
    users.create(username="carla")
    rename(live)
    told: list[str] = []

    with pytest.raises(BackupError, match="Nothing was changed"):
        restore_backup(backup, lambda lines: bool(told.extend(lines)), using=live)

    assert told[:4] == [
        "Account ana changes: is_active False → True, another password.",
        "Account bruno comes back: archivists, not active.",
        "Account carla vanishes.",
        told[3],
    ]
    assert told[3].startswith("Changes that the backup does not know: 1, the newest of ")
    assert told[4].endswith("changed program/merida-initiative, revision 3, by ana")
    assert "sources_change: 1,460 rows now, 1,459 afterwards." in told
    assert note(live) == "changed"


def test_change_after_the_question_is_not_lost(backup: Path, live: str) -> None:
    def hesitate(told: list[str]) -> bool:
        rename(live)
        return True

    with pytest.raises(BackupError, match="Somebody has changed the database meanwhile"):
        restore_backup(backup, hesitate, using=live)

    assert note(live) == "changed"
    assert engine_of(connections[live]).kept(connections[live]) == []


def test_nothing_is_asked_where_nothing_is_lost(backup: Path, empty: OldDatabase) -> None:
    told: list[list[str]] = []

    with as_live(empty) as live:
        restore_backup(backup, lambda lines: told.append(lines) is None, using=live)

    assert told == [[]]


def test_commands_back_up_try_restore_undo_and_drop(
    backup: Path, live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for function in (write_backup, check_backup, restore_backup, undo_restore, drop_kept):
        monkeypatch.setattr(function, "__defaults__", (*(function.__defaults__ or ())[:-1], live))
    rename(live)

    call_command("backup", str(tmp_path / "a backup"))
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(tmp_path / "a backup"))
    call_command("backup", str(tmp_path / "a backup"), "--check")
    with pytest.raises(CommandError, match="Nobody is there to be asked"):
        call_command("restore", str(backup))
    call_command("restore", str(backup), "--yes")
    call_command("restore", "--undo", "--yes")
    call_command("restore", "--drop-kept")

    out = capsys.readouterr().out
    assert "a backup written: " in out
    assert "a backup can be restored: " in out
    assert "Changes that the backup does not know: 1" in out
    assert "The old database is kept until `restore --drop-kept`" in out
    assert "Removed: " in out
    assert note(live) == "changed"


# How a backup is written.


def test_backup_never_replaces_a_file(backup: Path, live: str) -> None:
    before = backup.read_bytes()

    with pytest.raises(BackupError, match="exists already"):
        write_backup(backup, live)

    assert backup.read_bytes() == before


def test_failed_backup_leaves_no_file(live: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "new"
    folder.mkdir()
    monkeypatch.setattr("cooperation.importers.backups.writing.write_manifest", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        write_backup(folder / "backup", live)

    assert list(folder.iterdir()) == []


def test_folder_or_file_that_does_not_exist_is_told(live: str, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="No such file or directory"):
        write_backup(tmp_path / "nowhere" / "backup", live)
    with pytest.raises(BackupError, match="No such file or directory"):
        restored(tmp_path / "nothing", live)


def test_empty_database_is_not_backed_up(empty: OldDatabase, tmp_path: Path) -> None:
    with as_live(empty) as live, pytest.raises(BackupError, match="empty"):
        write_backup(tmp_path / "backup", live)


def test_database_of_a_newer_version_is_not_backed_up(live: str, tmp_path: Path) -> None:
    with connections[live].cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('sources', '0099_later', '2026-01-01')"
        )

    with pytest.raises(BackupError, match=r"newer version.*sources\.0099_later"):
        write_backup(tmp_path / "backup", live)


def test_backup_while_others_write_is_of_one_moment(database: OldDatabase, tmp_path: Path) -> None:
    stop, written = threading.Event(), [0]

    def write_pairs() -> None:
        with as_live(database, "writer") as writer:
            while not stop.is_set():
                try:
                    with transaction.atomic(writer):
                        Record.objects.using(writer).filter(slug="merida-initiative").update(note=str(written[0]))
                        User.objects.using(writer).filter(username="ana").update(last_name=str(written[0]))
                except OperationalError:
                    continue
                written[0] += 1

    thread = threading.Thread(target=write_pairs)
    thread.start()
    try:
        with as_live(database) as live:
            for number in range(4):
                write_backup(tmp_path / str(number), live)
    finally:
        stop.set()
        thread.join()

    assert written[0] > 4
    for number in range(4):
        assert value_in(tmp_path / str(number), "auth_user", "last_name", lambda row: "ana" in row) in (
            value_in(tmp_path / str(number), "sources_record", "note", lambda row: "merida-initiative" in row),
            "",
        )


def value_in(path: Path, table: str, column: str, is_wanted: Callable[[list[Any]], bool]) -> Any:
    """The value of one row in a backup."""
    place = manifest_of(path)["tables"][table]["columns"].index(column)
    with ZipFile(path) as archive:
        rows = map(orjson.loads, archive.read(f"{table}.ndjson").splitlines())
        return next(row for row in rows if is_wanted(row))[place]


# Where a key is set.


def test_backup_of_a_site_with_a_key_comes_back_to_it_only(
    backup: Path, live: str, tmp_path: Path, settings: Any
) -> None:
    settings.BACKUP_KEY = "the key of this site"
    write_backup(tmp_path / "signed", live)

    assert check_backup(tmp_path / "signed", using=live).people == 4
    with pytest.raises(BackupError, match="not signed"):
        restored(backup, live)
    settings.BACKUP_KEY = "the key of another site"
    with pytest.raises(BackupError, match="another BACKUP_KEY"):
        restored(tmp_path / "signed", live)
    settings.BACKUP_KEY = ""
    with pytest.raises(BackupError, match="set BACKUP_KEY"):
        restored(tmp_path / "signed", live)


# What version 0.1.0 wrote.


def test_backup_of_version_0_1_0_comes_in_when_told_so(old: Path, live: str, empty: OldDatabase) -> None:
    with pytest.raises(BackupError, match="--legacy"):
        restored(old, live)
    with as_live(empty, "other") as other:
        restore_backup(old, said_yes, legacy=True, using=other)

        assert Record.objects.using(other).filter(slug__startswith="curators-").count() == 3
        assert Change.objects.using(other).count() == 1459


def test_stranger_s_file_is_refused_as_one_of_version_0_1_0_too(backup: Path, live: str, tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "stranger") as stranger:
        stranger.execute("CREATE TABLE sources_change (id integer PRIMARY KEY, at text)")
    (tmp_path / "text").write_text("no database")

    for file, reason in (("stranger", "not of this project"), ("text", "no backup of version 0.1.0")):
        with pytest.raises(BackupError, match=reason):
            restore_backup(tmp_path / file, said_yes, legacy=True, using=live)


def test_damaged_file_of_version_0_1_0_is_refused(old: Path, live: str, tmp_path: Path) -> None:
    content = old.read_bytes()
    (tmp_path / "half").write_bytes(content[: len(content) // 2])

    with pytest.raises(BackupError):
        restore_backup(tmp_path / "half", said_yes, legacy=True, using=live)


def test_broken_references_in_a_file_of_version_0_1_0_are_refused(
    live: str, tmp_path: Path, filled: OldDatabase
) -> None:
    if IS_SERVER:
        pytest.skip("pg_restore checks references itself")
    with copy_of(filled, tmp_path, "broken") as broken:
        broken.rows("UPDATE cooperation_place SET parent_id = 999999 WHERE parent_id IS NULL")
        with pytest.raises(BackupError, match="refers to rows that do not exist"):
            restore_backup(Path(broken.name), said_yes, legacy=True, using=live)
