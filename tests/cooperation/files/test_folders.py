"""All lists as files in a folder."""

import hashlib
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cooperation.api.urls import router
from tests import factories

pytestmark = pytest.mark.django_db


def exported(folder: Path, *formats: str) -> dict[str, dict[str, object]]:
    """What the manifest says of each file."""
    call_command("export_dataset", str(folder), *(["--formats", *formats] if formats else []), verbosity=0)
    manifest = json.loads((folder / "manifest.json").read_bytes())
    assert manifest["licence"]["name"] == "CC BY 4.0"
    return {item["file"]: item for item in manifest["files"]}


def test_every_list_is_written_with_its_rows_and_digest(tmp_path: Path) -> None:
    factories.make_place(slug="somewhere", status="published")
    factories.make_place(slug="elsewhere", status="draft")

    files = exported(tmp_path / "out")

    assert {f"{name}.csv" for _, _, name in router.registry} == set(files)
    assert files["places.csv"]["rows"] == 1
    for name, item in files.items():
        content = (tmp_path / "out" / name).read_bytes()
        assert (item["bytes"], item["sha256"]) == (len(content), hashlib.sha256(content).hexdigest())
    assert b"elsewhere" not in (tmp_path / "out" / "places.csv").read_bytes()


def test_all_forms_can_be_written(tmp_path: Path) -> None:
    files = exported(tmp_path / "out", "csv", "ndjson", "parquet", "xlsx", "geojson")

    assert {name for name in files if name.startswith("events.")} == {
        "events.csv", "events.ndjson", "events.parquet", "events.xlsx", "events.geojson",
    }  # fmt: skip
    assert "funding.geojson" not in files


def test_an_export_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    exported(tmp_path / "out", "csv", "ndjson")
    exported(tmp_path / "out")

    assert list((tmp_path / "out").glob("*.ndjson")) == []
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_folder_of_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "diary.txt").write_text("mine")

    with pytest.raises(CommandError, match="is not empty, and no export wrote it"):
        exported(tmp_path)

    assert [path.name for path in tmp_path.iterdir()] == ["diary.txt"]


def test_an_export_that_fails_leaves_the_earlier_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    exported(tmp_path / "out")
    before = (tmp_path / "out" / "manifest.json").read_bytes()

    def fail(*args: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr("cooperation.files.folders.write_file", fail)
    with pytest.raises(CommandError, match="No space left"):
        exported(tmp_path / "out")

    assert (tmp_path / "out" / "manifest.json").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
