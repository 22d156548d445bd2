"""Texts as words: what rules are written in and rows are compared by. Pure."""

import re
from functools import lru_cache

from config.rest.texts import folded

Words = tuple[str, ...]

# The report of 2006 prints “N/A” wherever a text has the letters “na”: “N/Avy HQS”, “SEDEN/A”, “AeroN/Aval”.
_BROKEN_NA = re.compile(r"N/A(?=[A-Za-z])|(?<=[A-Za-z])N/A(?![A-Za-z])")
# The newer reports print "US unit - number of US personnel" in one column.
_PERSONNEL = re.compile(r"\s+-\s+(?:N/A|\d{1,4})\s*$", re.IGNORECASE)
# “1st”, “1er”, “1a”, “primera” and “first” are one number; Roman numerals of one letter, but for X, are rather initials.
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|d|a|o|er|era|ra|ro|da|do|ta|to|va|vo|na|no|ma|mo)")
_NUMBERS = {
    word: str(number)
    for number, words in enumerate(
        (
            "first primer primero primera", "second segundo segunda ii", "third tercer tercero tercera iii",
            "fourth cuarto cuarta iv", "fifth quinto quinta", "sixth sexto sexta vi", "seventh septimo septima vii",
            "eighth octavo octava viii", "ninth noveno novena ix", "tenth decimo decima x", "eleventh undecimo undecima xi",
            "twelfth duodecimo duodecima xii",
        ),
        start=1,
    )
    for word in words.split()
}  # fmt: skip


@lru_cache(maxsize=65536)
def words_in(text: str) -> Words:
    """The words of a text without case, accents and punctuation; ordinals as numbers; “N/Avy” is the navy."""
    return tuple(map(numbered, folded(_BROKEN_NA.sub("NA", text)).split()))


def numbered(word: str) -> str:
    """A word, or the number of an ordinal."""
    ordinal = _ORDINAL.fullmatch(word)
    return str(int(ordinal[1])) if ordinal else _NUMBERS.get(word, word)


def without_personnel(unit: str) -> str:
    """A US unit without the number of its personnel."""
    return _PERSONNEL.sub("", unit)
