"""A process of its own that replaces its database again and again, until it is killed: `python -m tests.kills.swapping [FILE]`.

With a file it restores that first, and each time; without one it takes back the last restore.
"""

import os
import sys
from pathlib import Path

import django


def main() -> None:
    """Replace, and say so, for ever."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from cooperation.importers.backups import restore_backup, undo_restore

    while True:
        if sys.argv[1:]:
            restore_backup(Path(sys.argv[1]), lambda told: True)
        else:
            undo_restore(lambda told: True)
        print("replaced", flush=True)


if __name__ == "__main__":
    main()
