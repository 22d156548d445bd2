"""The school that gave a training, or the base where it was given. Pure."""

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from cooperation.importers.units.phrases import Find, RuleIndex, holds
from cooperation.importers.units.rules import Rule, SchoolRules
from cooperation.importers.units.texts import without_personnel, words_in

NO_RULE = "no rule knows the text"
COLUMNS = ("delivery_unit", "location", "course_title", "program")


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


@dataclass
class SchoolMatcher:
    """Finds schools by rules; the texts of a file come again and again and are read once."""

    rules: SchoolRules
    known: dict[tuple[str, str], list[Find]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rules = self.rules
        self.index = RuleIndex([*rules.silent, *rules.institutions, *rules.bases, *rules.unknown, *rules.mobile])
        self.bases, self.mobile = frozenset(self.rules.bases), frozenset(self.rules.mobile)

    def school_of(self, activity: Activity) -> SchoolLink:
        """The link of one row."""
        taken = self.rules_for(activity)
        mobile = next((rule for rule in taken if rule in self.mobile), None)
        rule = next((rule for rule in taken if rule not in self.mobile), None)
        if rule is None:
            return SchoolLink(None, None, None, NO_RULE, mobile is not None, mobile and mobile.id)
        school = None if rule.reason or rule in self.bases else rule.target
        base = rule.target if rule in self.bases else None
        abroad = mobile is None and school is not None and self.is_abroad(school, activity.location_country)
        return SchoolLink(
            school, base, rule.id, rule.reason, mobile is not None or abroad, "abroad" if abroad else mobile and mobile.id
        )

    def is_abroad(self, school: str, country: str | None) -> bool:
        """Whether a country is known and is not the school's own."""
        return country is not None and country != self.rules.schools[school].country

    def rules_for(self, activity: Activity) -> list[Rule]:
        """The rules that take a row, in the order of the file."""
        finds = []
        for name in COLUMNS:
            applicable = [find for find in self.finds(name, getattr(activity, name)) if is_met(find.rule, activity)]
            finds += [find for find in applicable if not any(other.hides(find) for other in applicable)]
        return [find.rule for find in sorted(finds, key=lambda find: find.rank)]

    def finds(self, name: str, text: str | None) -> list[Find]:
        """What the rules for a column take of its text, each remembered."""
        if not text:
            return []
        found = self.known.get((name, text))
        if found is None:
            words = words_in(without_personnel(text) if name == "delivery_unit" else text)
            found = [find for find in self.index.finds(words) if name in find.rule.fields]
            self.known[name, text] = found
        return found


def is_met(rule: Rule, activity: Activity) -> bool:
    """Whether a row is what a rule asks for beside its words."""
    if not rule.covers(activity.report) or (rule.countries and activity.country not in rule.countries):
        return False
    if rule.titles and words_in(activity.course_title or "") not in rule.titles:
        return False
    if rule.at and not any(holds(words_in(activity.location or ""), phrase) for phrase in rule.at):
        return False
    return rule.starts_before is None or (activity.start is not None and activity.start < rule.starts_before)
