"""What a question means."""

import re
from dataclasses import dataclass

from cooperation.search.words import words_of

MAX_LENGTH = 200
MAX_TERMS = 10
SHORTEST_BEGINNING = 2
QUOTES = str.maketrans("“”„«»", '"""""')
TERM = re.compile(r'"([^"]*)"(\*?)|([^\s"]+)')


@dataclass(frozen=True)
class Term:
    """Words that must stand one after the other; of the last, perhaps only the beginning."""

    words: tuple[str, ...]
    is_beginning: bool = False


@dataclass(frozen=True)
class SearchQuery:
    """Terms that must all be found."""

    terms: tuple[Term, ...]


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


def term_of(match: re.Match[str]) -> Term:
    """The term of a quoted phrase or a word, with the star behind it."""
    phrase, star, word = match.groups()
    written = word.removesuffix("*") if phrase is None else phrase
    is_beginning = star == "*" or (word or "").endswith("*")
    if "*" in written:
        raise ValueError("A * stands only at the end, for words that begin so: mex*.")
    words = tuple(item.folded for item in words_of(written))
    if is_beginning and len(words[-1] if words else "") < SHORTEST_BEGINNING:
        raise ValueError(f"Before a * there are at least {SHORTEST_BEGINNING} letters or digits.")
    return Term(words, is_beginning)
