"""The summary of training activities as an answer: its figures, its addresses, its limits."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cooperation.trainings.api import summary as module
from cooperation.trainings.groups import GROUPS
from cooperation.trainings.models import ReportedYear
from tests.contracts.test_openapi import check
from tests.factories import make_authority, make_organization, make_place, make_reading, make_training

pytestmark = pytest.mark.django_db


def get(address: str) -> Any:
    return Client().get(address).json()


def summary(query: str = "") -> Any:
    return get(f"/api/v1/trainings/summary/?{query}")


def wrong(query: str) -> tuple[int, str]:
    problem = summary(query)
    return problem["status"], problem["errors"][0]["parameter"]


@pytest.fixture
def varied() -> None:
    """Rows with and without each of the values that a summary can group by."""
    army, navy = (make_organization(slug=slug, status="published") for slug in ("army", "navy"))
    known = {
        "authority": make_authority(slug="imet", status="published"),
        "place": make_place(slug="whinsec", status="published"),
        "department": "state",
        "in_country": False,
        "school": make_organization(slug="whinsec-school", status="published"),
        "school_base": make_place(slug="fort-benning", status="published"),
        "is_mobile": True,
        "recipients": make_reading(army, navy),
        "start": date(2011, 3, 31),
        "course_title": "Infantry (advanced)",
        "course_title_normalized": "infantry advanced",
        "delivery_unit": "Infantry School - 3",
        "delivery_unit_normalized": "infantry school",
        "recipient_unit": "Sección 5ª",
        "recipient_unit_normalized": "seccion 5a",
    }
    make_training(**known)
    make_training(**{**known, "start": date(2011, 3, 1), "in_country": True, "quantity": None})
    make_training(**{**known, "country": "COL", "start": date(2011, 4, 1)})
    make_training(**{**dict.fromkeys(known), "is_mobile": False}, region=None)
    make_training(course_title="---", delivery_unit="---", recipient_unit="---")
    secret = {"authority": make_authority(slug="secret-law"), "place": make_place(slug="secret-base")}
    hidden = make_reading(make_organization(slug="secret-force"))
    make_training(**secret, course_title=None, school=make_organization(slug="secret-school"), recipients=hidden)
    make_training(**known, report="2010_2011", is_counted=False)
    ReportedYear.objects.refresh()


def test_an_answer_tells_all_of_its_groups() -> None:
    make_training(course_title_normalized="infantry")
    make_training(quantity=None, total_cost=None)
    make_training(report="2010_2011", is_counted=False)

    answer = summary("group_by=country,department&region=western_hemisphere")

    assert {name: answer[name] for name in answer if name != "not_held"} == {
        "group_by": ["country", "department"],
        "count": 1,
        "not_counted": {
            "rows": 1,
            "fiscal_years": [{"fiscal_year": 2011, "rows": 1, "countries": ["MEX"]}],
            "url": "http://testserver/api/v1/trainings/?region=western_hemisphere&is_counted=false",
        },
        "results": [
            {
                "group": {"country": "MEX", "department": None},
                "titles": {"country": "Mexico"},
                "rows": 2,
                "trainees": 2,
                "unknown_quantities": 1,
                "cost": 12_000,
                "unknown_costs": 1,
                "courses": 1,
                "url": "http://testserver/api/v1/trainings/?region=western_hemisphere&country=MEX&department__isnull=true&is_counted=true",
            }
        ],
    }


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize("group_by", [",".join(GROUPS), "country,fiscal_year"])
def test_an_answer_is_what_the_document_says(group_by: str) -> None:
    check(f"/api/v1/trainings/summary/?group_by={group_by}", "/api/v1/trainings/summary/")


def test_without_an_import_there_are_no_groups() -> None:
    nothing_left_out = {"rows": 0, "fiscal_years": [], "url": None}

    for query in ("", "group_by=country", "group_by=country,fiscal_year"):
        answer = summary(query)
        assert (answer["count"], answer["not_counted"], answer["results"]) == (0, nothing_left_out, [])
        assert len(answer["not_held"]["fiscal_years"]) == 22


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize("filters", ["", "start__gte=2011-03-15&", "start__lte=2011-03-15&", "is_counted=true&"])
@pytest.mark.parametrize("group_by", [*GROUPS, ",".join(GROUPS), "country,fiscal_year"])
def test_the_address_of_a_group_finds_exactly_its_rows(group_by: str, filters: str) -> None:
    answer = summary(f"{filters}group_by={group_by}")

    found = [get(group["url"])["count"] for group in answer["results"]]

    assert found == [group["rows"] for group in answer["results"]]
    assert (
        sum(found)
        == get(f"/api/v1/trainings/?{filters}page_size=1".replace("is_counted=true&", ""))["count"]
        - (get(f"/api/v1/trainings/?{filters}is_counted=false".replace("is_counted=true&", ""))["count"])
    )


def test_a_row_with_two_recipients_is_in_one_group_that_names_both() -> None:
    army, navy = (make_organization(slug=slug, status="published") for slug in ("army", "navy"))
    make_training(recipients=make_reading(navy, army), quantity=5)
    make_training(recipients=make_reading(army), quantity=2)

    groups = summary("group_by=recipient")["results"]

    assert [(group["group"]["recipient"], group["trainees"]) for group in groups] == [("army", 2), ("army,navy", 5)]
    assert [get(group["url"])["count"] for group in groups] == [1, 1]
    assert summary("recipient=army")["results"][0]["trainees"] == 7


def test_what_is_hidden_of_several_recipients_is_not_named() -> None:
    army, hidden = make_organization(slug="army", status="published"), make_organization(slug="secret-force")
    make_training(recipients=make_reading(hidden, army))

    [group] = summary("group_by=recipient")["results"]

    assert group["group"]["recipient"] == "army"
    assert [item["recipients"] for item in get(group["url"])["results"]] == [
        [{"organization": "army", "level": "force"}]
    ]


@pytest.mark.usefixtures("varied")
def test_the_address_of_what_is_left_out_finds_exactly_these_rows() -> None:
    not_counted = summary("group_by=month&place=whinsec")["not_counted"]

    assert not_counted["rows"] == get(not_counted["url"])["count"] == 1


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize("group_by", ["authority", "place", "school", "recipient"])
def test_what_is_not_published_is_not_named(group_by: str) -> None:
    response = Client().get(f"/api/v1/trainings/summary/?group_by={group_by}")

    assert [group["rows"] for group in response.json()["results"]] == [3, 3]
    assert b"secret" not in response.content


@pytest.mark.usefixtures("varied")
def test_country_and_year_are_answered_alike_from_sums_and_from_rows() -> None:
    from_sums = summary("group_by=country,fiscal_year")
    from_rows = summary("group_by=country,fiscal_year&start__isnull=false")["results"]
    from_rows += summary("group_by=country,fiscal_year&start__isnull=true")["results"]

    assert [group["rows"] for group in from_sums["results"]] == [1, 5]
    assert [(group["group"]["country"], group["rows"]) for group in from_rows] == [("COL", 1), ("MEX", 2), ("MEX", 3)]
    assert from_sums["not_counted"]["rows"] == 1


@pytest.mark.usefixtures("varied")
@pytest.mark.parametrize(
    ("query", "queries"),
    [
        ("", 2),
        ("group_by=country,fiscal_year", 3),
        ("group_by=authority,place,month&ordering=-cost&limit=1", 2),
        ("group_by=month&place=whinsec", 4),
    ],
)
def test_an_answer_takes_as_many_queries(
    query: str, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(queries):
        assert summary(query)["results"]


@pytest.mark.usefixtures("varied")
def test_the_first_groups_in_an_order_can_be_asked_for() -> None:
    answer = summary("group_by=country&ordering=-rows&limit=1")

    assert (answer["count"], [group["group"] for group in answer["results"]]) == (2, [{"country": "MEX"}])


def test_more_groups_than_an_answer_holds_are_refused_unless_the_first_are_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MAX_GROUPS", 2)
    for country in ("COL", "MEX", "PER"):
        make_training(country=country)

    problem = summary("group_by=country,report")

    assert (problem["status"], problem["errors"][0]["parameter"]) == (400, "group_by")
    assert problem["errors"][0]["detail"].startswith("More than 2 groups:")
    assert summary("group_by=country&limit=2")["count"] == 3
    assert summary("group_by=country&country__in=COL,MEX")["count"] == 2


@pytest.mark.parametrize("value", ["", "0", "1001", "-1", "1.5", "1e2", "abc", "٣", "9" * 500])
def test_limits_outside_1_to_1000_are_refused(value: str) -> None:
    assert wrong(f"limit={value}") == (400, "limit")


@pytest.mark.parametrize(
    "query",
    [
        "group_by=", "group_by=county", "group_by=country,", "group_by=raw", "group_by=is_counted", "ordering=", "ordering=county",
        "ordering=--cost", "ordering=country", "ordering=cost,rows", "page_size=10", "cursor=abc", "fields=rows", "expand=place",
        "country=Mexico", "fiscal_yaer=2011", "place=secret-base",
    ],
)  # fmt: skip
def test_wrong_questions_are_refused_with_the_name_of_the_parameter(query: str) -> None:
    assert wrong(query) == (400, query.partition("=")[0])
