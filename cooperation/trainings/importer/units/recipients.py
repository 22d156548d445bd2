"""The bodies that received a training. Pure."""

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from cooperation.trainings.importer.units.phrases import Find, RuleIndex
from cooperation.trainings.importer.units.rules import RecipientRules
from cooperation.trainings.importer.units.schools import NO_RULE
from cooperation.trainings.importer.units.texts import words_in

# “3rd Naval Zone (1), Naval Hospital (5)”: how many trainees each sent.
_COUNT = re.compile(r"\(\d{1,2}\)")


class RecipientLink(NamedTuple):
    """One body that a cell names, its level, and the rule that says so."""

    organization: str
    level: str
    rule: str


class Recipients(NamedTuple):
    """All bodies that a cell names; if there are none, why, and the rule that says so."""

    links: tuple[RecipientLink, ...]
    reason: str | None = None
    rule: str | None = None


@dataclass
class RecipientMatcher:
    """Finds recipients by rules; a cell that comes again is not read again."""

    rules: RecipientRules
    known: dict[tuple[str, str, str], Recipients] = field(default_factory=dict)

    def __post_init__(self) -> None:
        countries = {country for rule in [*self.rules.rules, *self.rules.unknown] for country in rule.countries}
        self.indexes = {country: self.index_for(country) for country in countries}

    def index_for(self, country: str) -> RuleIndex:
        return RuleIndex(rule for rule in [*self.rules.unknown, *self.rules.rules] if country in rule.countries)

    def recipients_of(self, cell: str | None, country: str, report: str) -> Recipients:
        """The links of one cell of a row about a country (alpha-3), in the order of the text."""
        if not cell or country not in self.indexes:
            return Recipients((), NO_RULE)
        found = self.known.get((cell, country, report))
        if found is None:
            found = self.known[cell, country, report] = self.read(cell, country, report)
        return found

    def read(self, cell: str, country: str, report: str) -> Recipients:
        finds = [
            find for find in self.indexes[country].finds(words_in(_COUNT.sub(" ", cell))) if find.rule.covers(report)
        ]
        kept = longest_of(finds)
        named = {find.rule.target: find for find in reversed(kept) if find.rule.target}
        above = {body for target in named for body in self.above(target)}
        links = tuple(
            RecipientLink(target, self.rules.recipients[target].level, find.rule.id)
            for target, find in reversed(named.items())
            if target not in above
        )
        if links:
            return Recipients(links)
        refused = next((find.rule for find in kept if find.rule.reason), None)
        return Recipients((), refused.reason, refused.id) if refused else Recipients((), NO_RULE)

    def above(self, slug: str) -> set[str]:
        bodies: set[str] = set()
        within = self.rules.recipients[slug].within
        while within:
            bodies.add(within)
            within = self.rules.recipients[within].within
        return bodies


def longest_of(finds: list[Find]) -> list[Find]:
    """Finds that share no word, the longest first where several claim one, in the order of the text."""
    kept: list[Find] = []
    for find in sorted(finds, key=lambda find: (find.first - find.end, find.rank, find.first)):
        if not any(other.overlaps(find) for other in kept):
            kept.append(find)
    return sorted(kept, key=lambda find: find.first)
