"""Summaries as files hold what summaries answer, a row for each group."""

import csv
import io
from typing import Any

import pytest
from django.test import Client
from pyarrow import parquet

from tests import factories

pytestmark = pytest.mark.django_db
HEADERS = {"host": "localhost"}


@pytest.fixture(autouse=True)
def _records() -> None:
    program = factories.make_program(slug="merida-initiative", name="Mérida Initiative", status="published")
    draft = factories.make_program(slug="draft", name="A draft", status="draft")
    factories.make_funding(program=program, amount=1_400, currency="USD", stage="announced", status="published")
    factories.make_funding(program=draft, amount=5, currency="USD", stage="announced", status="published")
    place = factories.make_place(slug="iguala", name="Iguala", status="published")
    factories.make_training(place=place, country="MEX", fiscal_year=2011, quantity=7, region="western_hemisphere")
    factories.refresh_sums()


def answer(address: str) -> Any:
    return Client().get(f"/api/v1/{address}", headers=HEADERS).json()


def rows_of(address: str) -> list[dict[str, str]]:
    response = Client().get(f"/api/v1/{address}", headers=HEADERS)
    assert response.status_code == 200, response.content
    return list(csv.DictReader(io.StringIO(response.content.decode(), newline="")))


def test_groups_carry_the_titles_of_records_countries_and_words() -> None:
    [group] = answer("trainings/summary/?group_by=place,country,region,fiscal_year")["results"]

    assert group["titles"] == {"place": "Iguala", "country": "Mexico", "region": "Western Hemisphere"}


def test_a_draft_has_no_title() -> None:
    groups = answer("funding/summary/?group_by=program,stage")["results"]

    assert [group["titles"] for group in groups] == [
        {"program": "Mérida Initiative", "stage": "Announced"},
        {"stage": "Announced"},
    ]
    assert groups[1]["group"]["program"] is None


def test_a_summary_is_a_table_of_its_groups() -> None:
    [known, unknown] = rows_of("funding/summary.csv?group_by=program")

    assert list(known)[:5] == ["program", "program_title", "currency", "records", "unknown"]
    assert (known["program"], known["program_title"], known["largest"]) == (
        "merida-initiative",
        "Mérida Initiative",
        "1400",
    )
    assert (unknown["program"], unknown["program_title"]) == ("", "")
    assert known["url"] == answer("funding/summary/?group_by=program")["results"][0]["url"]


def test_the_form_can_be_named_as_a_parameter() -> None:
    assert rows_of("funding/summary/?group_by=program&format=csv") == rows_of("funding/summary.csv?group_by=program")


def test_a_summary_in_parquet_is_typed() -> None:
    content = Client().get("/api/v1/trainings/summary.parquet?group_by=country,fiscal_year", headers=HEADERS).content
    [row] = parquet.read_table(io.BytesIO(content)).to_pylist()

    assert (row["country"], row["country_title"], row["fiscal_year"], row["trainees"]) == ("MEX", "Mexico", 2011, 7)


def test_a_summary_without_groups_has_its_columns() -> None:
    response = Client().get("/api/v1/observations/summary.csv?group_by=fiscal_year", headers=HEADERS)

    assert response.content.decode().startswith("fiscal_year,indicator,indicator_title,records,")


def test_the_summary_of_printed_totals_is_a_file_too() -> None:
    assert rows_of("reconciliation/printed-totals/summary.csv?group_by=country") == []


def test_the_name_of_the_file_says_groups_and_filters() -> None:
    response = Client().get("/api/v1/trainings/summary.csv?group_by=country&fiscal_year=2011", headers=HEADERS)

    assert 'filename="trainings-summary-by-country-fiscal_year-2011-v' in response["Content-Disposition"]


def test_what_is_refused_as_an_answer_is_refused_as_a_file() -> None:
    response = Client().get("/api/v1/trainings/summary.csv?group_by=nothing", headers=HEADERS)

    assert (response.status_code, response["Content-Type"]) == (400, "application/problem+json")
