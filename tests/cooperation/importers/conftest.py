"""Databases to back up and to restore into; nothing is searched here."""

import pytest

from tests.backup_fixtures import backup, database, empty, filled, kept_folder, live, old

__all__ = ["backup", "database", "empty", "filled", "kept_folder", "live", "old"]


@pytest.fixture
def searched_at_once() -> None:
    """Thousands of rows are brought into the search once, not one by one."""
