"""Which rules' words stand in a text, and where. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from cooperation.importers.units.rules import Rule
from cooperation.importers.units.texts import Words


class Find(NamedTuple):
    """The words of a text, from one to before another, that a rule takes; ranks say which rule stands first."""

    first: int
    end: int
    rank: int
    rule: Rule
    target: str | None

    def hides(self, other: "Find") -> bool:
        """Whether another find lies inside this longer one."""
        return self.first <= other.first and other.end <= self.end and self.end - self.first > other.end - other.first

    def overlaps(self, other: "Find") -> bool:
        """Whether both claim one word."""
        return self.first < other.end and other.first < self.end


class RuleIndex:
    """Rules by their phrases, so that a text is read once however many rules there are."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.by_phrase: dict[Words, list[tuple[int, Rule]]] = defaultdict(list)
        self.by_pattern: list[tuple[int, Rule]] = []
        for rank, rule in enumerate(rules):
            if rule.pattern:
                self.by_pattern.append((rank, rule))
            for phrase in rule.phrases:
                self.by_phrase[phrase].append((rank, rule))
        self.by_phrase.default_factory = None
        self.longest = max(map(len, self.by_phrase), default=0)

    def finds(self, words: Words) -> Iterator[Find]:
        """All places of a text that a rule takes, whatever else the rule asks for."""
        for first in range(len(words)):
            for end in range(first + 1, min(first + self.longest, len(words)) + 1):
                for rank, rule in self.by_phrase.get(words[first:end], ()):
                    if is_allowed(rule, words, first, end):
                        yield Find(first, end, rank, rule, rule.target)
        text = " ".join(words)
        for rank, rule in self.by_pattern:
            if not rule.pattern:
                continue
            for match in rule.pattern.finditer(text):
                first = text.count(" ", 0, match.start())
                end = text.count(" ", 0, match.end()) + 1
                if is_allowed(rule, words, first, end):
                    yield Find(first, end, rank, rule, rule.target)


def is_allowed(rule: Rule, words: Words, first: int, end: int) -> bool:
    """Whether a rule may take some words of a text: all of it where it asks for that, and without words that it rules out."""
    if rule.is_whole and (first, end) != (0, len(words)):
        return False
    return not any(holds(words, phrase) for phrase in rule.without)


def holds(words: Words, phrase: Words) -> bool:
    """Whether a phrase stands among words."""
    return any(words[at : at + len(phrase)] == phrase for at in range(len(words) - len(phrase) + 1))
