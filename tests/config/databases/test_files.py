"""An embedded database is for its owner alone, however it came to be, and a check says where something is not."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config.databases import files


def manage(folder: Path, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a command with a database of its own, made by somebody whose files others may read."""
    given = {**os.environ, "DATABASE_URL": f"sqlite:///{folder}/db.sqlite3", "REPLICA_URLS": "", **variables}
    command = ["sh", "-c", 'umask 022; exec "$@"', "sh", sys.executable, "manage.py", *arguments]
    return subprocess.run(command, cwd=settings.BASE_DIR, env=given, capture_output=True, text=True, check=False)


def test_database_that_a_migration_has_made_is_for_its_owner_alone(tmp_path: Path) -> None:
    done = manage(tmp_path, "migrate", "sources", "0001", "--verbosity", "0")

    assert done.returncode == 0, done.stderr
    assert {path.name: oct(path.stat().st_mode)[-3:] for path in tmp_path.iterdir()} == {"db.sqlite3": "600"}


def test_check_of_production_names_what_others_could_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine, open_to_others = tmp_path / "bootstrap.lock", tmp_path / "secret_key"
    for path, mode in ((mine, 0o600), (open_to_others, 0o640)):
        path.touch()
        path.chmod(mode)
    monkeypatch.setattr(files, "files_of", lambda connection: [])
    monkeypatch.setattr(files, "settings", type("Settings", (), {"VAR_DIR": tmp_path}))

    assert [found.msg for found in files.check_permissions()] == [f"{open_to_others} is open to others."]
