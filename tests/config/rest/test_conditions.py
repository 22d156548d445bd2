"""Conditions that are made without a queryset find what the queryset finds."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from config.rest.conditions import Condition, comparing, condition_of
from config.rest.ordering import Ordering, SortKey
from config.rest.reading import Shape, read_where
from cooperation.trainings.models import ReportPage, Training
from tests.factories import make_training

pytestmark = pytest.mark.django_db
BASE = Training.objects.present()
ORDER = Ordering(
    "id", SortKey("published_id", "uuid", is_known=True), SortKey("published_id", "uuid", is_known=True), False
)


@pytest.fixture(autouse=True)
def trainings() -> None:
    """Three training activities, one of them withdrawn."""
    make_training(country="MEX", fiscal_year=2010, start=date(2010, 1, 1))
    make_training(country="COL", fiscal_year=2011, start=date(2011, 1, 1))
    make_training(country="MEX", fiscal_year=2011, withdrawn_at="2026-01-01T00:00:00Z")


@pytest.mark.parametrize(
    "comparisons",
    [
        [],
        [("country", "exact", "MEX")],
        [("country", "exact", "ZZZ")],
        [("fiscal_year", "gte", 2011)],
        [("country", "exact", "MEX"), ("fiscal_year", "lte", 2010)],
        [("start", "gte", date(2010, 6, 1))],
        [("country", "exact", "a' OR 1=1 --")],
    ],
)
def test_comparisons_find_what_the_queryset_finds(comparisons: list[tuple[str, str, Any]]) -> None:
    expected = BASE.filter(**{f"{column}__{word}": value for column, word, value in comparisons})

    condition = comparing(BASE, comparisons, "default")

    assert same(condition, condition_of(expected))
    shape = Shape(Training, ("pk",), ORDER, False, "default")
    assert [row["pk"] for row in read_where(condition, shape, 10)] == sorted(expected.values_list("pk", flat=True))


@pytest.mark.parametrize(
    "comparison",
    [
        ("country", "in", ["MEX"]),
        ("page", "exact", 1),
        ("region", "isnull", True),
        ("is_counted", "exact", True),
        ("page__report", "exact", "2010_2011"),
        ("total_cost", "exact", None),
        ("quantity", "exact", 2.5),
    ],
)
def test_what_is_no_comparison_of_a_column_with_a_value_goes_the_usual_way(comparison: tuple[str, str, Any]) -> None:
    assert comparing(BASE, [comparison], "default") is None


@pytest.mark.parametrize("base", [Training.objects.filter(page__report="x"), ReportPage.objects.distinct()])
def test_what_takes_more_than_one_table_goes_the_usual_way(base: Any) -> None:
    assert comparing(base, [], "default") is None


def test_a_value_of_another_type_is_compared_as_django_compares_it() -> None:
    condition = comparing(BASE, [("total_cost", "gte", Decimal(12))], "default")

    assert same(condition, condition_of(BASE.filter(total_cost__gte=Decimal(12))))


def same(one: Condition | None, other: Condition) -> bool:
    """Whether two conditions are the same but for parentheses around the whole."""
    return one is not None and (one.sql, one.parameters) == (other.sql.strip("()"), other.parameters)
