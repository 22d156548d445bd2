"""The words by which one name of a country is told from another. Pure."""

import re

from config.rest.texts import unaccented

_POSSESSIVE = re.compile(r"['’‘ʼ´`]s\b")
_SILENT = frozenset({"the", "of", "and", "amp", "de", "d"})
# What a name says of a government, and a ledger that some files print beside it: “Bolivia INC”.
_WEAK = frozenset({"republic", "government", "state", "kingdom", "commonwealth", "inc"})
_SAME = {
    "saint": "st", "peoples": "people", "rep": "republic", "dem": "democratic", "govt": "government", "island": "islands",
    "n": "north", "s": "south", "e": "east", "w": "west",
}  # fmt: skip

Words = frozenset[str]


def country_words(name: str) -> Words:
    """The words that count, whatever their order, case, accents and punctuation; letters with dots are one word."""
    text = _POSSESSIVE.sub("", unaccented(name))
    words: list[str] = []
    was_letter = False
    for word in re.findall(r"[^\W_]+", text):
        is_letter = len(word) == 1
        if is_letter and was_letter:
            words[-1] += word
        else:
            words.append(word)
        was_letter = is_letter
    return frozenset(_SAME.get(word, word) for word in words if word not in _SILENT)


def strong_words(words: Words) -> Words:
    """The words without those that many countries share."""
    return words - _WEAK
