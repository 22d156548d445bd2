"""The location text of a row: the place and the country that it names. Pure.

Reports write a place as they like: “FT BENNING GA 31905-5468”, “COGARD INTL TRNG DET TRACEN YORKTOWN VA”, “D.F., Mexico”,
“COLOMBIA (IN COUNTRY TRAINING)”. The place is the most exact one of the gazetteer whose name stands in the text and which
lies in the country that the text names; without such a country a place abroad has to lie in the country trained, since
there is a Manzanillo in more countries than one.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from cooperation.countries.meant import codes_by_alpha_2
from cooperation.countries.names import country_of
from cooperation.countries.table import is_country_code
from cooperation.trainings.importer.cells import normalized

USA = "USA"
# From the most exact kind of place to the widest.
KINDS = ("facility", "base", "port", "city", "municipality", "state", "country", "region")
LONGEST_NAME = 12
STATES = frozenset(
    "AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA "
    "RI SC SD TN TX UT VT VA WA WV WI WY PR".split()
)
# Abroad in a word: the reports write Germany as GY and Panama as PN.
FIPS = {"GY": "DEU", "PN": "PAN"}

_ZIP = re.compile(r"\s*\b\d{5}(?:-\d{4})?\s*$")
_IN_COUNTRY = re.compile(r"\s*\(in country training\)\s*", re.IGNORECASE)
_PARTS = re.compile(r"[,;/()]| - ")


@dataclass(frozen=True, slots=True)
class PlaceName:
    """A place as the gazetteer knows it."""

    number: int
    slug: str
    kind: str
    country: str | None


@dataclass(frozen=True)
class Gazetteer:
    """Places by the words of their names and spellings."""

    names: dict[tuple[str, ...], PlaceName] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Location:
    """What a location text names; None for what it does not."""

    place: PlaceName | None
    country: str | None


NOWHERE = Location(None, None)


def gazetteer_of(names: Iterable[tuple[str, PlaceName]]) -> Gazetteer:
    """The gazetteer of names and the places that they mean; a name of several places means the most exact one."""
    known: dict[tuple[str, ...], PlaceName] = {}
    for name, place in names:
        words = location_words(name)
        if words and (words not in known or exactness(place) < exactness(known[words])):
            known[words] = place
    return Gazetteer(known)


def exactness(place: PlaceName) -> tuple[int, str]:
    return KINDS.index(place.kind), place.slug


def location_words(text: str) -> tuple[str, ...]:
    """The words of a text; letters that stand alone are one word, so that D.C. and DC are the same."""
    joined: list[str] = []
    was_letter = False
    for word in (normalized(text) or "").split():
        is_letter = len(word) == 1 and word.isalpha()
        if is_letter and was_letter:
            joined[-1] += word
        else:
            joined.append(word)
        was_letter = is_letter
    return tuple(joined)


def location_of(text: str, country: str, gazetteer: Gazetteer) -> Location:
    """The place and the country that a text names, in a row about a country (alpha-3)."""
    text = _ZIP.sub("", text)
    if _IN_COUNTRY.search(text):
        host = country_of(_IN_COUNTRY.sub("", text)) or country
        return Location(country_place(host, gazetteer), host)
    named, is_settled = country_named(text, country)
    found = [place for place in places_in(text, gazetteer) if fits(place, named, country, is_settled=is_settled)]
    place = min(found, key=exactness) if found else country_place(named, gazetteer)
    return Location(place, named or (place.country if place else None))


def country_place(country: str | None, gazetteer: Gazetteer) -> PlaceName | None:
    """The place that is a whole country, if the gazetteer has it."""
    places = gazetteer.names.values()
    return next((place for place in places if country and place.kind == "country" and place.country == country), None)


def fits(place: PlaceName, named: str | None, country: str, *, is_settled: bool) -> bool:
    """Whether a place can be meant by a text that names a country, or none, in a row about a country."""
    if named:
        return place.country == named
    abroad = place.kind == "facility"
    return place.country in (USA, country) or (abroad and is_settled)


def country_named(text: str, country: str) -> tuple[str | None, bool]:
    """The country that a text names at the end of one of its parts, the last one first; and whether that is certain.

    “CO” is Colorado and Colombia: in a row about Colombia it says nothing.
    """
    is_settled = True
    for part in reversed([_ZIP.sub("", part).strip(" .") for part in _PARTS.split(text)]):
        if found := country_of(part):
            is_state = found == "GEO" and country != "GEO"
            return (USA if is_state else found), True
        if is_country_code(part):
            return part, True
        code = part.split()[-1] if part else ""
        if code.isupper() and len(code) == 2:
            abroad = codes_by_alpha_2().get(code)
            if code in STATES and abroad == country:
                is_settled = False
            elif code in STATES:
                return USA, True
            elif part == code and (code in FIPS or abroad == country):
                return FIPS.get(code, abroad), True
    return None, is_settled


def places_in(text: str, gazetteer: Gazetteer) -> list[PlaceName]:
    """The places named in a text, the longest name at each word."""
    words = location_words(text)
    found = []
    at = 0
    while at < len(words):
        for length in range(min(LONGEST_NAME, len(words) - at), 0, -1):
            place = gazetteer.names.get(words[at : at + length])
            if place:
                found.append(place)
                at += length
                break
        else:
            at += 1
    return found
