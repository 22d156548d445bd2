"""Which rules' words stand in a text, and where. Pure."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cooperation.trainings.importer.units.rules import Rule
from cooperation.trainings.importer.units.texts import Words


class Find(NamedTuple):
    """The words of a text, from one to before another, that a rule takes; the rank is the rule's place among all."""

    first: int
    end: int
    rank: int
    rule: Rule

    def hides(self, other: "Find") -> bool:
        """Whether another find lies inside this longer one."""
        return self.first <= other.first and other.end <= self.end and self.end - self.first > other.end - other.first

    def overlaps(self, other: "Find") -> bool:
        return self.first < other.end and other.first < self.end


class RuleIndex:
    """Rules by their phrases, so that a text is read once however many rules there are."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.phrases: dict[Words, list[tuple[int, Rule]]] = defaultdict(list)
        self.patterns: list[tuple[int, Rule, re.Pattern[str]]] = []
        self.longest: dict[str, int] = {}
        for rank, rule in enumerate(rules):
            if rule.pattern:
                self.patterns.append((rank, rule, rule.pattern))
            for phrase in rule.phrases:
                self.phrases[phrase].append((rank, rule))
                self.longest[phrase[0]] = max(self.longest.get(phrase[0], 0), len(phrase))

    def finds(self, words: Words) -> Iterator[Find]:
        """All places of a text that a rule takes, whatever else the rule asks for."""
        for first, end, rank, rule in self.places(words):
            if is_allowed(rule, words, first, end):
                yield Find(first, end, rank, rule)

    def places(self, words: Words) -> Iterator[tuple[int, int, int, Rule]]:
        for first, word in enumerate(words):
            for end in range(first + 1, min(first + self.longest.get(word, 0), len(words)) + 1):
                for rank, rule in self.phrases.get(words[first:end], ()):
                    yield first, end, rank, rule
        text = " ".join(words) if self.patterns else ""
        for rank, rule, pattern in self.patterns:
            for match in pattern.finditer(text):
                yield text.count(" ", 0, match.start()), text.count(" ", 0, match.end()) + 1, rank, rule


def is_allowed(rule: Rule, words: Words, first: int, end: int) -> bool:
    """Whether a rule may take some words of a text: all of it where it asks for that, and without words that it rules out."""
    if rule.is_whole and (first, end) != (0, len(words)):
        return False
    return not any(holds_phrase(words, phrase) for phrase in rule.without)


def holds_phrase(words: Words, phrase: Words) -> bool:
    """Whether a phrase stands among words."""
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))
