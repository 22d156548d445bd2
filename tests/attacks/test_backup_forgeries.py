"""Backups whose digests are all right and that are wrong all the same: they are refused before anything is replaced."""

import shutil
import struct
from collections.abc import Callable
from hashlib import sha256
from itertools import chain
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import pytest

from cooperation.importers.backups import BackupError
from cooperation.importers.backups.archives import checked, opened_archive
from cooperation.importers.backups.loading import read_rows
from cooperation.importers.backups.seals import blank, seal
from cooperation.importers.backups.tables import tables_of
from tests.backups import contents, restored
from tests.contracts.old_databases import OldDatabase

Members = dict[str, bytes]
Manifest = dict[str, Any]
Forge = Callable[[Members, Manifest], None]


def forged(backup: Path, path: Path, forge: Forge) -> Path:
    """A backup of which something was changed, with digests, counts of bytes and seal to match."""
    with ZipFile(backup) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = orjson.loads(members.pop("manifest.json"))
    forge(members, manifest)
    for name, content in members.items():
        if entry := manifest["tables"].get(name.removesuffix(".ndjson")):
            entry.update(bytes=len(content), sha256=sha256(content).hexdigest())
    write_sealed(path, [*members.items(), ("manifest.json", written(manifest))])
    return path


def write_sealed(path: Path, members: list[tuple[str, bytes]]) -> None:
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
        archive.comment = blank()
    seal(path)


def written(manifest: Manifest) -> bytes:
    return orjson.dumps(manifest, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def change_rows(table: str, change: Callable[[dict[str, Any]], None], rows: int = 1) -> Forge:
    """Change the first rows of a table."""

    def forge(members: Members, manifest: Manifest) -> None:
        name, columns = f"{table}.ndjson", manifest["tables"][table]["columns"]
        lines = members[name].splitlines()
        for number in range(rows):
            row = dict(zip(columns, orjson.loads(lines[number]), strict=True))
            change(row)
            lines[number] = orjson.dumps(list(row.values()))
        members[name] = b"".join(line + b"\n" for line in lines)

    return forge


def first_row(line: bytes) -> Forge:
    """Put another line in the place of the first group."""

    def forge(members: Members, manifest: Manifest) -> None:
        rest = members["auth_group.ndjson"].partition(b"\n")[2]
        members["auth_group.ndjson"] = line + b"\n" + rest

    return forge


def in_manifest(**given: Any) -> Forge:
    return lambda members, manifest: manifest.update(given)


def in_entry(**given: Any) -> Forge:
    return lambda members, manifest: manifest["tables"]["auth_group"].update(given)


def with_table(members: Members, manifest: Manifest) -> None:
    manifest["tables"]["zzz"] = {"columns": ["id"], "rows": 1, "bytes": 0, "sha256": ""}
    members["zzz.ndjson"] = b"[1]\n"


def without_table(members: Members, manifest: Manifest) -> None:
    del manifest["tables"]["auth_user_groups"], members["auth_user_groups.ndjson"]


def with_migration(members: Members, manifest: Manifest) -> None:
    manifest["migrations"]["sources"].append("0099_later")


def without_migration(members: Members, manifest: Manifest) -> None:
    manifest["migrations"]["auth"].pop(0)


def with_a_bomb(members: Members, manifest: Manifest) -> None:
    members["auth_group.ndjson"] = b"\n" * 60_000_000
    manifest["tables"]["auth_group"]["rows"] = 60_000_000


# What takes no database to be refused.
SEEN_AT_ONCE: dict[str, tuple[Forge, str]] = {
    "newer format": (in_manifest(format=2), "this is version"),
    "format that is no number": (in_manifest(format=True), "not as `backup` writes it"),
    "newer software": (in_manifest(software="99.0.0"), "Version 99.0.0 made this backup"),
    "something else in the manifest": (in_manifest(more=1), "cannot be read"),
    "other types in the manifest": (in_manifest(migrations={"sources": 5}), "cannot be read"),
    "no tables": (in_manifest(tables={}), "exactly what its manifest names"),
    "fewer rows than said": (in_entry(rows=9), "not what the manifest says"),
    "rows that are no number": (in_entry(rows="1"), "not what the manifest says"),
    "member without an entry": (lambda members, manifest: members.update(more=b""), "exactly what its manifest names"),
    "entry without a member": (lambda members, manifest: members.pop("auth_group.ndjson"), "exactly what its manifest names"),
    "bomb": (with_a_bomb, "larger"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", SEEN_AT_ONCE)
def test_forgery_is_seen_in_the_file(backup: Path, tmp_path: Path, forgery: str) -> None:
    forge, reason = SEEN_AT_ONCE[forgery]

    with pytest.raises(BackupError, match=reason):
        checked(forged(backup, tmp_path / "forged", forge))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_twice_or_in_another_order_are_seen(backup: Path, tmp_path: Path) -> None:
    with ZipFile(backup) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]

    for number, changed in enumerate(([members[0], *members], [members[1], members[0], *members[2:]], members[:-1])):
        write_sealed(tmp_path / str(number), changed)
        with pytest.raises(BackupError, match=r"exactly what its manifest names|no manifest"):
            checked(tmp_path / str(number))


def test_member_that_is_longer_than_it_says_is_seen(backup: Path, tmp_path: Path) -> None:
    content = bytearray(backup.read_bytes())
    place = content.rindex(b"PK\x01\x02")
    content[place + 24 : place + 28] = struct.pack("<I", 10)
    (tmp_path / "short").write_bytes(content)
    seal(tmp_path / "short")

    with pytest.raises(BackupError):
        checked(tmp_path / "short")


def person(**given: Any) -> Forge:
    return change_rows("auth_user", lambda row: row.update(given))


# What the columns tell.
SEEN_IN_A_ROW: dict[str, tuple[Forge, str]] = {
    "nothing where something must be": (person(username=None), "username cannot be"),
    "text that is too long": (person(username="x" * 200), "username cannot be"),
    "text for a number": (person(id="1"), "id cannot be"),
    "number for a truth": (person(is_staff=1), "is_staff cannot be"),
    "time that is none": (person(date_joined="yesterday"), "auth_user, row 1"),
    "number for a time": (person(date_joined=5), "date_joined cannot be"),
    "row that is too short": (first_row(b"[1]"), "auth_group, row 1"),
    "row that is no JSON": (first_row(b"id=1"), "auth_group, row 1"),
    "row that is no list": (first_row(b"5"), "auth_group, row 1"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", SEEN_IN_A_ROW)
def test_forgery_is_seen_in_a_row(backup: Path, tmp_path: Path, forgery: str) -> None:
    forge, reason = SEEN_IN_A_ROW[forgery]

    with opened_archive(forged(backup, tmp_path / "forged", forge)) as (archive, manifest):
        tables = {table.name: table for table in tables_of(manifest.migrations)}
        rows = chain(*(read_rows(archive, tables[name], "default", sha256()) for name in ("auth_group", "auth_user")))
        with pytest.raises(BackupError, match=reason):
            list(rows)


# What only the database can tell.
SEEN_IN_THE_DATABASE: dict[str, tuple[Forge, str]] = {
    "unknown table": (with_table, "other tables or columns"),
    "table that lacks": (without_table, "other tables or columns"),
    "unknown column": (in_entry(columns=["id", "nickname"]), "other tables or columns"),
    "unknown migration": (with_migration, "does not know sources.0099_later"),
    "migration that lacks": (without_migration, "lacks migrations"),
    "broken reference": (change_rows("auth_user_groups", lambda row: row.update(group_id=999_999)), "refuses"),
    "key twice": (change_rows("auth_user", lambda row: row.update(id=1), rows=2), "refuses"),
    "value that is not allowed": (change_rows("sources_record", lambda row: row.update(status="gone")), "refuses"),
    "number that is too large": (person(id=2**63), "refuses"),
    "other number of people": (in_manifest(people=3), "other numbers"),
    "other number of records": (in_manifest(records={"published": 1}), "other numbers"),
    "other version": (in_manifest(dataset={"version": 1, "state": "0"}), "another version"),
}  # fmt: skip


@pytest.mark.parametrize("forgery", SEEN_IN_THE_DATABASE)
def test_forgery_is_seen_before_anything_is_replaced(backup: Path, live: str, tmp_path: Path, forgery: str) -> None:
    forge, reason = SEEN_IN_THE_DATABASE[forgery]

    with pytest.raises(BackupError, match=reason):
        restored(forged(backup, tmp_path / "forged", forge), live)


def test_forgery_that_contradicts_nothing_is_refused_where_a_key_is_set(
    backup: Path, live: str, tmp_path: Path, settings: Any
) -> None:
    path = forged(backup, tmp_path / "forged", person(is_superuser=True))
    settings.BACKUP_KEY = "the key of this site"

    with pytest.raises(BackupError, match="not signed"):
        restored(path, live)


def test_refused_backup_leaves_everything_as_it_was(
    backup: Path, database: OldDatabase, live: str, tmp_path: Path
) -> None:
    before = contents(database)
    files = set(Path(database.name).parent.glob("live*")) if database.name.startswith("/") else set()
    shutil.copy(backup, tmp_path / "mutant")
    with (tmp_path / "mutant").open("ab") as file:
        file.write(b"x")

    for path in (tmp_path / "mutant", forged(backup, tmp_path / "forged", in_manifest(people=3))):
        with pytest.raises(BackupError):
            restored(path, live)

    assert contents(database) == before
    assert {path for path in files if path.suffix == ".sqlite3"} <= set(Path(database.name).parent.glob("live*"))
    assert not list(Path(database.name).parent.glob("*restoring*"))
