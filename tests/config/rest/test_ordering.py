"""The words of `ordering`, and the values of a cursor."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from django.db.models import F, QuerySet

from config.rest.ordering import BEYOND, SortKey, orderings_of
from config.rest.pages import text_of
from cooperation.models import Funding, Observation

NUMBER, DAY, TIME, TEXT, INTEGER, ID = (
    SortKey("column", type=name) for name in ("number", "day", "time", "text", "integer", "uuid")
)
UUID_TEXT = "0008b8c2-90f2-5b09-a71a-fabdaa14f362"


def test_every_key_can_be_asked_for_in_both_directions() -> None:
    assert list(orderings_of({"id": SortKey("slug"), "amount": NUMBER}, SortKey("slug"))) == [
        "id",
        "-id",
        "amount",
        "-amount",
    ]


def names_of(queryset: QuerySet) -> list[tuple[str, bool]]:
    """What a queryset is ordered by, and whether downwards."""
    return [(item.expression.name, item.descending) for item in queryset.query.order_by]


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("name", ["amount", "-amount"])
def test_ties_are_broken_by_the_public_id_in_the_direction_of_the_order(name: str, backwards: bool) -> None:
    ordering = orderings_of({"amount": SortKey("amount", type="number")}, SortKey("slug"))[name]
    falls = (name == "-amount") != backwards

    ordered = ordering.apply(Funding.objects.all(), backwards=backwards)

    assert names_of(ordered) == [("sort_value", falls), ("sort_id", falls)]


def test_an_order_by_the_public_id_sorts_by_nothing_else() -> None:
    ordering = orderings_of({"id": SortKey("slug")}, SortKey("slug"))["-id"]

    assert names_of(ordering.apply(Funding.objects.all(), backwards=False)) == [("sort_id", True)]


def test_a_column_that_is_always_known_is_sorted_by_as_it_is() -> None:
    key = SortKey("total_cost_descending", type="integer", is_known=True)

    assert key.expression(True, "sqlite") == F("total_cost_descending")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (TEXT, "aquí"),
        (NUMBER, Decimal("22.5")),
        (NUMBER, BEYOND),
        (NUMBER, -BEYOND),
        (DAY, date(1, 1, 1)),
        (DAY, date(9999, 12, 31)),
        (TIME, datetime(2026, 11, 21, 12, 30, 1, 7, tzinfo=UTC)),
        (INTEGER, -1),
        (INTEGER, 10**15),
        (ID, UUID(UUID_TEXT)),
    ],
)
def test_a_value_survives_its_way_through_a_cursor(key: SortKey, value: Any) -> None:
    assert key.parse(text_of(value)) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (TEXT, 1), (TEXT, None), (TEXT, "x" * 301), (TEXT, "a\0b"), (NUMBER, "NaN"), (NUMBER, "-Infinity"), (NUMBER, "1e19"),
        (NUMBER, "1e-5"), (NUMBER, "9" * 40), (DAY, "2011-02-30"), (DAY, "2011"), (TIME, "2026-11-21T12:00:00"),
        (TIME, "0001-01-01T00:00:00+00:00"), (TIME, "9999-12-31T00:00:00+00:00"), (INTEGER, "1.5"), (INTEGER, "٣"),
        (INTEGER, "1_0"), (INTEGER, "9" * 19), (INTEGER, ""), (INTEGER, " 1"), (ID, ""), (ID, "abc"), (ID, UUID_TEXT.upper()),
        (ID, UUID_TEXT.replace("-", "")), (ID, f"{{{UUID_TEXT}}}"), (ID, f"urn:uuid:{UUID_TEXT}"), (ID, None),
    ],
)  # fmt: skip
def test_what_is_no_value_of_a_cursor_is_refused(key: SortKey, text: Any) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        key.parse(text)


@pytest.mark.parametrize(("model", "column"), [(Funding, "amount"), (Observation, "value")])
def test_unknown_numbers_sort_beyond_any_that_a_column_can_hold(model: Any, column: str) -> None:
    field = model._meta.get_field(column)

    assert Decimal(10) ** (field.max_digits - field.decimal_places) <= BEYOND


@pytest.mark.parametrize(("value", "text"), [(Decimal("12600000.00"), "12600000"), (Decimal("22.5000"), "22.5")])
def test_a_cursor_writes_a_number_as_every_database_would(value: Decimal, text: str) -> None:
    assert text_of(value) == text
