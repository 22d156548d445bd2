"""The whole database into a file and back, from SQLite or PostgreSQL into either.

`tables` and `values` say what is stored, `archives`, `manifest` and `seals` how a file looks and how it is proved; `writing`
writes one, `loading` fills an empty database from one, `restoring` puts that in the live one's place, once `differences` has
said what that changes. `engines` is what differs between databases, `legacy` reads what version 0.1.0 wrote.
"""

from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.restoring import check_backup, drop_kept, restore_backup, undo_restore
from cooperation.importers.backups.writing import write_backup

__all__ = ["BackupError", "check_backup", "drop_kept", "restore_backup", "undo_restore", "write_backup"]
