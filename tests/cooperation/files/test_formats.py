"""What becomes of single values in a file."""

import csv
import io
import json
import zipfile
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pyarrow
import pytest
from pyarrow import parquet
from rest_framework import serializers

from config.rest.exporting import Listing
from cooperation.files.answers import AnswerReader
from cooperation.files.columns import file_columns
from cooperation.files.formats import FORMATS

MEXICAN = timezone(timedelta(hours=-6))


class RowSerializer(serializers.Serializer):
    """Values of each type."""

    id = serializers.CharField()
    text = serializers.CharField()
    whole = serializers.IntegerField()
    number = serializers.DecimalField(max_digits=20, decimal_places=4)
    truth = serializers.BooleanField()
    day = serializers.DateField()
    time = serializers.DateTimeField()
    texts = serializers.ListField(child=serializers.CharField())
    share = serializers.DecimalField(max_digits=9, decimal_places=6)


def row(**given: Any) -> dict[str, Any]:
    return {
        "id": "a",
        "text": None,
        "whole": None,
        "number": None,
        "truth": None,
        "day": None,
        "time": None,
        "texts": [],
        "share": None,
        **given,
    }


def content_of(form: str, *rows: dict[str, Any]) -> bytes:
    file = io.BytesIO()
    FORMATS[form].write(AnswerReader(Listing("rows", RowSerializer(), list(rows))), file)
    return file.getvalue()


def sheet(**given: Any) -> str:
    with zipfile.ZipFile(io.BytesIO(content_of("xlsx", row(**given)))) as book:
        assert not any("hyperlink" in name for name in book.namelist())
        return book.read("xl/worksheets/sheet1.xml").decode()


def cell(**given: Any) -> str:
    """The cell of the one value given, as a program reads it from CSV."""
    [found] = csv.DictReader(io.StringIO(content_of("csv", row(**given)).decode(), newline=""), strict=True)
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
    assert content_of("csv", row(whole=-5, number=-2.5)).decode().splitlines()[1] == '"a",,-5,-2.5,,,,,'


def test_unknown_values_are_empty_and_zero_is_not() -> None:
    assert content_of("csv", row(whole=0, truth=False)).decode().splitlines()[1] == '"a",,0,,false,,,,'


@pytest.mark.parametrize("text", ["=1+1", "-1", "http://example.org", "12", "=HYPERLINK(1)"])
def test_texts_stay_texts_in_a_workbook(text: str) -> None:
    content = sheet(text=text)

    assert f'<c r="B2" t="inlineStr"><is><t>{text}</t></is></c>' in content
    assert "<f>" not in content


def test_a_text_longer_than_a_cell_is_cut_visibly_in_a_workbook() -> None:
    assert "x" * 32_766 + "…<" in sheet(text="x" * 40_000)


def test_parquet_columns_have_types() -> None:
    schema = parquet.read_schema(
        io.BytesIO(content_of("parquet", row(whole=1, number=2.5, truth=True, texts=["a", "b"])))
    )

    assert schema.field("whole").type == pyarrow.int64()
    assert schema.field("number").type == pyarrow.float64()
    assert schema.field("number_exact").type == pyarrow.string()
    assert schema.field("share").type == pyarrow.float64()
    assert "share_exact" not in schema.names
    assert schema.field("truth").type == pyarrow.bool_()
    assert schema.field("day").type == pyarrow.date32()
    assert schema.field("time").type == pyarrow.timestamp("us", tz="UTC")
    assert schema.field("texts").type == pyarrow.list_(pyarrow.string())


def test_parquet_keeps_texts_as_they_are() -> None:
    table = parquet.read_table(io.BytesIO(content_of("parquet", row(text="=1", texts=["a; b", "c"]))))

    assert table.to_pylist()[0]["text"] == "=1"
    assert table.to_pylist()[0]["texts"] == ["a; b", "c"]


def test_every_column_is_of_the_type_of_its_field() -> None:
    types = {column.name: column.type for column in file_columns(RowSerializer())}

    assert types == {
        "id": "text", "text": "text", "whole": "integer", "number": "number", "truth": "boolean", "day": "day",
        "time": "time", "texts": "texts", "share": "number",
    }  # fmt: skip


DAY, TIME = date(2011, 1, 3), datetime(2011, 1, 3, 6, 5, 4, 321, tzinfo=UTC)


@pytest.mark.parametrize(
    "given", [{"day": DAY, "time": TIME}, {"day": "2011-01-03", "time": "2011-01-03T06:05:04.000321Z"}]
)
def test_days_and_times_are_the_same_from_a_rendered_row(given: dict[str, Any]) -> None:
    [line] = content_of("csv", row(**given)).decode().splitlines()[1:]
    [typed] = parquet.read_table(io.BytesIO(content_of("parquet", row(**given)))).to_pylist()
    cells = sheet(**given)

    assert line == '"a",,,,,"2011-01-03","2011-01-03T06:05:04.000321Z",,'
    assert (typed["day"], typed["time"]) == (DAY, TIME)
    assert '<c r="F2" s="2"><v>40546</v></c>' in cells
    assert '<c r="G2" s="3"><v>40546.2535185' in cells
    assert json.loads(content_of("ndjson", row(**given)))["time"] == "2011-01-03T06:05:04.000321Z"


def test_a_time_of_another_zone_is_that_of_utc_in_a_workbook() -> None:
    assert sheet(time=datetime(2011, 1, 3, 0, 5, 4, 321, tzinfo=MEXICAN)) == sheet(time=TIME)


def test_whole_amounts_have_no_point_where_texts_are_written() -> None:
    assert cell(number=Decimal("5.0000")) == "5"
    assert '<c r="D2"><v>5</v></c>' in sheet(number=Decimal("5.0000"))
    assert json.loads(content_of("ndjson", row(number=Decimal("5.0000"))))["number"] == 5


@pytest.mark.parametrize(("number", "digits"), [("1234567890123456.7891", None), ("1400000000.0000", "1400000000")])
def test_all_digits_of_an_amount_stand_in_files(number: str, digits: str | None) -> None:
    [typed] = parquet.read_table(io.BytesIO(content_of("parquet", row(number=Decimal(number))))).to_pylist()

    assert typed["number"] == float(number)
    assert typed["number_exact"] == (digits or number)
    assert cell(number=Decimal(number)) == (digits or number)


def test_a_workbook_holds_truths_and_several_texts() -> None:
    cells = sheet(truth=False, texts=["a", "=b"])

    assert '<c r="E2" t="b"><v>0</v></c>' in cells
    assert '<c r="H2" t="inlineStr"><is><t>a; =b</t></is></c>' in cells
