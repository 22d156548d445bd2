"""The country that somebody means who writes another word than its code: for suggestions."""

import gettext
from functools import lru_cache

import pycountry

from cooperation.countries.names import Codes, codes_named
from cooperation.countries.table import ISO_FIELDS, country_table, is_country_code
from cooperation.countries.words import Words, country_words


@lru_cache(maxsize=4096)
def codes_meant(text: str) -> Codes:
    """The codes (alpha-3) that may be meant by a code of any kind, or a name in English or Spanish; the likeliest first."""
    code = text.strip().upper()
    if is_country_code(code):
        return (code,)
    if found := codes_by_other_codes().get(code):
        return (found,)
    return codes_named(text) or codes_by_spanish_words().get(country_words(text), ())


@lru_cache(maxsize=1)
def codes_by_other_codes() -> dict[str, str]:
    """Countries by their two-letter codes, by codes that are gone and by those of other bodies."""
    countries = country_table().countries.values()
    others = {other: country.code for country in countries for other in country.codes}
    return {**others, **codes_by_alpha_2()}


@lru_cache(maxsize=1)
def codes_by_alpha_2() -> dict[str, str]:
    """Countries by their two-letter codes; of two that had the same, the one that has it today."""
    countries = sorted(country_table().countries.values(), key=lambda country: country.is_former, reverse=True)
    return {country.alpha_2: country.code for country in countries if country.alpha_2}


@lru_cache(maxsize=1)
def codes_by_spanish_words() -> dict[Words, Codes]:
    """Countries by the words of their names in Spanish."""
    spanish = gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=["es"])
    names = [
        (spanish.gettext(getattr(country, field)), country.alpha_3)
        for country in pycountry.countries
        for field in ISO_FIELDS
        if hasattr(country, field)
    ]
    names += [(name, country.code) for country in country_table().countries.values() for name in country.asked]
    return {country_words(name): (code,) for name, code in names}
