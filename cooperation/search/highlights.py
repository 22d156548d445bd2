"""What is shown of a find: the fields in which a word of the question stands, as plain text, and where in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from cooperation.search.questions import SearchQuery, Term
from cooperation.search.words import Word, words_of

# How much of a long text is shown before the first find, and in all.
BEFORE, LONGEST = 60, 240


@dataclass(frozen=True)
class Highlight:
    """A piece of a field, and the ranges of characters in it that were found: the first, and the one after the last."""

    field: str
    text: str
    ranges: list[tuple[int, int]]


def highlights(question: SearchQuery, texts: dict[str, str]) -> list[Highlight]:
    """A piece of each field in which a term of the question stands."""
    return [piece for field, text in texts.items() if (piece := highlight(question, field, text))]


def highlight(question: SearchQuery, field: str, text: str) -> Highlight | None:
    """A piece of a text that begins shortly before the first find; None if there is none."""
    text = text.rstrip()
    if not may_hold(text, question):
        return None
    words = list(words_of(text))
    places = sorted({place for term in question.terms for place in places_of(term, words)})
    if not places:
        return None
    start, end = cut(text, words, places[0])
    ranges = [(max(first, start) - start, min(last, end) - start) for first, last in places if start <= first < end]
    return Highlight(field, text[start:end], joined(ranges))


def may_hold(text: str, question: SearchQuery) -> bool:
    """Whether a term of the question may stand in a text: most texts are soon known not to, and need not be split into words."""
    if not text.isascii():
        return True
    lowered = text.lower()
    return any(all(word in lowered for word in words) for term in question.terms for words in term.ways)


def places_of(term: Term, words: list[Word]) -> Iterator[tuple[int, int]]:
    """Where a term stands: from the first character of its first word to the one after the last of its last."""
    for *firsts, last in term.ways:
        for number in range(len(words) - len(firsts)):
            end = words[number + len(firsts)]
            is_last = end.folded.startswith(last) if term.is_beginning else end.folded == last
            if is_last and [word.folded for word in words[number : number + len(firsts)]] == firsts:
                yield words[number].start, end.end


def cut(text: str, words: list[Word], place: tuple[int, int]) -> tuple[int, int]:
    """The piece of a text to show: all of a short one, whole words about the first find of a long one."""
    if len(text) <= LONGEST:
        return 0, len(text)
    start = 0 if place[1] <= LONGEST else min(word.start for word in words if word.start >= place[0] - BEFORE)
    whole = [word.end for word in words if start < word.end <= start + LONGEST]
    return start, max([*whole, min(place[1], start + LONGEST)])


def joined(ranges: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Ranges in their order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for first, last in ranges:
        if merged and first <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged
