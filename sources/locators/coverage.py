"""Whether the words of a citation state a value, and which numbers of a paragraph no citation covers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sources.locators.numbers import Number, numbers
from sources.locators.numerals import MAGNITUDES
from sources.locators.texts import find_words, fold

# Words that state a value in the words of a citation, though nobody would call them numbers in a paragraph.
_STATING = {"a": 1, "an": 1, "another": 1, "single": 1, "both": 2, "couple": 2, "pair": 2, "no": 0, "none": 0}
_STATING_WORD = re.compile(rf"(?<![^\W_])({'|'.join(_STATING)})(?![^\W_])", re.IGNORECASE)
_RANGE = re.compile(r" (?:to|or|and) |-")
_MAGNITUDE = re.compile(rf"[- ]({'|'.join(MAGNITUDES)})$", re.IGNORECASE)


@dataclass(frozen=True)
class Cover:
    """Words of a paragraph that are accounted for: all their occurrences, or the nth, counted from 1."""

    as_stated: str
    occurrence: int | None = None


def stated_values(as_stated: str) -> list[Decimal]:
    """Return every value that the words may state, in order; money and counts in full units, shares in percent.

    A date states its year, vague words ("tens of millions") nothing, an article one ("an American").
    """
    text = fold(as_stated)
    found = numbers(text)
    values = [value for number in found for value in number.values]
    values += _with_shared_magnitude(text, found)
    starts = {number.span.start for number in found}
    for word in _STATING_WORD.finditer(text):
        if word.end() + 1 not in starts and not any(_is_inside(word, number) for number in found):
            values.append(Decimal(_STATING[word.group().casefold()]))
    return list(dict.fromkeys(values))


def _is_inside(word: re.Match[str], number: Number) -> bool:
    return number.span.start <= word.start() < number.span.end


def _with_shared_magnitude(text: str, found: list[Number]) -> list[Decimal]:
    """Return the first value of ranges such as "10 to 12 million", whose magnitude is printed once."""
    values = []
    for first, second in pairwise(found):
        between = text[first.span.end : second.span.start]
        magnitude = _MAGNITUDE.search(second.text)
        if magnitude and not _MAGNITUDE.search(first.text) and _RANGE.fullmatch(between):
            values += [value * MAGNITUDES[magnitude.group(1).casefold()] for value in first.values]
    return values


def states(as_stated: str, value: Decimal) -> bool:
    """Return whether the value, in full units (15200000), is exactly one that the words state ("$15.2 million")."""
    return value in stated_values(as_stated)


def uncovered(paragraph: str, covers: Sequence[Cover]) -> list[Number]:
    """Return the numbers of the paragraph of which a letter or digit lies outside all covers, from left to right.

    A cover whose words do not stand in the paragraph, or not that often, covers nothing.
    """
    text = fold(paragraph)
    covered: set[int] = set()
    for cover in covers:
        spans = find_words(cover.as_stated, text)
        if cover.occurrence is not None:
            spans = spans[cover.occurrence - 1 : cover.occurrence] if cover.occurrence > 0 else []
        covered.update(place for span in spans for place in range(*span))
    return [number for number in numbers(text) if not _is_covered(number, text, covered)]


def _is_covered(number: Number, text: str, covered: set[int]) -> bool:
    return all(place in covered for place in range(*number.span) if text[place].isalnum())
