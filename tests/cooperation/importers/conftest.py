"""Databases to back up and to restore into."""

from tests.backup_fixtures import backup, database, empty, filled, kept_folder, live, old

__all__ = ["backup", "database", "empty", "filled", "kept_folder", "live", "old"]
