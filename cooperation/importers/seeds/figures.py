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
# Words behind a number, and the power of ten that they stand for.
MAGNITUDES = {"thousand": 3, "million": 6, "billion": 9, "trillion": 12}
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
    if quotation.is_primary:
        yield from precision_problem(values.get("precision"), values.get(low), words)
    said = qualifier_of(words)
    if said and values.get("qualifier") is not None and values["qualifier"] not in said:
        yield f"qualifier {values['qualifier']}, but the words say {' or '.join(sorted(said))}"
    currency = next((code for code, pattern in CURRENCIES if re.search(pattern, words)), None)
    if currency and values.get("currency") not in (currency, None):
        yield f"currency {values['currency']}, but the words say {currency}"


def precision_problem(precision: Any, value: Any, words: str) -> Iterator[str]:
    """A figure that is printed in millions, or with a point, has the precision that its last digit says."""
    printed = None if value is None else printed_step(words, Decimal(str(value).replace("_", "")))
    if printed is not None and (precision is None or Decimal(str(precision)) != printed):
        yield f"precision {precision}, but the words print the figure to {printed.normalize():f}"


def printed_step(words: str, value: Decimal) -> Decimal | None:
    """What the last digit of a printed figure is worth: 100,000 in “$15.2 million”; None where all digits are printed."""
    for number in numbers(words):
        if value in number.values and number.kind in COUNTED:
            decimals = re.search(r"\d\.(\d+)", number.text)
            magnitude = next((power for name, power in MAGNITUDES.items() if name in number.text.lower()), 0)
            if decimals or magnitude:
                return Decimal(10) ** (magnitude - (len(decimals[1]) if decimals else 0))
    return None


def bears_on_figure(quotation: Quotation, ends: tuple[str, str]) -> bool:
    """Primary citations do, supports of an end do, supports of the whole record do if they hold a number."""
    if quotation.is_primary or quotation.field in ends:
        return True
    return not quotation.field and not quotation.is_mention and bool(numbers(quotation.words))


def statement_problem(name: str, value: Any, words: str) -> Iterator[str]:
    if value is None:
        return
    try:
        number = Decimal(str(value).replace("_", ""))
    except InvalidOperation:
        return  # build_fixtures tells of it
    if not states(words, number):
        yield f"{name} {value} is not what the words state ({numbers_in_digits(stated_values(words))})"


def counted_numbers(words: str) -> list[Decimal]:
    return [number.values[0] for number in numbers(words) if number.kind in COUNTED and number.values]


def numbers_in_digits(values: list[Decimal]) -> str:
    return ", ".join(f"{value.normalize():f}" for value in values) or "nothing"
