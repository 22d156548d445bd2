"""Training activities as the API answers with them; what their filters find is tested with those of all kinds."""

from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.db.models import Value
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from config.rest.ordering import Ordering
from cooperation.trainings.api.views import TrainingView
from cooperation.trainings.importer.columns import COLUMNS
from cooperation.trainings.importer.load import import_file
from cooperation.trainings.models import Training, TrainingFlag
from tests.cooperation.trainings.importer.files import cells_of, text_of, write
from tests.factories import make_authority, make_organization, make_place, make_training

pytestmark = pytest.mark.django_db

ID = "0008b8c2-90f2-5b09-a71a-fabdaa14f362"


def get(query: str = "") -> HttpResponse:
    return Client(raise_request_exception=False).get(f"/api/v1/trainings/{query}")


def ids(query: str = "") -> list[str]:
    return [item["id"] for item in get(query).json()["results"]]


def problem(query: str) -> tuple[int, dict[str, Any]]:
    body = get(query).json()
    return body["status"], body["errors"][0]


def test_without_an_import_the_list_is_empty() -> None:
    page = get().json()

    assert (page["count"], page["results"]) == (0, [])
    assert {year["fiscal_year"] for year in page["not_held"]["fiscal_years"]} >= {1999, 2011, 2019}


def test_a_row_says_which_rules_name_its_school_and_its_recipients(tmp_path: Path) -> None:
    for slug in ("us-army-infantry-school", "mexican-defense-secretariat", "mexican-navy-secretariat"):
        make_organization(slug=slug, status="published")
    import_file(write(tmp_path / "trainings.tsv", text_of([cells_of(id=ID, recipient_unit="SEMAR/SEDENA")])))

    row = get(f"{ID}/").json()

    assert (row["school"], row["school_rule"], row["school_reason"]) == (
        "us-army-infantry-school",
        "infantry-school-name",
        None,
    )
    assert row["recipients"] == [
        {"organization": "mexican-defense-secretariat", "level": "ministry", "rule": "sedena"},
        {"organization": "mexican-navy-secretariat", "level": "ministry", "rule": "semar"},
    ]
    assert (row["recipient_reason"], row["recipient_rule"]) == (None, None)
    assert get().json()["results"][0]["recipients"][0] == {
        "organization": "mexican-defense-secretariat",
        "level": "ministry",
    }


def test_a_school_is_asked_for_alone_or_with_the_one_that_it_replaced() -> None:
    public = {"status": "published"}
    whinsec = make_organization(slug="whinsec", **public)
    americas = make_organization(slug="school-of-the-americas", successor=whinsec, **public)
    course = make_organization(slug="course", parent=whinsec, **public)
    for number, school in enumerate((whinsec, americas, course, make_organization(slug="other", **public)), start=1):
        make_training(school=school, quantity=number)

    def found(query: str) -> list[int]:
        return sorted(item["quantity"] for item in get(f"?{query}").json()["results"])

    assert [found("school=whinsec"), found("school=school-of-the-americas")] == [[1], [2]]
    assert found("school__within=whinsec") == found("school__within=school-of-the-americas") == [1, 2, 3]
    assert found("school__in=whinsec,school-of-the-americas") == [1, 2]


def test_a_row_says_what_is_printed_and_what_is_understood(tmp_path: Path) -> None:
    make_authority(slug="imet", status="published")
    make_place(slug="fort-benning", name="Fort Benning", kind="base", iso_3166_1="USA", status="published")
    import_file(write(tmp_path / "trainings.tsv", text_of([cells_of(id=ID)])))

    assert get(f"{ID}/").json() == {
        "id": ID,
        "url": f"http://testserver/api/v1/trainings/{ID}/",
        "country": "MEX",
        "country_as_printed": "Mexico",
        "region": "western_hemisphere",
        "report": "2011_2012",
        "fiscal_year": 2011,
        "program_as_printed": "IMET-1 - Fiscal Year 2011 Department of State Training",
        "authority": "imet",
        "department": "state",
        "course_title": "INFANTRY OFFICER BASIC",
        "course_title_normalized": "infantry officer basic",
        "delivery_unit": "INFANTRY SCHOOL - 3",
        "delivery_unit_normalized": "infantry school",
        "recipient_unit": "SEDENA",
        "recipient_unit_normalized": "sedena",
        "start": "2011-01-10",
        "end": "2011-02-25",
        "location": "FT BENNING GA 31905-5468",
        "location_country": "USA",
        "place": None,
        "in_country": False,
        "school": None,
        "school_base": None,
        "is_mobile": False,
        "recipients": [],
        "quantity": 2,
        "total_cost": 12000,
        "is_counted": True,
        "flags": [],
        "citation": {
            "report": "2011_2012",
            "section": "Foreign Military Training, 2011-2012, Volume I - Section IV - VI. Western Hemisphere Region",
            "page": "24",
            "url": "https://2009-2017.state.gov/documents/organization/197615.pdf",
        },
        "school_rule": "infantry-school-name",
        "school_reason": "The organization is not among the published records.",
        "mobile_rule": None,
        "recipient_reason": "The organization is not among the published records.",
        "recipient_rule": "sedena",
        "raw": dict(zip(COLUMNS, cells_of(id=ID), strict=True)),
        "batch": {
            "file_name": "trainings.tsv",
            "sha256": Training.objects.get().batch.sha256,
            "parser_version": Training.objects.get().batch.parser_version,
            "imported_at": Training.objects.get().batch.finished_at.isoformat().replace("+00:00", "Z"),
        },
    }


def test_a_list_leaves_the_cells_and_the_file_to_the_detail() -> None:
    make_training()

    [item] = get().json()["results"]

    assert {"raw", "batch"}.isdisjoint(item)


def test_doubts_are_words() -> None:
    make_training(flags=TrainingFlag.COST_ZERO | TrainingFlag.DATES_REVERSED)

    assert get().json()["results"][0]["flags"] == ["dates_reversed", "cost_zero"]


@pytest.mark.parametrize("status", ["draft", "in_review", "withdrawn"])
def test_an_authority_or_a_place_that_is_not_public_is_not_named(status: str) -> None:
    make_training(authority=make_authority(status=status), place=make_place(status=status))

    [item] = get("?expand=authority,place").json()["results"]

    assert (item["authority"], item["place"]) == (None, None)
    assert get("?authority__isnull=true&place__isnull=true").json()["count"] == 1
    assert get("?authority__isnull=false").json()["count"] == 0


@pytest.mark.parametrize("status", ["draft", "withdrawn"])
def test_a_place_below_another_that_is_not_public_is_not_found_there(status: str) -> None:
    country = make_place(slug="mexico", kind="country", status="published")
    make_training(place=make_place(parent=country, status=status))

    assert get("?place__within=mexico").json()["count"] == 0


def test_a_withdrawn_row_is_gone_everywhere() -> None:
    make_training(published_id=UUID(ID), withdrawn_at=timezone.now())

    response = get(f"{ID}/")

    assert (response.status_code, ids()) == (410, [])
    assert (
        response.json()["detail"]
        == "This record has been withdrawn: the newest edition of the dataset does not have it."
    )
    assert problem(f"?id={ID}") == (400, {
        "parameter": "id", "detail": f"There is no training activity “{ID}”.", "suggestion": None,
    })  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [ID.upper(), ID.replace("-", ""), f"{{{ID}}}", f"urn:uuid:{ID}", f"{ID}0", ID[:-1], "abc", "1", "%00", "0" * 3_000],
)
def test_a_public_id_has_one_spelling(text: str) -> None:
    make_training(published_id=UUID(ID))

    assert get(f"{text}/").status_code == 404
    assert get(f"?id={text}").status_code == 400


def test_a_row_that_nobody_has_does_not_exist() -> None:
    assert get(f"{ID}/").status_code == 404


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [("Mexico", "MEX"), ("mex", "MEX"), ("République de Guinée", None), ("MEXX", "MEX"), ("", None)],
)
def test_a_country_is_named_by_its_code(text: str, suggestion: str | None) -> None:
    status, error = problem(f"?country={text}")

    assert (status, error["parameter"]) == (400, "country")
    assert suggestion is None or error["suggestion"] == suggestion


@pytest.mark.parametrize("code", ["MEX", "YUG", "XKX", "ZZZ"])
def test_countries_that_are_gone_or_unknown_can_be_asked_for(code: str) -> None:
    make_training(country=code)

    assert get(f"?country={code}").json()["count"] == 1


@pytest.mark.parametrize("text", ["---", "N/A", "", "!"])
def test_a_title_without_words_is_refused(text: str) -> None:
    assert problem(f"?course_title={text}")[1]["parameter"] == "course_title"


def test_a_unit_is_found_with_and_without_its_personnel() -> None:
    make_training(delivery_unit="Infantry School - 3", delivery_unit_normalized="infantry school")

    assert get("?delivery_unit=INFANTRY SCHOOL").json()["count"] == 1
    assert get("?delivery_unit=Infantry School - 40").json()["count"] == 1
    assert get("?delivery_unit__as_printed=Infantry School - 40").json()["count"] == 0


def test_days_in_the_wrong_order_are_possible_but_never_certain() -> None:
    make_training(start=date(2011, 3, 1), end=date(2011, 2, 1))

    assert get("?possibly_during=2011-02-10").json()["count"] == 1
    assert get("?certainly_during=2011").json()["count"] == 0


@pytest.mark.parametrize("name", ["total_cost", "quantity", "country", "start_ascending", "--start"])
def test_orders_that_no_index_carries_are_refused(name: str) -> None:
    assert problem(f"?ordering={name}")[1]["parameter"] == "ordering"


def test_what_is_unknown_stands_last_in_both_directions() -> None:
    first = make_training(start=date(2010, 1, 1), total_cost=0)
    second = make_training(start=date(2011, 1, 1), total_cost=None)
    unknown = make_training(start=None, total_cost=5)

    assert ids("?ordering=start") == [str(item.published_id) for item in (first, second, unknown)]
    assert ids("?ordering=-start") == [str(item.published_id) for item in (second, first, unknown)]
    assert ids("?ordering=-total_cost") == [str(item.published_id) for item in (unknown, first, second)]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL scans small tables")
@pytest.mark.parametrize("is_backwards", [False, True])
@pytest.mark.parametrize("ordering", TrainingView.orderings().values(), ids=lambda ordering: ordering.name)
def test_an_index_carries_every_order(ordering: Ordering, is_backwards: bool) -> None:
    last = make_training(start=date(2011, 1, 1))
    place = [Value(getattr(Training.objects.get(pk=last.pk), key.column)) for key in (ordering.key, ordering.tie)]
    page = ordering.apply(Training.objects.present(), backwards=is_backwards)

    plan = page.filter(ordering.after(*place, backwards=is_backwards)).values("pk").explain()

    assert "SEARCH cooperation_training USING" in plan
    assert "TEMP B-TREE" not in plan
