"""What becomes of single values in a file."""

import csv
import io
import zipfile
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet
from rest_framework import serializers

from config.rest.exporting import Listing
from cooperation.files.columns import columns_of
from cooperation.files.formats import FORMATS
from cooperation.files.tables import table_of


class RowSerializer(serializers.Serializer):
    """Values of each type."""

    id = serializers.CharField()
    text = serializers.CharField()
    whole = serializers.IntegerField()
    number = serializers.DecimalField(max_digits=20, decimal_places=4)
    truth = serializers.BooleanField()
    texts = serializers.ListField(child=serializers.CharField())


def row(**given: Any) -> dict[str, Any]:
    return {"id": "a", "text": None, "whole": None, "number": None, "truth": None, "texts": [], **given}


def written(form: str, *rows: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    FORMATS[form].write(table_of(Listing("rows", RowSerializer(), list(rows))), file)
    return file.getvalue()


def cell(**given: Any) -> str:
    """The cell of the one value given, as a program reads it from CSV."""
    [found] = csv.DictReader(io.StringIO(written("csv", row(**given)).decode(), newline=""), strict=True)
    return found[next(iter(given))]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '=HYPERLINK("http://x","y")'])
def test_texts_that_look_like_formulas_stand_behind_an_apostrophe_in_csv(text: str) -> None:
    assert cell(text=text) == f"'{text}"


@pytest.mark.parametrize("text", ["1-1", "a=b", " =1", "'", "ñ", 'say "so"', "two\nlines", "two\r\nlines", "a,b", ";"])
def test_other_texts_stay_as_they_are_in_csv(text: str) -> None:
    assert cell(text=text) == text


def test_texts_in_a_list_are_defused_together() -> None:
    assert cell(texts=["=1", "=2"]) == "'=1; =2"


def test_negative_numbers_stay_numbers_in_csv() -> None:
    assert written("csv", row(whole=-5, number=-2.5)).decode().splitlines()[1] == '"a",,-5,-2.5,,'


def test_unknown_values_are_empty_and_zero_is_not() -> None:
    assert written("csv", row(whole=0, truth=False)).decode().splitlines()[1] == '"a",,0,,false,'


@pytest.mark.parametrize("text", ["=1+1", "-1", "http://example.org", "12", "=HYPERLINK(1)"])
def test_texts_stay_texts_in_a_workbook(text: str) -> None:
    with zipfile.ZipFile(io.BytesIO(written("xlsx", row(text=text)))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in name for name in book.namelist())

    assert f'<c r="B2" t="inlineStr"><is><t>{text}</t></is></c>' in sheet
    assert "<f>" not in sheet


def test_a_text_longer_than_a_cell_is_cut_visibly_in_a_workbook() -> None:
    with zipfile.ZipFile(io.BytesIO(written("xlsx", row(text="x" * 40_000)))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert "x" * 32_766 + "…<" in sheet


def test_parquet_columns_have_types() -> None:
    schema = parquet.read_schema(io.BytesIO(written("parquet", row(whole=1, number=2.5, truth=True, texts=["a", "b"]))))

    assert schema.field("whole").type == pyarrow.int64()
    assert schema.field("number").type == pyarrow.decimal128(25, 5)
    assert schema.field("truth").type == pyarrow.bool_()
    assert schema.field("texts").type == pyarrow.list_(pyarrow.string())


def test_parquet_keeps_texts_as_they_are() -> None:
    table = parquet.read_table(io.BytesIO(written("parquet", row(text="=1", texts=["a; b", "c"]))))

    assert table.to_pylist()[0]["text"] == "=1"
    assert table.to_pylist()[0]["texts"] == ["a; b", "c"]


def test_every_column_is_of_the_type_of_its_field() -> None:
    types = {column.name: column.type for column in columns_of(RowSerializer())}

    assert types == {
        "id": "text", "text": "text", "whole": "integer", "number": "number", "truth": "boolean", "texts": "texts",
    }  # fmt: skip
