"""Every setting that is read is documented, and every one that is documented is read."""

import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

READ = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"")
DOCUMENTED = re.compile(r"^\| `([A-Z_]+)` \|", re.MULTILINE)


def test_operations_page_documents_the_variables_that_settings_read() -> None:
    read = READ.findall((settings.BASE_DIR / "config" / "settings.py").read_text())
    documented = DOCUMENTED.findall((settings.BASE_DIR / "docs" / "operations.md").read_text())

    assert sorted(documented) == sorted(set(read))


def test_settings_read_the_environment_only_through_environ() -> None:
    text = (settings.BASE_DIR / "config" / "settings.py").read_text()

    assert "os.environ" not in text
    assert "getenv" not in text


def start(**variables: str) -> str:
    """What is said at a start with some variables; nothing if it succeeds."""
    command = [sys.executable, "-c", "import config.settings"]
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | variables
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    return done.stderr if done.returncode else ""


KEY = "0123456789abcdefghij" * 3


@pytest.mark.parametrize(
    ("variables", "refusal"),
    [
        ({"SECRET_KEY": KEY}, ""),
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set to at least 50 random characters"),
        ({"SECRET_KEY": "a"}, "SECRET_KEY must be set to at least 50 random characters"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY must be set to at least 50 random characters"),
        ({"SECRET_KEY": KEY, "DEBUG": "true"}, "DEBUG shows settings and data to everybody"),
    ],
)
def test_production_refuses_weak_keys_and_debugging(variables: dict[str, str], refusal: str) -> None:
    said = start(PRODUCTION="true", **variables)

    assert refusal in said
    assert bool(said) == bool(refusal)
