"""What the rules of `seeds/trainings/schools.yaml` and `recipients.yaml` are once they are read. Pure."""

import re
from dataclasses import dataclass
from datetime import date

from cooperation.trainings.importer.units.texts import Words


@dataclass(frozen=True, eq=False)
class Rule:
    """One rule: the texts that it takes, and what a row must be besides.

    A text is taken that holds one of the phrases, or a find of the pattern; a whole rule takes texts that are nothing else.
    """

    id: str
    target: str | None = None
    phrases: frozenset[Words] = frozenset()
    pattern: re.Pattern[str] | None = None
    is_whole: bool = False
    without: frozenset[Words] = frozenset()
    columns: tuple[str, ...] = ()
    titles: frozenset[Words] = frozenset()
    at: frozenset[Words] = frozenset()
    reports: tuple[str, str] | None = None
    starts_before: date | None = None
    countries: frozenset[str] = frozenset()
    reason: str | None = None
    rows: int | None = None

    def covers(self, report: str) -> bool:
        """Whether the rule is one for a report (such as 2010_2011)."""
        return self.reports is None or self.reports[0] <= report <= self.reports[1]


@dataclass(frozen=True)
class School:
    """An institution that gives training, and the country where it stands."""

    slug: str
    country: str


@dataclass(frozen=True)
class SchoolRules:
    """Rules for reports that print neither unit nor place, institutions, bases, teams that taught abroad, and other texts that
    name none; the first that takes a row decides.
    """

    schools: dict[str, School]
    silent: tuple[Rule, ...]
    institutions: tuple[Rule, ...]
    bases: tuple[Rule, ...]
    mobile: tuple[Rule, ...]
    unknown: tuple[Rule, ...]


@dataclass(frozen=True)
class Recipient:
    """A body that receives training: its level, and the body above it."""

    slug: str
    level: str
    within: str | None


@dataclass(frozen=True)
class RecipientRules:
    """Rules for recipients, and for words that name none; the longest find decides."""

    recipients: dict[str, Recipient]
    rules: tuple[Rule, ...]
    unknown: tuple[Rule, ...]
