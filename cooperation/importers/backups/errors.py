class BackupError(Exception):
    """Why a backup cannot be written or restored."""
