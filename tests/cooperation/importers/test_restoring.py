"""A restore keeps what it replaces, and says what it changes before it does."""

from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connections, transaction

from cooperation.importers.backups import (
    BackupError,
    check_backup,
    drop_kept,
    restore_backup,
    undo_restore,
    write_backup,
)
from cooperation.importers.backups.engines import engine_of
from sources.models import Change, Record
from sources.models.dataset import Dataset
from tests.backups import as_live, change_note, manifest_in, note, restored, said_yes
from tests.contracts.old_databases import IS_SERVER, OldDatabase


def test_restore_keeps_what_it_replaced_until_told_otherwise(backup: Path, live: str) -> None:
    change_note(live)

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

    change_note(live, "glockenspiels")
    record = Record.objects.using(live).create(slug="new-place", record_kind="place")

    assert record.pk > Change.objects.using(live).earliest("pk").record_id
    assert Dataset.objects.using(live).get().version > version
    with pytest.raises(Exception, match="append-only"), transaction.atomic(live):
        Change.objects.using(live).update(reason="Another.")
    with connections[live].cursor() as cursor:
        cursor.execute("SELECT body FROM cooperation_searchdocument WHERE slug = 'merida-initiative'")
        assert cursor.fetchone()


def test_version_of_the_dataset_never_repeats_a_state(backup: Path, live: str) -> None:
    change_note(live)
    seen = [Dataset.objects.using(live).get()]

    restored(backup, live)
    seen.append(Dataset.objects.using(live).get())
    undo_restore(said_yes, live)
    seen.append(Dataset.objects.using(live).get())

    assert len({dataset.state for dataset in seen} | {manifest_in(backup)["dataset"]["state"]}) == 4
    assert [dataset.version for dataset in seen] == sorted({dataset.version for dataset in seen})
    assert [dataset.changed_at for dataset in seen] == sorted({dataset.changed_at for dataset in seen})


def test_tables_of_a_newer_version_are_gone_after_a_restore(backup: Path, live: str) -> None:
    with connections[live].cursor() as cursor:
        cursor.execute("CREATE TABLE cooperation_newer (id integer PRIMARY KEY)")

    restored(backup, live)

    assert "cooperation_newer" not in connections[live].introspection.table_names()


def test_server_that_runs_sees_what_was_restored(backup: Path, database: OldDatabase) -> None:
    with as_live(database) as live, as_live(database, "server") as server:
        change_note(live)
        assert note(server) == "changed"

        restored(backup, live)

        assert note(server) != "changed"
        change_note(server, "by the server")
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


def test_what_changes_about_people_and_the_ledger_is_said(backup: Path, live: str) -> None:
    users = User.objects.using(live)
    users.filter(username="bruno").delete()
    users.filter(username="ana").update(is_active=False, password="!other")
    users.get(username="curator").groups.through.objects.using(live).filter(user__username="curator").delete()
    users.create(username="carla")
    change_note(live)
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
        change_note(live)
        return True

    with pytest.raises(BackupError, match="Somebody has changed the database meanwhile"):
        restore_backup(backup, hesitate, using=live)

    assert note(live) == "changed"
    assert engine_of(connections[live]).kept_databases(connections[live]) == []


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
    change_note(live)

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
