"""An empty database becomes useful, and one in use is only brought up to date."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.core.management import CommandError, call_command
from django.db import connection

from cooperation.importers.bootstrapping import bootstrap
from sources.models import Change, Record, Status

PLACE = '[{"model": "sources.record", "fields": {"record_kind": "place", "slug": "mexico", "status": "published"}}]'
COLUMNS = '[{"model": "cooperation.place", "fields": {"record_ptr": ["place", "mexico"], "name": "Mexico", "kind": "country"}}]'


@pytest.fixture(autouse=True)
def one_place(settings: Any, tmp_path: Path) -> None:
    """The fixtures hold one place."""
    (tmp_path / "01_records.json").write_text(PLACE)
    (tmp_path / "05_places.json").write_text(COLUMNS)
    settings.FIXTURE_DIRS = [tmp_path]
    settings.VAR_DIR = tmp_path


@pytest.mark.django_db
def test_bootstrap_loads_the_fixtures_and_creates_the_groups() -> None:
    bootstrap()

    assert Record.objects.get(slug="mexico").status == Status.PUBLISHED
    assert set(Group.objects.values_list("name", flat=True)) == {"curators", "reviewers", "administrators"}
    assert Group.objects.get(name="reviewers").permissions.filter(codename="publish_record").exists()


@pytest.mark.django_db
def test_first_administrator_can_log_in_with_the_password_that_is_told() -> None:
    administrator = bootstrap().administrator

    assert administrator is not None
    assert User.objects.get(username=administrator.name).check_password(administrator.password)
    assert User.objects.get().is_superuser


@pytest.mark.django_db
def test_password_is_told_only_once(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("bootstrap")
    first = capsys.readouterr().out
    call_command("bootstrap")
    second = capsys.readouterr().out

    assert "Log in to the admin as admin with " in first
    assert "Log in to the admin as admin; forgotten? `manage.py changepassword admin`." in second


@pytest.mark.django_db
def test_two_installations_have_different_passwords() -> None:
    first = bootstrap().administrator
    User.objects.all().delete()

    assert first != bootstrap().administrator


@pytest.mark.django_db
def test_administrator_of_another_name_is_enough() -> None:
    User.objects.create_superuser("jane", password="a long enough password")

    administrator = bootstrap().administrator

    assert (administrator.name, administrator.password) == ("jane", None)
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_user_called_admin_is_not_made_an_administrator() -> None:
    User.objects.create_user("admin")

    report = bootstrap()

    assert report.administrator is None
    assert not User.objects.filter(is_superuser=True).exists()
    assert "Nobody is an administrator: run `manage.py createsuperuser`." in report.lines()


@pytest.mark.django_db
def test_second_bootstrap_changes_nothing() -> None:
    bootstrap()
    before = (list(Record.objects.values()), list(Change.objects.values()), list(User.objects.values()))

    report = bootstrap()

    assert (list(Record.objects.values()), list(Change.objects.values()), list(User.objects.values())) == before
    assert (report.migrations, report.loaded.unchanged) == (0, ["place/mexico"])


@pytest.mark.django_db
def test_permissions_that_an_interrupted_start_left_out_are_made_up_for() -> None:
    Permission.objects.filter(codename="publish_record").delete()

    bootstrap()

    assert Group.objects.get(name="reviewers").permissions.filter(codename="publish_record").exists()


@pytest.mark.django_db
def test_missing_fixtures_are_told_without_a_traceback(settings: Any, tmp_path: Path) -> None:
    settings.FIXTURE_DIRS = [tmp_path / "nowhere"]

    with pytest.raises(CommandError, match="build_fixtures"):
        call_command("bootstrap")


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_wait_for_each_other() -> None:
    reports, errors = [], []

    def start() -> None:
        try:
            reports.append(bootstrap())
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert sorted(len(report.loaded.created) for report in reports) == [0, 0, 0, 1]
    assert [User.objects.count(), Change.objects.count()] == [1, 1]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a server keeps its files itself")
@pytest.mark.django_db(transaction=True)
def test_nobody_else_reads_the_database_and_the_lock(tmp_path: Path) -> None:
    database = Path(str(connection.settings_dict["NAME"]))
    database.chmod(0o644)

    bootstrap()

    assert {path.stat().st_mode & 0o777 for path in (database, tmp_path / "bootstrap.lock")} == {0o600}
