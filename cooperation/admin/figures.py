"""What the admin of money and the admin of observed values share."""

from decimal import Decimal
from typing import Any

PERIOD: tuple[str, dict[str, Any]] = (
    "Which time it counts",
    {
        "fields": ["period", "calendar", "fiscal_year", "basis"],
        "description": "A fiscal year needs its calendar, and gives the period if that is empty. One year is exactly one "
        "year of its calendar; a rate is per year; every other total is cumulative; a stock is at a point in time.",
    },
)


def number_with_commas(value: Decimal) -> str:
    """A number with commas and without idle zeros."""
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def figure_in_digits(low: Decimal | None, high: Decimal | None, qualifier: str | None, unit: str | None) -> str:
    """A figure as its source qualifies it, such as “nearly 4,500 persons”."""
    if low is None:
        return "no figure"
    number = number_with_commas(low) if high is None else f"{number_with_commas(low)} to {number_with_commas(high)}"
    words = "" if qualifier in (None, "exact", "range") else qualifier.replace("_", " ")
    return " ".join(filter(None, [words, number, unit]))
