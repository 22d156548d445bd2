"""Groups of training activities: what is added up, what is left out, and in which order."""

from datetime import date
from typing import Any

import pytest
from django.utils import timezone

from cooperation.trainings.groups import (
    ORDERINGS,
    TrainingGroup,
    TrainingGroups,
    YearNotCounted,
    is_ready,
    training_groups,
    years_not_counted,
)
from cooperation.trainings.models import ReportedYear, Training
from tests.factories import make_authority, make_training

pytestmark = pytest.mark.django_db

OLDER = {"report": "1999_2000", "fiscal_year": 2000, "is_counted": False}


def grouped(*names: str, ordering: str = "group", limit: int = 1_000) -> TrainingGroups:
    return training_groups(Training.objects.present(), names, ordering, limit)


def keys(*names: str, ordering: str = "group", limit: int = 1_000) -> list[Any]:
    return [tuple(group.keys.values()) for group in grouped(*names, ordering=ordering, limit=limit).groups]


def make_units(*units: str | None, **given: Any) -> None:
    for unit in units:
        make_training(recipient_unit=unit, recipient_unit_normalized=unit, **given)


def test_rows_of_a_group_add_up() -> None:
    make_training(quantity=2, total_cost=12_000, course_title_normalized="infantry")
    make_training(quantity=3, total_cost=500, course_title_normalized="infantry")
    make_training(quantity=5, total_cost=0, course_title_normalized="english")

    assert grouped("country").groups == [
        TrainingGroup(
            keys={"country": "MEX"},
            rows=3,
            trainees=10,
            unknown_quantities=0,
            cost=12_500,
            unknown_costs=0,
            courses=2,
        )
    ]


def test_what_is_unknown_is_counted_and_never_taken_for_zero() -> None:
    make_training(country="MEX", quantity=None, total_cost=None)
    make_training(country="COL", quantity=4, total_cost=None)
    make_training(country="COL", quantity=None, total_cost=70)

    colombia, mexico = grouped("country").groups

    assert (mexico.trainees, mexico.unknown_quantities, mexico.cost, mexico.unknown_costs) == (None, 1, None, 1)
    assert (colombia.trainees, colombia.unknown_quantities, colombia.cost, colombia.unknown_costs) == (4, 1, 70, 1)


def test_without_a_group_all_rows_are_one() -> None:
    make_training(country="MEX", quantity=2)
    make_training(country="COL", quantity=3)

    [group] = grouped().groups

    assert (group.keys, group.rows, group.trainees) == ({}, 2, 5)


@pytest.mark.parametrize("names", [(), ("country",)])
def test_no_rows_are_no_group(names: tuple[str, ...]) -> None:
    assert grouped(*names) == TrainingGroups(0, [])


def test_withdrawn_rows_are_left_out() -> None:
    make_training(quantity=2)
    make_training(quantity=7, withdrawn_at=timezone.now())

    assert [group.trainees for group in grouped("country").groups] == [2]


def test_rows_that_a_later_report_covers_are_left_out_and_told_of() -> None:
    make_training(report="2000_2001", fiscal_year=2000, quantity=2)
    for country in ("MEX", "MEX", "COL"):
        make_training(**OLDER, country=country, quantity=90)
    make_training(**{**OLDER, "fiscal_year": 1999})

    assert [(group.rows, group.trainees) for group in grouped("fiscal_year").groups] == [(1, 2)]
    assert years_not_counted(Training.objects.present()) == [
        YearNotCounted(1999, 1, ["MEX"]),
        YearNotCounted(2000, 3, ["COL", "MEX"]),
    ]


def test_months_are_those_in_which_rows_begin() -> None:
    for start in (date(2011, 3, 31), None, date(2011, 3, 1), date(2010, 12, 1)):
        make_training(start=start)

    assert [(group.keys["month"], group.rows) for group in grouped("month").groups] == [
        ("2010-12", 1),
        ("2011-03", 2),
        (None, 1),
    ]


def test_authorities_that_are_not_published_are_unknown() -> None:
    published, draft = make_authority(slug="imet", status="published"), make_authority(slug="secret")
    for authority in (published, draft, None):
        make_training(authority=authority, course_title_normalized="infantry")

    assert [(group.keys["authority"], group.rows, group.courses) for group in grouped("authority").groups] == [
        ("imet", 1, 1),
        (None, 2, 1),
    ]


def test_texts_are_sorted_by_their_bytes_and_unknown_stands_last() -> None:
    make_units("ab", None, "a c", "a b", "é", "z")

    assert keys("recipient_unit") == [("a b",), ("a c",), ("ab",), ("z",), ("é",), (None,)]
    assert keys("recipient_unit", ordering="-group") == [("é",), ("z",), ("ab",), ("a c",), ("a b",), (None,)]


def test_groups_by_several_names_are_sorted_by_one_after_the_other() -> None:
    for year, country in ((2011, "MEX"), (2010, "MEX"), (2011, "COL")):
        make_training(fiscal_year=year, country=country)

    assert keys("fiscal_year", "country") == [(2010, "MEX"), (2011, "COL"), (2011, "MEX")]


@pytest.mark.parametrize(
    ("ordering", "expected"),
    [
        ("-cost", ["b", "a", "c", "d"]),
        ("cost", ["a", "c", "b", "d"]),
        ("-trainees", ["d", "a", "b", "c"]),
        ("-rows", ["a", "b", "c", "d"]),
        ("courses", ["a", "b", "c", "d"]),
    ],
)
def test_groups_are_sorted_by_a_sum_then_by_themselves(ordering: str, expected: list[str]) -> None:
    for unit, cost, trainees in (("d", None, 9), ("c", 5, 1), ("b", 20, 1), ("a", 5, 2)):
        make_units(unit, total_cost=cost, quantity=trainees)

    assert [unit for (unit,) in keys("recipient_unit", ordering=ordering)] == expected


def test_the_first_groups_know_how_many_there_are_in_all() -> None:
    make_units("a", "b", "c")

    found = grouped("recipient_unit", limit=2)

    assert (found.count, len(found.groups)) == (3, 2)


@pytest.mark.parametrize("ordering", ORDERINGS)
def test_the_sums_of_country_and_year_are_those_of_the_rows(ordering: str) -> None:
    make_training(country="MEX", quantity=None, course_title_normalized="infantry")
    make_training(country="MEX", quantity=2, course_title_normalized="infantry")
    make_training(country="COL", total_cost=None, course_title_normalized=None)
    make_training(country="MEX", fiscal_year=2010, withdrawn_at=timezone.now())
    make_training(**OLDER)
    ReportedYear.objects.refresh()

    sums, rows = ReportedYear.objects.all(), Training.objects.present()

    names = ("fiscal_year", "country")
    assert training_groups(sums, names, ordering, 9) == training_groups(rows, names, ordering, 9)
    assert years_not_counted(sums) == years_not_counted(rows) == [YearNotCounted(2000, 1, ["MEX"])]


@pytest.mark.parametrize(
    ("group_by", "columns", "expected"),
    [
        (["country", "fiscal_year"], [], True),
        (["fiscal_year", "country"], ["country", "fiscal_year", "report"], True),
        (["country", "fiscal_year", "report"], [], True),
        (["country", "fiscal_year"], ["quantity"], False),
        (["country", "fiscal_year", "month"], [], False),
        (["country"], [], False),
        ([], [], False),
    ],
)
def test_sums_answer_only_what_they_can(group_by: list[str], columns: list[str], expected: bool) -> None:
    assert is_ready(group_by, columns) is expected
