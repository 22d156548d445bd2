"""Whether a record says what its words say: the figure, how exact it is, in which currency."""

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from cooperation.importers.seeds.quoting import Quotation
from sources.locators import NumberKind, numbers, qualifier_of, stated_values, states
from sources.models import RecordKind

# The lower and the upper end of the figure of a record.
ENDS = {RecordKind.FUNDING: ("amount", "amount_max"), RecordKind.OBSERVATION: ("value", "value_max")}
COUNTED = (NumberKind.MONEY, NumberKind.PERCENT, NumberKind.FRACTION, NumberKind.COUNT)
# A sign or word of a currency, as sources print it; the first that fits names it.
CURRENCIES = (
    ("MXN", r"\bpesos?\b|\bMXN\b|\bMX ?\$|\bMex\.? ?\$"),
    ("EUR", r"€|\beuros?\b|\bEUR\b"),
    ("GBP", r"£|\bGBP\b"),
    ("CAD", r"\bC(?:A|AN)? ?\$"),
    ("AUD", r"\bAU? ?\$"),
    ("USD", r"\$|\bdollars?\b|\bUSD\b"),
)


def figure_problems(quotation: Quotation) -> Iterator[str]:
    """What the record says otherwise than the words: its number, qualifier or currency."""
    values, words = quotation.record.values, quotation.words
    low, high = ENDS.get(quotation.record.kind, ("", ""))
    if not low or not bears_on_figure(quotation, (low, high)):
        return
    wanted = {name: values.get(name) for name in ((quotation.field,) if quotation.field else (low, high))}
    for name, value in wanted.items():
        yield from statement_problem(name, value, words)
    if values.get(low) is None and quotation.field in ("", low) and (stated := counted_numbers(words)):
        yield f"{low} is absent, but the words state {numbers_in_digits(stated)}"
    said = qualifier_of(words)
    if said and values.get("qualifier") is not None and values["qualifier"] not in said:
        yield f"qualifier {values['qualifier']}, but the words say {' or '.join(sorted(said))}"
    currency = currency_of(words)
    if currency and values.get("currency") not in (currency, None):
        yield f"currency {values['currency']}, but the words say {currency}"


def bears_on_figure(quotation: Quotation, ends: tuple[str, str]) -> bool:
    """Primary citations do, supports of an end do, supports of the whole record do if they hold a number."""
    if quotation.is_primary or quotation.field in ends:
        return True
    return not quotation.field and not quotation.is_mention and bool(numbers(quotation.words))


def statement_problem(name: str, value: Any, words: str) -> Iterator[str]:
    """The words do not state the number."""
    if value is None:
        return
    try:
        number = Decimal(str(value).replace("_", ""))
    except InvalidOperation:
        return  # build_fixtures tells of it
    if not states(words, number):
        yield f"{name} {value} is not what the words state ({numbers_in_digits(stated_values(words))})"


def counted_numbers(words: str) -> list[Decimal]:
    """The numbers of the words that are amounts, shares or counts."""
    return [number.values[0] for number in numbers(words) if number.kind in COUNTED and number.values]


def numbers_in_digits(values: list[Decimal]) -> str:
    """Numbers in plain digits."""
    return ", ".join(f"{value.normalize():f}" for value in values) or "nothing"


def currency_of(words: str) -> str | None:
    """The currency whose sign or name stands in the words, or None."""
    return next((code for code, pattern in CURRENCIES if re.search(pattern, words)), None)
