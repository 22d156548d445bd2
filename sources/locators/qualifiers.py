"""The words around a number that say how exact it is."""

import re
from itertools import pairwise

from sources.locators.numbers import Number, NumberKind, numbers
from sources.locators.texts import fold

_BEFORE = {
    "about": ("some", "about", "approximately", "around", "roughly"),
    "nearly": ("nearly", "almost", "close to"),
    "more_than": ("over", "more than", "greater than", "in excess of"),
    "less_than": ("under", "fewer than", "less than"),
    "at_most": ("up to", "within", "as many as", "as much as", "at most", "no more than", "not more than"),
    "at_least": ("at least", "as few as", "as little as", "no fewer than", "no less than", "not less than"),
}
_BEHIND = {
    "about": ("or so",),
    "at_least": ("or more", "and more", "or above"),
    "at_most": ("or less", "or fewer", "or under"),
}
_NO_VALUES = (NumberKind.DATE, NumberKind.YEAR, NumberKind.DECADE, NumberKind.TIME, NumberKind.ORDINAL, NumberKind.NOTE)
_RANGE = re.compile(r" (?:to|or) |-")
_FROM = re.compile(r"(?<![^\W_])from $", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<![^\W_])between $", re.IGNORECASE)


def _phrases(meanings: dict[str, tuple[str, ...]], behind: str) -> re.Pattern[str]:
    """Return a pattern with a group for each qualifier; longer phrases win ("no more than", not "more than")."""
    phrases = [(phrase, qualifier) for qualifier, words in meanings.items() for phrase in words]
    ordered = sorted(phrases, key=lambda pair: -len(pair[0]))
    alternatives = (f"(?P<{qualifier}_{place}>{phrase})" for place, (phrase, qualifier) in enumerate(ordered))
    return re.compile(rf"(?<![^\W_])(?:{'|'.join(alternatives)})(?![^\W_]){behind}", re.IGNORECASE)


# "Over" and "some" qualify only the number that follows; an article is a number too ("more than a century").
_ARTICLE = r" ?(?P<article>(?:(?:a|an|the|another|only|just|US) )*)"
_BEFORE_NUMBER = _phrases(_BEFORE, _ARTICLE)
_BEHIND_NUMBER = _phrases(_BEHIND, "")


def qualifier_of(as_stated: str) -> set[str]:
    """Return the qualifiers that the words give the numbers in them, by README name ("nearly", "at_most", "range").

    An empty set where they give none: the number is then exact, or there is none. "From a to b" is a change, no range.
    """
    text = fold(as_stated)
    found = numbers(text)
    starts = {number.span.start for number in found}
    said = {
        _qualifier(match)
        for match in _BEFORE_NUMBER.finditer(text)
        if match.end() in starts or re.search(r"\ban? ", match.group("article"), re.IGNORECASE)
    }
    if found:
        said |= {_qualifier(match) for match in _BEHIND_NUMBER.finditer(text) if match.start() > found[0].span.start}
    if any(_is_range(text, first, second) for first, second in pairwise(found)):
        said.add("range")
    return said


def _qualifier(match: re.Match[str]) -> str:
    groups = (name for name, words in match.groupdict().items() if words and name != "article")
    return next(groups).rpartition("_")[0]


def _is_range(text: str, first: Number, second: Number) -> bool:
    if first.kind in _NO_VALUES or second.kind in _NO_VALUES:
        return False
    before, between = text[: first.span.start], text[first.span.end : second.span.start]
    if between == " and ":
        return bool(_BETWEEN.search(before))
    return bool(_RANGE.fullmatch(between)) and not _FROM.search(before)
