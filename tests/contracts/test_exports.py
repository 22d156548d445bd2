"""Files hold what the lists hold, in the same order, whatever their form."""

import csv
import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from pyarrow import parquet

from cooperation.files import responses
from cooperation.files.columns import FileColumn, file_columns
from cooperation.files.formats import FORMATS
from tests.contracts.endpoints import CLIENT, ENDPOINTS, ROOT, get, ids_of, pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

WITH_GEOMETRY = ["places", "events", "trainings"]
# Lists with filters, orders and fields, of which a file holds the same.
ASKED = [
    ("funding", {"stage": "delivered", "ordering": "-amount"}),
    ("events", {"possibly_during": "2014", "ordering": "start"}),
    ("programs", {"place__within": "mexico"}),
    ("organizations", {"ordering": "-name", "q": "army"}),
    ("observations", {"fields": "value,unit,citations", "indicator": "homicides-in-mexico"}),
    ("trainings", {"country": "MEX", "ordering": "-total_cost"}),
    ("coverage", {"country": "MEX", "ordering": "-fiscal_year"}),
    ("events", {"id": "el-chapo-capture-2014", "kind": "court"}),
]


def columns(plural: str) -> list[FileColumn]:
    return file_columns(ENDPOINTS[plural].serializer_class.with_fields())


def results(plural: str, parameters: dict[str, Any] | None = None) -> list[dict[str, Any]]:
    pages = pages_of(plural, {"page_size": 100, **(parameters or {})})
    return [item for page in pages for item in page["results"]]


def file_of(plural: str, form: str, parameters: dict[str, Any] | None = None) -> HttpResponse:
    response = get(f"{ROOT}{plural}.{form}", parameters)
    assert response.status_code == 200, response.content[:500]
    return response


def csv_rows(response: HttpResponse) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline=""), strict=True))


def sheet_rows(content: bytes) -> Iterator[dict[str, str]]:
    """The cells of each row of a workbook by the letters of their columns."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        assert book.testzip() is None
        tree = ElementTree.fromstring(book.read("xl/worksheets/sheet1.xml"))
    space = {"": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    for row in tree.iterfind(".//row", space):
        cells = row.findall("c", space)
        assert not row.findall(".//f", space)
        yield {re.sub(r"\d", "", cell.attrib["r"]): "".join(cell.itertext()) for cell in cells}


def expected(value: Any) -> str:
    """The cell of a plain value of an answer."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_ndjson_holds_the_results_of_all_pages(plural: str) -> None:
    lines = file_of(plural, "ndjson").content.splitlines()

    assert [json.loads(line) for line in lines] == results(plural)


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_csv_holds_the_results_of_all_pages(plural: str) -> None:
    found = results(plural)
    rows = csv_rows(file_of(plural, "csv"))

    assert [row["id"] for row in rows] == [item["id"] for item in found]
    plain = [column.name for column in columns(plural) if column.extract is None and column.type != "texts"]
    for row, item in zip(rows, found, strict=True):
        assert list(row) == [column.name for column in columns(plural)]
        assert {name: row[name].removeprefix("'") for name in plain} == {name: expected(item[name]) for name in plain}


@pytest.mark.parametrize("plural", ["funding", "events", "discrepancies", "trainings"])
def test_csv_flattens_what_holds_several_things(plural: str) -> None:
    for row, item in zip(csv_rows(file_of(plural, "csv")), results(plural), strict=True):
        if plural == "trainings":
            assert row["flags"] == "; ".join(item["flags"])
            assert row["citation_section"] == item["citation"]["section"]
        elif plural == "discrepancies":
            assert row["records"] == "; ".join(f"{link['kind']}/{link['id']}" for link in item["records"])
        else:
            first, *others = item["citations"]
            assert row["citation_source"] == first["source"]
            assert row["citation_paragraph"] == expected(first["paragraph"])
            assert row["citation_as_stated"].removeprefix("'") == first["as_stated"]
            assert row["citations"] == str(len(others) + 1)
            assert all(other["as_stated"] in row["other_citations"] for other in others)


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_parquet_holds_the_results_typed(plural: str) -> None:
    table = parquet.read_table(io.BytesIO(file_of(plural, "parquet").content))
    found = results(plural)

    names = [(column.name, f"{column.name}_exact")[: 1 + column.is_long] for column in columns(plural)]
    assert table.column_names == [name for pair in names for name in pair]
    assert table["id"].to_pylist() == [item["id"] for item in found]
    for column in columns(plural):
        if column.extract is None and column.type in ("integer", "boolean"):
            assert table[column.name].to_pylist() == [item[column.name] for item in found]
        if column.extract is None and column.type == "number":
            assert table[column.name].to_pylist() == [item[column.name] for item in found]
        if column.type == "day":
            assert [day and day.isoformat() for day in table[column.name].to_pylist()] == [
                item[column.name] for item in found
            ]
        assert table.schema.field(column.name).metadata[b"description"].decode() == column.description


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_xlsx_holds_the_results_without_a_formula(plural: str) -> None:
    head, *rows = sheet_rows(file_of(plural, "xlsx").content)

    assert list(head.values()) == [column.name for column in columns(plural)]
    assert [row["A"] for row in rows] == ids_of(plural)


@pytest.mark.parametrize("plural", WITH_GEOMETRY)
def test_geojson_holds_the_results_with_their_points(plural: str) -> None:
    collection = json.loads(file_of(plural, "geojson").content)
    features = collection["features"]

    assert [feature["properties"] for feature in features] == results(plural)
    assert {feature["geometry"] and feature["geometry"]["type"] for feature in features} <= {
        None,
        "Point",
        "MultiPoint",
    }
    assert collection["rows"] == len(features)
    assert collection["rows_without_geometry"] == sum(feature["geometry"] is None for feature in features)


def test_files_name_linked_records_by_their_titles() -> None:
    [row] = csv_rows(file_of("funding", "csv", {"id": "merida-initiative-1-4-billion"}))

    assert (row["program"], row["program_title"]) == ("merida-initiative", "Mérida Initiative")
    assert row["citation_source_title"] == get(f"{ROOT}sources/{row['citation_source']}/").json()["title"]
    for item, line in zip(results("trainings"), csv_rows(file_of("trainings", "csv")), strict=True):
        place = item["place"] and get(f"{ROOT}places/{item['place']}/").json()["name"]
        assert line["place_title"] == (place or "")


def test_geojson_puts_longitude_first() -> None:
    [feature] = json.loads(file_of("places", "geojson", {"id": "mexico-city"}).content)["features"]

    assert feature["geometry"]["coordinates"] == [feature["properties"]["longitude"], feature["properties"]["latitude"]]
    assert feature["geometry"]["coordinates"][0] < 0 < feature["geometry"]["coordinates"][1]


@pytest.mark.parametrize("plural", [plural for plural in ENDPOINTS if plural not in WITH_GEOMETRY])
def test_lists_without_places_cannot_be_had_as_geojson(plural: str) -> None:
    [error] = get(f"{ROOT}{plural}.geojson").json()["errors"]

    assert error["parameter"] == "format"


@pytest.mark.parametrize(("plural", "parameters"), ASKED)
def test_files_take_the_filters_orders_and_fields_of_the_list(plural: str, parameters: dict[str, str]) -> None:
    found = results(plural, parameters)

    by_suffix = file_of(plural, "ndjson", parameters)
    by_parameter = get(f"{ROOT}{plural}/", {**parameters, "format": "ndjson"})

    assert [json.loads(line) for line in by_suffix.content.splitlines()] == found
    assert by_parameter.content == by_suffix.content
    assert by_suffix["X-Total-Count"] == str(len(found))
    assert [row["id"] for row in csv_rows(file_of(plural, "csv", parameters))] == [item["id"] for item in found]


@pytest.mark.parametrize("form", FORMATS)
def test_a_list_without_rows_is_a_valid_file(form: str) -> None:
    content = file_of("events", form, {"id": "el-chapo-capture-2014", "kind": "court"}).content

    names = [column.name for column in columns("events")]
    if form == "csv":
        assert content.decode() == ",".join(names) + "\r\n"
    if form == "ndjson":
        assert content == b""
    if form == "parquet":
        assert parquet.read_table(io.BytesIO(content)).num_rows == 0
    if form == "xlsx":
        assert [list(row.values()) for row in sheet_rows(content)] == [names]
    if form == "geojson":
        assert json.loads(content) == {
            "type": "FeatureCollection", "features": [], "rows": 0, "rows_without_geometry": 0,
        }  # fmt: skip


@pytest.mark.parametrize("name", ["cursor", "page_size", "expand"])
def test_what_only_a_page_has_is_refused_for_a_file(name: str) -> None:
    for address in (f"{ROOT}funding/?format=csv&{name}=1", f"{ROOT}funding.csv?{name}=1"):
        [error] = get(address).json()["errors"]
        assert error["parameter"] == name


@pytest.mark.parametrize("address", ["funding.cvs", "funding/?format=cvs"])
def test_an_unknown_form_is_refused_with_the_one_that_was_meant(address: str) -> None:
    response = get(f"{ROOT}{address}")

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
    [error] = response.json()["errors"]
    assert (error["parameter"], error["suggestion"]) == ("format", "csv")


def test_one_record_is_no_file() -> None:
    [error] = get(f"{ROOT}places/mexico-city/?format=csv").json()["errors"]

    assert error["parameter"] == "format"


def test_json_can_be_named_too() -> None:
    assert get(f"{ROOT}funding/?format=json").json()["results"] == get(f"{ROOT}funding/").json()["results"]


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_says_what_it_is(form: str) -> None:
    response = file_of("places", form)

    assert response["Content-Type"] == FORMATS[form].media_type
    assert re.fullmatch(rf'attachment; filename="places-v\d+\.{form}"', response["Content-Disposition"])
    assert response["X-File-SHA256"] == hashlib.sha256(response.content).hexdigest()
    assert response["Content-Length"] == str(len(response.content))
    assert "ETag" in response


@pytest.mark.parametrize("form", FORMATS)
def test_the_same_list_gives_the_same_bytes(form: str) -> None:
    assert file_of("places", form).content == file_of("places", form, {"ordering": "id"}).content


@pytest.mark.parametrize("many", [0, 5_000])
def test_head_says_the_same_and_makes_the_file_that_is_asked_for_next(
    many: int, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.EXPORT_DIR = tmp_path
    monkeypatch.setattr(responses, "MANY_ROWS", many)
    head: Any = CLIENT.head(f"{ROOT}trainings.csv?ordering=start", headers={"host": "localhost"})
    with CaptureQueriesContext(connection) as queries:
        whole: Any = CLIENT.get(f"{ROOT}trainings.csv?ordering=start", headers={"host": "localhost"})
        size = len(whole.getvalue())

    assert (head.status_code, head.getvalue()) == (200, b"")
    assert head["X-Total-Count"] == str(len(ids_of("trainings")))
    assert head["Content-Length"] == whole["Content-Length"] == str(size)
    assert head["ETag"] == whole["ETag"]
    assert [query["sql"] for query in queries if "course_title" in query["sql"]] == []


@pytest.mark.parametrize("many", [0, 5_000])
@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_parts_make_up_the_file(
    form: str, many: int, monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path
) -> None:
    settings.EXPORT_DIR = tmp_path
    monkeypatch.setattr(responses, "MANY_ROWS", many)
    monkeypatch.setattr(responses, "SHORT_PART", 600)

    def asked(**headers: str) -> Any:
        return CLIENT.get(f"{ROOT}places.{form}", headers={"host": "localhost", "accept-encoding": "gzip", **headers})

    plain: Any = CLIENT.get(f"{ROOT}places.{form}", headers={"host": "localhost"})
    whole, tag = plain.getvalue(), plain["ETag"]
    first, second, last = asked(range="bytes=0-499"), asked(range="bytes=500-1499"), asked(range="bytes=1500-")

    assert {response.status_code for response in (first, second, last)} == {206}
    assert {response["ETag"] for response in (first, second, last)} == {tag}
    assert second["Content-Range"] == f"bytes 500-1499/{len(whole)}"
    assert second["Content-Length"] == "1000"
    assert first.getvalue() + second.getvalue() + last.getvalue() == whole
    assert asked(range="bytes=-4").getvalue() == whole[-4:]

    resumed = asked(range="bytes=500-1499", **{"if-range": tag})
    changed = asked(range="bytes=500-1499", **{"if-range": '"another state"'})
    several = asked(range="bytes=0-1,5-6")
    beyond = asked(range=f"bytes={len(whole)}-")
    assert (resumed.status_code, changed.status_code, several.status_code) == (206, 200, 200)
    assert (changed.getvalue(), several.getvalue()) == (whole, whole)
    assert (beyond.status_code, beyond["Content-Type"]) == (416, "application/problem+json")
    assert beyond["Content-Range"] == f"bytes */{len(whole)}"


def test_an_etag_of_a_file_is_of_its_very_bytes() -> None:
    plain = CLIENT.get(f"{ROOT}places.csv", headers={"host": "localhost"})
    packed = CLIENT.get(f"{ROOT}places.csv", headers={"host": "localhost", "accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert not plain["ETag"].startswith("W/")
    assert packed["ETag"] == f"W/{plain['ETag']}"
    for tag in (plain["ETag"], packed["ETag"]):
        same = CLIENT.get(f"{ROOT}places.csv", headers={"host": "localhost", "if-none-match": tag})
        assert same.status_code == 304


def test_lists_have_no_parts() -> None:
    page = CLIENT.get(f"{ROOT}places/", headers={"host": "localhost", "range": "bytes=0-9"})

    assert page.status_code == 200
    assert "Accept-Ranges" not in page


def test_a_file_is_had_whatever_the_client_accepts() -> None:
    assert get(f"{ROOT}funding.csv", accept="text/csv").status_code == 200
    assert get(f"{ROOT}funding/?format=csv", accept="text/html").status_code == 200


def test_the_columns_of_a_list_have_names_of_their_own() -> None:
    for plural in ENDPOINTS:
        names = [column.name for column in columns(plural)]
        assert len(names) == len(set(names)), plural


def test_every_column_says_what_it_means() -> None:
    assert [(plural, column.name) for plural in ENDPOINTS for column in columns(plural) if not column.description] == []


def test_the_columns_stand_in_the_order_of_the_fields() -> None:
    for plural, view in ENDPOINTS.items():
        fields = list(dict.fromkeys(column.field for column in columns(plural)))
        assert fields == list(view.serializer_class.with_fields().fields)
