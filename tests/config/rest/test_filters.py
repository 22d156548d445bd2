"""The values that parameters take."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import models

from config.rest.choices import ChoiceField
from config.rest.filters import field_for
from config.rest.values import (
    MAX_VALUES,
    BooleanField,
    DayField,
    IntegerField,
    ListField,
    NumberField,
    TimeField,
    ValueField,
)

YEAR = IntegerField(low=1, high=9999)
AMOUNT = NumberField(digits=20, places=2)
STAGE = ChoiceField(choices=["announced", "sold"])


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (BooleanField(), "true", True),
        (BooleanField(), "false", False),
        (YEAR, "2011", 2011),
        (YEAR, "9999", 9999),
        (AMOUNT, "1000000", Decimal(1_000_000)),
        (AMOUNT, "-22.50", Decimal("-22.5")),
        (AMOUNT, "1e6", Decimal(1_000_000)),
        (STAGE, "sold", "sold"),
        (DayField(), "2011-01-31", date(2011, 1, 31)),
        (TimeField(), "2026-11-21T12:00:00Z", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        (TimeField(), "2026-11-21T14:00:00 02:00", datetime(2026, 11, 21, 12, tzinfo=UTC)),
        (ListField(item=YEAR), "2010,2011", [2010, 2011]),
        (ValueField(), "x" * 200, "x" * 200),
    ],
)
def test_a_text_has_its_value(field: ValueField, text: str, value: Any) -> None:
    assert field.clean(text) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        *((BooleanField(), text) for text in ("yes", "2", "")),
        *((YEAR, text) for text in ("0", "10000", "-1", "1.5", "٣", "1_000", "1" + "0" * 400, "", " 1")),
        *(
            (AMOUNT, text)
            for text in ("NaN", "sNaN", "Infinity", "1e400", "1e18", "1e-99999", "0.005", "1_000", "٣", "abc", "")
        ),
        *((STAGE, text) for text in ("Sold", "", "sold,announced")),
        *(
            (DayField(), text)
            for text in ("", "abc", "2011", "2011-1-31", "20110131", "2011-02-30", "0000-01-01", "٢٠١١-٠١-٠١")
        ),
        *((TimeField(), text) for text in ("2026-11-21", "2026-11-21T12:00:00", "0001-01-01T00:00:00+23:59", "abc")),
        *(
            (ListField(item=YEAR), text)
            for text in ("", ",", "2010,", "2010,,2011", ",".join(["1"] * (MAX_VALUES + 1)))
        ),
        (ValueField(), "x" * 201),
    ],
)
def test_other_texts_are_refused(field: ValueField, text: str) -> None:
    with pytest.raises(ValidationError):
        field.clean(text)


@pytest.mark.parametrize(
    ("column", "largest"),
    [(models.PositiveIntegerField(), 2**31 - 1), (models.PositiveBigIntegerField(), 2**63 - 1)],
)
def test_a_number_is_as_large_as_its_column_holds(column: models.Field, largest: int) -> None:
    field = field_for(column, "")

    assert field.clean(str(largest)) == largest
    with pytest.raises(ValidationError):
        field.clean(str(largest + 1))


def test_a_misspelt_word_comes_with_the_one_that_was_meant() -> None:
    with pytest.raises(ValidationError) as caught:
        STAGE.clean("anounced")

    assert caught.value.params["suggestion"] == "announced"
    assert caught.value.messages == ["“anounced” is not one of: announced, sold."]


@pytest.mark.parametrize("word", ["%", "%s", "%(words)s", "100%d"])
def test_percent_signs_are_only_characters(word: str) -> None:
    with pytest.raises(ValidationError) as caught:
        STAGE.clean(word)

    assert caught.value.messages == [f"“{word}” is not one of: announced, sold."]
