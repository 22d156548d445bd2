"""From a text to places in it that can be checked: paragraphs, the words of a citation, numbers and their covers."""

from sources.locators.coverage import Cover, stated_values, states, uncovered
from sources.locators.numbers import Number, NumberKind, numbers
from sources.locators.places import Locator, format_locator, parse_locator, text_fragment
from sources.locators.qualifiers import qualifier_of
from sources.locators.texts import Span, find_words, fold, paragraphs, shared_run, word_count, word_runs

__all__ = [
    "Cover",
    "Locator",
    "Number",
    "NumberKind",
    "Span",
    "find_words",
    "fold",
    "format_locator",
    "numbers",
    "paragraphs",
    "parse_locator",
    "qualifier_of",
    "shared_run",
    "stated_values",
    "states",
    "text_fragment",
    "uncovered",
    "word_count",
    "word_runs",
]
