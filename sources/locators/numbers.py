"""Every number, amount, date and year of a paragraph, in figures or in words, one by one."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from sources.locators.numerals import (
    ABBREVIATIONS,
    MULTIPLES,
    PARTS,
    cardinal_value,
    figure_value,
    ordinal_value,
    percents,
    words_value,
)
from sources.locators.patterns import EXPRESSION, FRACTION_SIGN, RAISED
from sources.locators.texts import Span, blank_urls, fold

_YEAR = re.compile(r"\d{4}")
_ABBREVIATED = re.compile(rf"\d ?({'|'.join(ABBREVIATIONS)})$", re.IGNORECASE)
_SIGNS = re.compile(rf"{RAISED}+|{FRACTION_SIGN}")
_N_OF_M = re.compile(r" (?:out of|in|of) (?:every )?")
# "... the prior year.1 The": digits glued to the end of a sentence or a word; "No.5" is none.
_BEFORE_NOTE = re.compile(r"(?:[^\W_][\"')\]]*[.,;!?]?[\"')\]]*|[^\W_]:)$")
_ABBREVIATION = re.compile(r"(?<![^\W_])(?:No|Nos|p|pp|Art|Sec|ch|vol)\.$", re.IGNORECASE)


class NumberKind(StrEnum):
    """What a number in a text is."""

    MONEY = "money"
    PERCENT = "percent"
    FRACTION = "fraction"
    DATE = "date"
    YEAR = "year"
    DECADE = "decade"
    TIME = "time"
    ORDINAL = "ordinal"
    COUNT = "count"
    VAGUE = "vague"
    NOTE = "note"


_KINDS = {
    "n_of_m": NumberKind.FRACTION,
    "parts": NumberKind.FRACTION,
    "half": NumberKind.FRACTION,
    "multiple": NumberKind.COUNT,
}


@dataclass(frozen=True)
class Number:
    """One number of a folded paragraph: where it stands, as printed, and the values it may mean (none if vague)."""

    span: Span
    text: str
    kind: NumberKind
    values: tuple[Decimal, ...] = ()


def numbers(paragraph: str) -> list[Number]:
    """Return the numbers of the folded paragraph from left to right; those in addresses are passed over.

    A date, a range of years, or an amount with its magnitude is one number; its values have no unit but percent.
    """
    text = fold(paragraph)
    return [_number(match, text) for match in EXPRESSION.finditer(blank_urls(text))]


def _number(match: re.Match[str], text: str) -> Number:
    form = str(match.lastgroup)
    kind = NumberKind.NOTE if form == "count" and _is_note(match, text) else _KINDS.get(form) or NumberKind(form)
    return Number(Span(*match.span()), match.group(), kind, tuple(dict.fromkeys(_values(form, match, text))))


def _is_note(match: re.Match[str], text: str) -> bool:
    if not match.group().isdecimal() or len(match.group()) > 3:
        return False
    before, behind = text[: match.start()], text[match.end() :]
    if not before:
        return behind.startswith(". ")
    return bool(_BEFORE_NOTE.search(before[-8:])) and not _ABBREVIATION.search(before[-8:])


def _values(form: str, match: re.Match[str], text: str) -> tuple[Decimal, ...]:
    if form == "ordinal":
        return (ordinal_value(match.group()), *_part_behind_article(match, text))
    return _VALUES.get(form, _amount)(match.group())


def _no_value(stated: str) -> tuple[Decimal, ...]:
    return ()


def _share(stated: str) -> tuple[Decimal, ...]:
    part, whole = (cardinal_value(number) for number in _N_OF_M.split(stated, maxsplit=1))
    return (*percents(part, whole), part, whole)


def _multiple(stated: str) -> tuple[Decimal, ...]:
    return (Decimal(next(times for word, times in MULTIPLES.items() if stated.casefold()[:4] == word[:4])),)


def _money(stated: str) -> tuple[Decimal, ...]:
    abbreviated = _ABBREVIATED.search(stated)
    if abbreviated:
        return (figure_value(stated) * ABBREVIATIONS[abbreviated.group(1).casefold()],)
    return (cardinal_value(stated),)


def _amount(stated: str) -> tuple[Decimal, ...]:
    if _SIGNS.fullmatch(stated):  # a fraction such as ½, or a raised note marker
        signs = [Decimal(str(unicodedata.numeric(sign))) for sign in reversed(stated)]
        return (sum((sign * 10**place for place, sign in enumerate(signs)), Decimal(0)),)
    return (cardinal_value(stated),)


def _years(stated: str) -> tuple[Decimal, ...]:
    years = [Decimal(year) for year in _YEAR.findall(stated)]
    short = re.search(r"(?:(?<=\d{4}-)|(?<=FY)|(?<=FY[ '])|(?<=FY '))\d\d$", stated)
    if short:  # "2009-11" ends in the same century, "FY11" is of this one
        century = years[0] - years[0] % 100 if years else Decimal(2000)
        years.append(century + Decimal(short.group()))
    return tuple(years)


def _parts(stated: str) -> tuple[Decimal, ...]:
    count, _, part = stated.casefold().replace("-", " ").rpartition(" ")
    whole = Decimal(PARTS.get(part) or PARTS[part.removesuffix("s")])
    shares = percents(words_value(count) if count else Decimal(1), whole)
    return (*shares, *(share / 100 for share in shares[:1] if len(shares) == 1))


def _part_behind_article(match: re.Match[str], text: str) -> tuple[Decimal, ...]:
    """Return the percents of "a third" or "a tenth of"; other ordinals behind an article are ranks ("an eighth")."""
    part = match.group().casefold()
    is_part = part == "third" or text.startswith(" of ", match.end())
    if part not in PARTS or not is_part or not re.search(r"(?<![^\W_])an? $", text[: match.start()], re.IGNORECASE):
        return ()
    return percents(Decimal(1), Decimal(PARTS[part]))


_VALUES: dict[str, Callable[[str], tuple[Decimal, ...]]] = {
    "money": _money,
    "date": _years,
    "year": _years,
    "decade": _years,
    "n_of_m": _share,
    "parts": _parts,
    "half": _parts,
    "multiple": _multiple,
    "vague": _no_value,
    "time": _no_value,
}
