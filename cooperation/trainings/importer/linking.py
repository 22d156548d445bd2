"""The school that gave a training and the bodies that received it, as far as the public knows these records. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import blake2b, sha256

import orjson

from cooperation.trainings.importer.units.recipients import RecipientLink, RecipientMatcher, Recipients
from cooperation.trainings.importer.units.rules import RecipientRules, SchoolRules
from cooperation.trainings.importer.units.schools import Activity, SchoolLink, SchoolMatcher

# Why a rule's record is not linked.
NOT_PUBLIC = "The organization is not among the published records."
NOT_PRINTED = "No unit is printed."
NO_SCHOOLS = SchoolRules({}, (), (), (), (), ())
NO_RECIPIENTS = RecipientRules({}, (), ())


@dataclass(frozen=True)
class ReadRecipients:
    """What a printed unit of trainees names, and the number under which the database has it."""

    number: int
    links: tuple[RecipientLink, ...]
    reason: str | None
    rule: str | None

    @property
    def bodies(self) -> str | None:
        """The public ids of the organizations in their order; None if there are none."""
        return ",".join(sorted(link.organization for link in self.links)) or None


@dataclass(frozen=True)
class UnitLinker:
    """Links rows by rules to records: `organizations` and `bases` are the primary keys of those that are public, by slug.

    `rules_digest` is that of the files of the rules.
    """

    schools: SchoolMatcher = field(default_factory=lambda: SchoolMatcher(NO_SCHOOLS))
    recipients: RecipientMatcher = field(default_factory=lambda: RecipientMatcher(NO_RECIPIENTS))
    organizations: Mapping[str, int] = field(default_factory=dict)
    bases: Mapping[str, int] = field(default_factory=dict)
    rules_digest: str = ""
    readings: dict[Recipients, ReadRecipients] = field(default_factory=dict, compare=False)

    def school_of(self, activity: Activity) -> SchoolLink:
        """The school or base of a row; one whose record is not public is not known."""
        link = self.schools.school_of(activity)
        if (link.school is None or link.school in self.organizations) and (
            link.base is None or link.base in self.bases
        ):
            return link
        return link._replace(school=None, base=None, reason=NOT_PUBLIC)

    def recipients_of(self, cell: str, country: str, report: str) -> ReadRecipients:
        """The bodies of a cell, those whose records are public; a cell that comes again is not read again."""
        found = self.recipients.recipients_of(cell, country, report) if cell.strip() else Recipients((), NOT_PRINTED)
        reading = self.readings.get(found)
        if reading is None:
            reading = self.readings[found] = numbered_reading(self.public(found))
        return reading

    def public(self, found: Recipients) -> Recipients:
        links = tuple(link for link in found.links if link.organization in self.organizations)
        return (
            Recipients(links, NOT_PUBLIC, found.links[0].rule)
            if found.links and not links
            else found._replace(links=links)
        )

    @cached_property
    def digest(self) -> str:
        """The digest of all that links rows."""
        return sha256(orjson.dumps([self.rules_digest, sorted(self.organizations), sorted(self.bases)])).hexdigest()


def numbered_reading(found: Recipients) -> ReadRecipients:
    """A reading with its number: the first 63 bits of the digest of what it is."""
    links = tuple(sorted(found.links))
    digest = blake2b(orjson.dumps([list(map(list, links)), found.reason, found.rule]), digest_size=8).digest()
    return ReadRecipients(int.from_bytes(digest) >> 1, links, found.reason, found.rule)
