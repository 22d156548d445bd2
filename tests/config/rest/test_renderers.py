"""JSON as the API writes it."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest

from config.rest.renderers import json_bytes


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("1400000000.00"), "1400000000"),
        (Decimal("1E+9"), "1000000000"),
        (Decimal("22.50"), "22.5"),
        (Decimal("0.00"), "0"),
        (Decimal("123456789012345678"), "123456789012345678"),
        (date(2011, 4, 1), '"2011-04-01"'),
        (datetime(2026, 11, 21, 12, tzinfo=UTC), '"2026-11-21T12:00:00Z"'),
        (datetime(2026, 11, 21, 12, tzinfo=timezone(timedelta(0))), '"2026-11-21T12:00:00Z"'),
        ("Mérida “x”", '"Mérida “x”"'),
        ({"amount": None, "is_planned": False}, '{"amount":null,"is_planned":false}'),
    ],
)
def test_values_are_written_as_json(value: Any, text: str) -> None:
    assert json_bytes(value).decode() == text


def test_what_has_no_place_in_an_answer_is_refused() -> None:
    with pytest.raises(TypeError, match=r"object has no place in an answer|not JSON serializable"):
        json_bytes({"value": object()})


def test_indented_json_can_be_read_by_a_person() -> None:
    assert json_bytes({"id": "x"}, is_indented=True).decode() == '{\n  "id": "x"\n}'
