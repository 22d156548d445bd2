"""A database to attack, and a backup of it."""

from tests.backup_fixtures import backup, database, filled, kept_folder, live

__all__ = ["backup", "database", "filled", "kept_folder", "live"]
