"""Texts as words: runs of letters and digits, in lower case, without accents; as both databases split and fold them."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple
from unicodedata import category, normalize

ASCII_WORD = re.compile(r"[0-9A-Za-z]+")
# The accents that FTS5 takes off, as a pattern that PostgreSQL reads, too.
ACCENTS = r"[\u0300-\u0304\u0306-\u030c\u030f\u0311\u031b\u0323-\u0328\u032d\u032e\u0330\u0331]+"
SAME = {"µ": "μ", "ſ": "s"}


class Word(NamedTuple):
    """A word as it is compared, and where in the text it stands: from the first character to the one after the last."""

    folded: str
    start: int
    end: int


def words_of(text: str) -> Iterator[Word]:
    if text.isascii():
        for match in ASCII_WORD.finditer(text):
            yield Word(match[0].lower(), match.start(), match.end())
        return
    folded: list[str] = []
    start = 0
    for place, char in enumerate([*text, " "]):
        letter = fold(char)
        if letter is None:
            if folded:
                yield Word("".join(folded), start, place)
            folded = []
        elif folded or letter:
            start = start if folded else place
            folded.append(letter)


def spellings(word: str) -> list[str]:
    """How a word may be written: as it is, and with the letters that are written in two ways (ß and ss, 2º and 2o)."""
    plain = word.replace("ß", "ss").replace("º", "o").replace("ª", "a")
    ordinal = re.sub(r"(?<=^[0-9])[oa]$|(?<=^[0-9]{2})[oa]$", lambda end: {"o": "º", "a": "ª"}[end[0]], plain)
    return list(dict.fromkeys([word, plain, plain.replace("ss", "ß"), ordinal]))


@lru_cache(maxsize=2_000)
def fold(char: str) -> str | None:
    """A character of a word as it is compared; nothing for an accent, None for what stands between words."""
    if re.fullmatch(ACCENTS, char):
        return ""
    base = re.sub(ACCENTS, "", normalize("NFD", char))
    kept = base if base.isascii() else normalize("NFC", SAME.get(char, char))
    if kept and (category(kept[0]).startswith("L") or category(kept[0]) == "Nd"):
        return kept.lower()
    return None
