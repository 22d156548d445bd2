"""A database to kill, and a backup of it."""

from tests.backup_fixtures import backup, database, filled

__all__ = ["backup", "database", "filled"]
