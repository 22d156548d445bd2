"""What a backup says of itself."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

import orjson
from django.conf import settings

from cooperation.importers.backups.errors import BackupError
from cooperation.importers.backups.tables import Migrations

# Grows with every change of what a backup looks like.
FORMAT = 1


@dataclass(frozen=True)
class TableEntry:
    """What a table's member of the archive holds: one line of JSON for each row."""

    columns: list[str]
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """When and by what a backup was made, and what has to be in it."""

    created_at: str
    vendor: str
    migrations: Migrations
    dataset: dict[str, Any]
    people: int
    # How many records there are of each status.
    records: dict[str, int]
    tables: dict[str, TableEntry]
    format: int = FORMAT
    software: str = field(default_factory=lambda: str(settings.VERSION))

    def content(self) -> bytes:
        """The manifest as it stands in the archive."""
        return orjson.dumps(asdict(self), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)

    @property
    def summary(self) -> str:
        """What is in the backup, in words."""
        rows = sum(entry.rows for entry in self.tables.values())
        records = sum(self.records.values())
        return f"{rows:,} rows, {records:,} records and {self.people} accounts of {self.created_at}"


def manifest_of(content: bytes) -> Manifest:
    """The manifest that an archive holds; BackupError if it is not exactly one of ours, or of a newer version."""
    try:
        given = orjson.loads(content)
        refuse_newer(given["format"], given["software"])
        tables = {name: TableEntry(**entry) for name, entry in given.pop("tables").items()}
        manifest = Manifest(**given, tables=tables)
        datetime.fromisoformat(manifest.created_at)
        is_ours = manifest.content() == content and has_types(manifest)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(f"The manifest cannot be read: {error}") from error
    if not is_ours:
        raise BackupError("The manifest is not as `backup` writes it.")
    return manifest


def has_types(manifest: Manifest) -> bool:
    """Whether the manifest's values are of the types that they are to be; those of the tables are compared with what is there."""
    names = [name for found in manifest.migrations.values() for name in found]
    texts = [manifest.vendor, *manifest.migrations, *names, *manifest.records]
    numbers = [manifest.format, manifest.people, *manifest.records.values(), manifest.dataset["version"]]
    return all(type(text) is str for text in texts) and all(type(number) is int for number in numbers)


def refuse_newer(form: int, software: str) -> None:
    """BackupError if a newer version made the backup."""
    if form > FORMAT or version_numbers(software) > version_numbers(settings.VERSION):
        raise BackupError(f"Version {software} made this backup, in format {form}: this is version {settings.VERSION}.")
    if form != FORMAT:
        raise BackupError(f"There is no format {form}.")


def version_numbers(version: str) -> list[int]:
    """A version in the order of versions."""
    return [int(part) for part in version.split(".")]
