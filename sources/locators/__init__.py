"""From a text to places in it that can be checked: paragraphs, the words of a citation, numbers and their covers."""

from sources.locators.coverage import Cover, stated_values, states, uncovered
from sources.locators.numbers import Number, NumberKind, numbers
from sources.locators.places import Locator, format_locator, parse_locator, text_fragment
from sources.locators.qualifiers import qualifier_of
from sources.locators.texts import Span, find_words, fold, paragraphs, shared_run, word_count, word_runs
