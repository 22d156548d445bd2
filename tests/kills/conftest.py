"""A database to kill, and a backup of it."""

from tests.backup_fixtures import backup, database, filled, kept_folder

__all__ = ["backup", "database", "filled", "kept_folder"]
