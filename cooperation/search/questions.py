"""What a question means."""

import re
from dataclasses import dataclass, replace
from itertools import combinations, islice, product

from cooperation.search.words import spellings, words_of

MAX_LENGTH = 200
MAX_TERMS = 10
SHORTEST_BEGINNING = 2
# In which a term may stand: each is a look into the index.
MOST_WAYS = 8
QUOTES = str.maketrans("“”„«»", '"""""')
TERM = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')


@dataclass(frozen=True)
class Term:
    """Words that must stand one after the other, or others in their place; of the last, perhaps only the beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False
    others: tuple[tuple[str, ...], ...] = ()

    @property
    def ways(self) -> tuple[tuple[str, ...], ...]:
        """All in which it may stand, that of the question first."""
        return (self.words, *self.others)


@dataclass(frozen=True)
class SearchQuery:
    """Terms that must all be found, or at least some number of them."""

    terms: tuple[Term, ...]
    least: int | None = None

    def combinations(self) -> list[tuple[Term, ...]]:
        """The terms that must be found together: one of these combinations."""
        return list(combinations(self.terms, self.least or len(self.terms)))


def parse_search_query(text: str) -> SearchQuery:
    """The question of a text; ValueError says what is wrong with it."""
    if len(text) > MAX_LENGTH:
        raise ValueError(f"At most {MAX_LENGTH} characters.")
    text = text.translate(QUOTES)
    if text.count('"') % 2:
        raise ValueError("A quotation mark is not closed.")
    terms = [term_of(match) for match in TERM.finditer(text)]
    wanted = tuple(dict.fromkeys(term for term in terms if term.words))
    if not wanted:
        raise ValueError("There is no word to search for: write letters or digits.")
    if len(wanted) > MAX_TERMS:
        raise ValueError(f"At most {MAX_TERMS} words or quoted phrases.")
    return SearchQuery(wanted)


def spelled_alike(question: SearchQuery) -> SearchQuery:
    """The question with what its words may be written as besides: ß for ss, º for o, and the other way round."""
    terms = []
    for term in question.terms:
        ways = list(islice(product(*map(spellings, term.words)), MOST_WAYS))
        terms.append(replace(term, others=tuple(way for way in ways if way != term.words)))
    return SearchQuery(tuple(terms))


def term_of(match: re.Match[str]) -> Term:
    phrase, star, word = match.groups()
    written = word.removesuffix("*") if phrase is None else phrase
    is_beginning = star == "*" or (word or "").endswith("*")
    if "*" in written:
        raise ValueError("A * stands only at the end, for words that begin so: mex*.")
    words = tuple(item.folded for item in words_of(written))
    if is_beginning and len(words[-1] if words else "") < SHORTEST_BEGINNING:
        raise ValueError(f"Before a * there are at least {SHORTEST_BEGINNING} letters or digits.")
    return Term(words, is_beginning)
