"""A process of its own that changes a record again and again, until it is killed: `python -m tests.kills.saving SLUG`."""

import os
import sys

import django


def main() -> None:
    """Change, and say which revision is confirmed, for ever."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from sources.models import Action, ConflictError, Record, recorded

    while True:
        record = Record.objects.get(slug=sys.argv[1])
        try:
            with recorded(record, Action.CHANGED, reason="Again."):
                record.note = f"Read {record.revision} times."
                Record.objects.filter(pk=record.pk).update(note=record.note)
        except ConflictError:
            continue
        print(record.revision, flush=True)


if __name__ == "__main__":
    main()
