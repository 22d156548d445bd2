"""The database back to seeds/."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cooperation.importers.seeds.exporting import export_seeds


class Command(BaseCommand):
    """Write every published record as YAML; drafts and what was withdrawn stay out."""

    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--to", type=Path, default=settings.BASE_DIR / "seeds", help="folder of the files")

    def handle(self, *args: Any, **options: Any) -> None:
        folder: Path = options["to"]
        folder.mkdir(parents=True, exist_ok=True)
        exported = export_seeds()
        stored = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.yaml")}
        changed = [name for name, text in exported.items() if stored.get(name) != text]
        for name in changed:
            (folder / name).write_text(exported[name], encoding="utf-8")
        self.stdout.write(f"{len(changed)} of {len(exported)} files written.")
        for name in sorted(stored.keys() - exported.keys()):
            self.stdout.write(f"{name} is left over: nothing published belongs there. Delete it.")
