"""The vocabulary of numbers in English, and the value of one number in figures or words."""

import re
from decimal import Decimal

UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
TEENS = ("ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen")
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
MAGNITUDES = {"dozen": 12, "hundred": 100, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
# Abbreviations are read only behind a currency sign: "5m" alone may be metres.
ABBREVIATIONS = {"k": 10**3, "m": 10**6, "mn": 10**6, "mm": 10**6, "b": 10**9, "bn": 10**9, "tn": 10**12}
_ORDINAL_UNITS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_ORDINAL_TEENS = (
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
)
_ORDINAL_TENS = tuple(tens[:-1] + "ieth" for tens in TENS)

CARDINALS = {
    "zero": 0,
    **{word: number for number, word in enumerate(UNITS + TEENS, start=1)},
    **{word: 10 * number for number, word in enumerate(TENS, start=2)},
}
ORDINALS = {
    **{word: number for number, word in enumerate(_ORDINAL_UNITS + _ORDINAL_TEENS, start=1)},
    **{word: 10 * number for number, word in enumerate(_ORDINAL_TENS, start=2)},
}
PARTS = {"half": 2, "halves": 2, "quarter": 4} | {
    word: number for word, number in ORDINALS.items() if 3 <= number <= 10
}
MULTIPLES = {"twice": 2, "double": 2, "thrice": 3, "triple": 3, "quadruple": 4}
# More is no share that anybody would state, and rounding it would not fit Decimal's precision.
_LARGEST_SHARE = 10**6

_FIGURE = re.compile(r"\d[\d,]*(?:\.\d+)?")
_WORD = re.compile(r"[^\W\d_]+")


def figure_value(text: str) -> Decimal:
    """Return the number of the first figure in the text, with the magnitudes behind it ("$1.4 billion")."""
    figure = _FIGURE.search(text)
    if figure is None:
        raise ValueError(f"no figure in {text!r}")
    value = Decimal(figure.group().replace(",", ""))
    for word in _WORD.findall(text[figure.end() :].casefold()):
        value *= MAGNITUDES.get(word.removesuffix("s"), 1)
    return value


def words_value(text: str) -> Decimal:
    """Return the number that the words spell ("forty-thousand", "two dozen", "half a million").

    A magnitude alone is one of it ("hundred"). Words that are no numbers are passed over.
    """
    total, current = Decimal(0), Decimal(0)
    for word in _WORD.findall(text.casefold()):
        if word in CARDINALS:
            current += CARDINALS[word]
        elif word == "half":
            current += Decimal("0.5")
        elif word in ("dozen", "hundred"):
            current = (current or Decimal(1)) * MAGNITUDES[word]
        elif word in MAGNITUDES:
            total, current = total + (current or Decimal(1)) * MAGNITUDES[word], Decimal(0)
    return total + current


def cardinal_value(text: str) -> Decimal:
    """Return the number that the text states in figures or, where it has none, in words."""
    return figure_value(text) if _FIGURE.search(text) else words_value(text)


def ordinal_value(text: str) -> Decimal:
    """Return the rank that the text states ("7th", "eighth", "twenty-first")."""
    if _FIGURE.search(text):
        return figure_value(text)
    return Decimal(sum(ORDINALS.get(word, CARDINALS.get(word, 0)) for word in _WORD.findall(text.casefold())))


def percents(part: Decimal, whole: Decimal) -> tuple[Decimal, ...]:
    """Return the share in percent; one without a finite decimal is given rounded to 0, 1 and 2 places."""
    if not whole:
        return ()
    share = 100 * part / whole
    if abs(share) > _LARGEST_SHARE:
        return ()
    rounded = tuple(round(share, places) for places in (0, 1, 2))
    return (share,) if share == rounded[-1] else rounded
