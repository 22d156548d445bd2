"""The school that gave a training, or the base where it was given. Pure."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cooperation.trainings.importer.units.phrases import Find, RuleIndex, holds_phrase
from cooperation.trainings.importer.units.rules import Rule, SchoolRules
from cooperation.trainings.importer.units.texts import without_personnel, words_in

NO_RULE = "no rule knows the text"
# What makes a row mobile where no rule does: a school taught in a country that is not its own.
ABROAD = "abroad"


class Activity(NamedTuple):
    """What a row prints about who gave a training, to whom, where and when; the country of the place if its text tells."""

    report: str
    country: str
    program: str | None = None
    delivery_unit: str | None = None
    location: str | None = None
    course_title: str | None = None
    start: date | None = None
    location_country: str | None = None


class SchoolLink(NamedTuple):
    """The institution, or the place where only the base is certain, and the rule that says so; else why there is none."""

    school: str | None
    base: str | None
    rule: str | None
    reason: str | None
    is_mobile: bool
    mobile_rule: str | None


class TextReading(NamedTuple):
    """What rules take of one text, and the rules whose titles or places it is."""

    finds: tuple[Find, ...]
    met: frozenset[Rule]


class Facts(NamedTuple):
    """All of a row that can decide, its readings by their numbers; rows share few of them."""

    report: str
    country: str
    location_country: str | None
    is_early: bool
    delivery_unit: int
    location: int
    course_title: int
    program: int


@dataclass
class SchoolMatcher:
    """Finds schools by rules. Texts come again and again: each is read once, and what it comes to is worked out once."""

    rules: SchoolRules
    texts: dict[tuple[str, str | None], int] = field(default_factory=dict)
    numbers: dict[TextReading, int] = field(default_factory=dict)
    links: dict[Facts, SchoolLink] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rules = self.rules
        self.ranked = [*rules.silent, *rules.institutions, *rules.bases, *rules.unknown, *rules.mobile]
        self.index = RuleIndex(self.ranked)
        self.bases, self.mobile = frozenset(rules.bases), frozenset(rules.mobile)
        self.conditional = [rule for rule in self.ranked if rule.titles or rule.at]
        self.readings: list[TextReading] = []
        self.early = min((rule.starts_before for rule in self.ranked if rule.starts_before), default=date.min)

    def school_of(self, activity: Activity) -> SchoolLink:
        facts = Facts(
            activity.report,
            activity.country,
            activity.location_country,
            activity.start is not None and activity.start < self.early,
            self.number("delivery_unit", activity.delivery_unit),
            self.number("location", activity.location),
            self.number("course_title", activity.course_title),
            self.number("program", activity.program),
        )
        link = self.links.get(facts)
        if link is None:
            link = self.links[facts] = self.link_of(facts)
        return link

    def number(self, name: str, text: str | None) -> int:
        """The number of what rules make of a column's text; what is alike has one number."""
        found = self.texts.get((name, text))
        if found is None:
            reading = self.read(name, text or "")
            found = self.texts[name, text] = self.numbers.setdefault(reading, len(self.readings))
            if found == len(self.readings):
                self.readings.append(reading)
        return found

    def read(self, name: str, text: str) -> TextReading:
        """What rules make of a column's text."""
        words = words_in(without_personnel(text) if name == "delivery_unit" else text)
        finds = tuple(find for find in self.index.finds(words) if name in find.rule.columns)
        return TextReading(finds, frozenset(rule for rule in self.conditional if is_named(rule, name, words)))

    def link_of(self, facts: Facts) -> SchoolLink:
        taken = self.rules_for(facts)
        mobile = next((rule.id for rule in taken if rule in self.mobile), None)
        rule = next((rule for rule in taken if rule not in self.mobile), None)
        if rule is None:
            return SchoolLink(None, None, None, NO_RULE, mobile is not None, mobile)
        base = rule.target if rule in self.bases else None
        school = None if base else rule.target
        if mobile is None and school and self.is_abroad(school, facts.location_country):
            mobile = ABROAD
        return SchoolLink(school, base, rule.id, rule.reason, mobile is not None, mobile)

    def is_abroad(self, school: str, country: str | None) -> bool:
        """Whether a country is known and is not the school's own."""
        return country is not None and country != self.rules.schools[school].country

    def rules_for(self, facts: Facts) -> list[Rule]:
        """The rules that take a row, in the order of the file."""
        finds: list[Find] = []
        for number in facts[-4:]:
            reading = self.readings[number]
            applicable = [find for find in reading.finds if self.is_met(find.rule, facts)]
            finds += [find for find in applicable if not any(other.hides(find) for other in applicable)]
        return [find.rule for find in sorted(finds, key=lambda find: find.rank)]

    def is_met(self, rule: Rule, facts: Facts) -> bool:
        """Whether a row is what a rule asks for beside its words."""
        return (
            rule.covers(facts.report)
            and (not rule.countries or facts.country in rule.countries)
            and (not rule.titles or rule in self.readings[facts.course_title].met)
            and (not rule.at or rule in self.readings[facts.location].met)
            and (rule.starts_before is None or facts.is_early)
        )


def is_named(rule: Rule, name: str, words: tuple[str, ...]) -> bool:
    """Whether a text is one of the titles of a rule, or holds one of its places."""
    if name == "course_title":
        return words in rule.titles
    return name == "location" and any(holds_phrase(words, phrase) for phrase in rule.at)
