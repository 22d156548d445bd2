"""Cells to values: texts, numbers, days. Pure; what cannot be read is None, and the caller says so."""

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import NamedTuple

from config.rest.texts import folded

NORMALIZED_LENGTH = 200
# Beyond what a person, a course or a country ever cost; more is a misprint, and would not fit the columns.
LARGEST_QUANTITY = 2_000_000_000
LARGEST_COST = 10**15

# What stands in a cell to say that there is nothing.
_PLACEHOLDER = re.compile(
    r"(?:[-–—.`*?_]+|[#(<\[]?(?:n[/\\.]?a\.?|null|none|blank|empty)[)>\]]?|unk|unknown|undefined|tbd|tba|not applicable|"
    # “Nan” is a province of Thailand; only a program writes it in one case.
    r"(?-i:nan|NaN|NAN|NaT)|"
    r"(?:.{0,40} )?(?:not|no) (?:included|specified|available|reported)(?: in .{4,12} report)?|"
    r"no page numbers?:.*|(?:n/a|unk|-) - (?:n/a|\d+))",
    re.IGNORECASE | re.DOTALL,
)
# The newer reports print "US unit - number of US personnel" in one column.
_PERSONNEL = re.compile(r"\s+-\s+(?:N/A|\d{1,4})$", re.IGNORECASE)
_NUMBER = re.compile(r"\$?\s?(\d+|\d{1,3}(?:,\d{3})+)(?:\.0+)?")
_AMOUNT = re.compile(r"(?:US)?\s?\$?\s?((?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d*)?|\.\d+)")
_PRINTED_DAY = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4}|\d{2})")
_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_PAGE = re.compile(r"[A-Za-z]{0,6}[-. ]?\d{1,5}(?:[-–]\d{1,5})?")
# Text that was read in another encoding than it was written in. Signs are damage inside of a word, where letters stood; not
# ß after a vowel (Straße), û inside of a word (Sûreté), · between two l (Catalan), ¡ and £ at a beginning.
_MOJIBAKE = re.compile(
    r"�|ï¿½|â€|[ÂÃÄÅ][\x80-\xbf‚ƒ„…†‡ˆ‰‹•˜™›€]"
    r"|(?<=[^\W\d_])[¡±£¶]|(?<=\w)¦|¦(?=\w)|(?<=[^\W\d_])·(?!l)|(?<=[^\W\d_l])·"
    r"|(?<=[^\W\d_aeiouyäöüAEIOUYÄÖÜ])ß|ß(?=s)|(?<![^\W\d_])û"
)
# Numbers that a state gives to one person: eight digits and more, cards with dots or dashes, service numbers after
# their name, and numbers behind the letters of a corps.
_PERSON_NUMBER = re.compile(
    r"(?<![\w./-])(?:"
    r"\d{7,10}|\d{3}-\d{2}-\d{4}|\d{1,3}(?:\.\d{3}){2}(?:-\d)?|\d{5}-\d{7}-\d"
    r")(?![\w/-]|\.\d)"
    r"|(?<=\b(?:SVC|SVN|S/N|DNI|C\.C|C\.I)[ .:#])\s?[A-Z]{0,3}[-/ ]?\d{4,10}\b"
    r"|\b(?-i:BA|PA|PJO|IC|TA|BSP|PNO)[-/]\d{4,6}[A-Z]?\b"
    r"|(?<=\bservice number )\S+|(?<=\bservice no\. )\S+|(?<=\bID no\. )\S+",
    re.IGNORECASE,
)
MASK = "[number masked]"


class Text(NamedTuple):
    """A text as printed, and its words without case, accents and punctuation; None if there is nothing."""

    printed: str | None
    normalized: str | None


def collapsed(cell: str) -> str | None:
    """The text of a cell without superfluous space, or None if it says that there is nothing."""
    text = " ".join(cell.split())
    return None if not text or _PLACEHOLDER.fullmatch(text) else text


@lru_cache(maxsize=65536)
def clean_text(cell: str) -> Text:
    text = collapsed(cell)
    return Text(text, text and normalized(text))


@lru_cache(maxsize=16384)
def delivery_of(cell: str) -> Text:
    """The US unit of a cell, normalized without the number of its personnel."""
    text = collapsed(cell)
    unit = text and collapsed(_PERSONNEL.sub("", text))
    return Text(text, unit and normalized(unit))


def normalized(text: str) -> str | None:
    """Words of a text without case, accents and punctuation, cut at a length that every index takes; None if none."""
    return folded(text)[:NORMALIZED_LENGTH].rstrip() or None


@lru_cache(maxsize=32768)
def whole_number(cell: str, largest: int) -> int | None:
    """The whole number that a cell prints, with or without `$` and commas; None if it prints something else."""
    found = _NUMBER.fullmatch(cell.strip()) if len(cell) < 40 and cell.isascii() else None
    number = int(found[1].replace(",", "")) if found else None
    return number if number is None or number <= largest else None


@lru_cache(maxsize=32768)
def whole_dollars(cell: str, largest: int) -> int | None:
    """The amount that a cell prints, in whole US dollars, cents rounded; None if it prints something else."""
    found = _AMOUNT.fullmatch(cell.strip()) if len(cell) < 40 and cell.isascii() else None
    amount = int(Decimal(found[1].replace(",", "")).to_integral_value(ROUND_HALF_UP)) if found else None
    return amount if amount is None or amount <= largest else None


@lru_cache(maxsize=32768)
def printed_day(cell: str) -> date | None:
    """The day of a cell such as 8/23/2010 or 8/23/10, month first; None if it prints something else."""
    found = _PRINTED_DAY.fullmatch(cell.strip()) if cell.isascii() else None
    if not found:
        return None
    month, day, year = (int(part) for part in found.groups())
    if len(found[3]) == 2:
        year += 1900 if year > 50 else 2000
    return day_of(year, month, day)


@lru_cache(maxsize=32768)
def iso_day(cell: str) -> date | None:
    if not cell.isascii() or not _ISO_DAY.fullmatch(cell.strip()):
        return None
    year, month, day = (int(part) for part in cell.strip().split("-"))
    return day_of(year, month, day)


def day_of(year: int, month: int, day: int) -> date | None:
    """A day, or None if the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def is_page(text: str) -> bool:
    """Whether a text is a page as printed: 24, IV-24, 24-25."""
    return _PAGE.fullmatch(text) is not None


def is_mojibake(text: str) -> bool:
    """Whether a text was read in another encoding than it was written in."""
    return not text.isascii() and _MOJIBAKE.search(text) is not None


@lru_cache(maxsize=65536)
def masked(cell: str) -> str:
    """The cell with the numbers by which a state knows one person taken out."""
    return _PERSON_NUMBER.sub(MASK, cell) if any(character.isdigit() for character in cell) else cell
