"""Questions as people put them: other forms of a word, synonyms of the field, and most of the words where not all are found."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import inflection
import yaml
from django.conf import settings

from cooperation.search.questions import SearchQuery, Term
from cooperation.search.words import spellings, words_of

FILE = settings.BASE_DIR / "seeds" / "search" / "synonyms.yaml"
# In which one word is looked for: each is a look into the index.
MOST_WAYS = 24
# Words of which some are enough: they are looked for in every combination.
MOST_TERMS = 6
# Shorter words have no other forms that mean the same.
SHORTEST = 4

Words = tuple[str, ...]


def widened(question: SearchQuery) -> SearchQuery:
    """The question with other ways to say its words: spellings, singular and plural, synonyms; phrases stay as they are.

    Words that say nothing, such as “the”, are left out unless there is nothing else.
    """
    terms = [term for term in question.terms if term.words[0] not in silent_words() or len(term.words) > 1]
    return SearchQuery(tuple(with_ways(term) for term in terms or question.terms))


def with_ways(term: Term) -> Term:
    if len(term.words) > 1 or term.is_beginning:
        return term
    ways = dict.fromkeys(way for way in ways_of(term.words[0]) if way != term.words)
    return replace(term, others=tuple(ways)[:MOST_WAYS])


def ways_of(word: str) -> Iterator[Words]:
    """The ways to say a word: its own first, then those of its synonyms."""
    own = [form for spelling in spellings(word) for form in forms(spelling)]
    yield from ((form,) for form in own)
    for form in own:
        yield from synonyms().get(form, ())


def forms(word: str) -> list[str]:
    """A word in the singular and the plural, of English and Spanish."""
    if len(word) < SHORTEST or not (word.isascii() and word.isalpha()):
        return [word]
    spanish = [word.removesuffix("es")] if word.endswith("es") and len(word) > SHORTEST + 1 else [f"{word}es"]
    return [word, inflection.singularize(word), inflection.pluralize(word), *spanish]


def with_most_words(question: SearchQuery, number_of: Callable[[SearchQuery], int]) -> SearchQuery:
    """A question for as many of the words as stand together anywhere; of many words, of the rarest.

    `number_of` counts what a question finds; it is asked at most once for each word and once for each number of words.
    """
    numbers = {term: number_of(SearchQuery((term,))) for term in question.terms}
    terms = tuple(sorted(filter(numbers.get, question.terms), key=lambda term: numbers[term])[:MOST_TERMS])
    questions = (SearchQuery(terms, least) for least in range(len(terms), 0, -1))
    return next((fewer for fewer in questions if number_of(fewer)), question)


@lru_cache(maxsize=1)
def synonyms() -> dict[str, tuple[Words, ...]]:
    """What else a word of the field is called, by its singular and plural."""
    groups = [[words_in(entry) for entry in group] for group in content()["synonyms"]]
    found: dict[str, tuple[Words, ...]] = {}
    for group in groups:
        for entry in group:
            if len(entry) == 1:
                found[entry[0]] = (*found.get(entry[0], ()), *(other for other in group if other != entry))
    return found


@lru_cache(maxsize=1)
def silent_words() -> frozenset[str]:
    return frozenset(word for text in content()["silent"] for word in words_in(text))


@lru_cache(maxsize=1)
def content() -> dict[str, list]:
    loaded: dict[str, list] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return loaded


def words_in(text: str) -> Words:
    return tuple(word.folded for word in words_of(text))
