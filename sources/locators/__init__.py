"""From a text to places in it that can be checked: paragraphs, the words of a citation, numbers and their covers."""

from sources.locators.coverage import Cover, states, uncovered, value_of
from sources.locators.numbers import Kind, Number, numbers
from sources.locators.places import Locator, format_locator, parse_locator, text_fragment
from sources.locators.qualifiers import qualifier_of
from sources.locators.texts import Span, find, fold, paragraphs, shared_run, word_count, word_runs

__all__ = [
    "Cover",
    "Kind",
    "Locator",
    "Number",
    "Span",
    "find",
    "fold",
    "format_locator",
    "numbers",
    "paragraphs",
    "parse_locator",
    "qualifier_of",
    "shared_run",
    "states",
    "text_fragment",
    "uncovered",
    "value_of",
    "word_count",
    "word_runs",
]
