"""Names of countries in English to their codes: what files print.

Words in brackets count. “Korea (North)” is another country than Korea, “Belize (UK)” and “China (Taiwan)” name a country
beside the one that it belongs, or belonged, to: the other one is meant. Where two names contradict each other, or the words
in brackets are unknown and the name is shared, nothing is understood.
"""

import re
from functools import lru_cache

from cooperation.countries.table import country_table
from cooperation.countries.words import Words, country_words, strong_words

# Countries that others belong or belonged to, which reports print beside them.
POWERS = frozenset({"AUS", "CHN", "DNK", "ESP", "FRA", "GBR", "NLD", "NZL", "PRT", "USA"})
_BRACKETS = re.compile(r"[()\[\]]")

Codes = tuple[str, ...]


@lru_cache(maxsize=1)
def codes_by_words() -> dict[Words, Codes]:
    """The countries that a name may mean, by its words; more than one only for names that countries share."""
    table = country_table()
    known = {country_words(name): (country.code,) for country in table.countries.values() for name in country.names}
    return {**known, **{country_words(name): codes for name, codes in table.shared.items()}}


@lru_cache(maxsize=4096)
def codes_named(name: str) -> Codes:
    """The countries that a name may mean, the usual one first; none if it is not understood."""
    whole = codes_of_words(country_words(name))
    parts = [part for part in _BRACKETS.split(name) if part.strip()]
    if whole or len(parts) < 2:
        return whole
    outside, inside = (codes_of_words(country_words(part)) for part in (parts[0], " ".join(parts[1:])))
    if not inside or not outside:
        return outside if len(outside) == 1 else ()
    return decided(outside, inside)


def decided(outside: Codes, inside: Codes) -> Codes:
    """What a name means, by the countries outside and inside of its brackets."""
    if both := tuple(code for code in inside if code in outside):
        return both
    if set(inside) & POWERS:
        return outside
    return inside if set(outside) & POWERS else ()


def codes_of_words(words: Words) -> Codes:
    known = codes_by_words()
    return known.get(words) or known.get(strong_words(words)) or ()


def country_of(name: str, code: str = "") -> str | None:
    """The country that a name means (alpha-3), or None; of several that share it the one with the code beside it."""
    codes = codes_named(name)
    return code if code in codes else next(iter(codes), None)
