"""The whole database into a file and back, consistent while the server serves."""

from cooperation.importers.backups.backup_files import restore_backup, write_backup
from cooperation.importers.backups.ledger import BackupError

__all__ = ["BackupError", "restore_backup", "write_backup"]
