"""What the filters of training activities mean, in plain Python over their objects."""

import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date

from config.rest.filters import Filter
from cooperation.models import Organization
from cooperation.trainings.api import filters, links
from cooperation.trainings.models import Training, TrainingFlag
from sources.dates import Interval, parse_edtf

Holds = Callable[[Training], bool]
TIMES = ["2011", "2010-10/2011-09", "2011-03", "../2010", "2011-03-01/..", "1951"]
FLAGS = [
    "cost_zero",
    "dates_reversed",
    "cost_unknown,quantity_unknown",
    "program_unmapped,date_outside_fiscal_year",
    "mojibake",
]


def cases_of_trainings(records: list[Training], item: Filter) -> Iterator[tuple[str, Holds]] | None:
    """Values for a parameter that only training activities have, each with what it means; None for any other."""
    if isinstance(item.field, filters.TrainingIdField) or isinstance(
        getattr(item.field, "item", None), filters.TrainingIdField
    ):
        return id_cases(records, item)
    if isinstance(item, links.SchoolWithin):
        return school_cases(records)
    if isinstance(item, (links.ReceivedBy, links.ReceivedByExactly, links.NobodyKnown)):
        return recipient_cases(records, item)
    if isinstance(item, filters.SameWords):
        return text_cases(records, item)
    if isinstance(item, filters.HasIndexedWords):
        return word_cases(records, item)
    if isinstance(item, (filters.DaysCertainlyDuring, filters.DaysDuring, filters.DaysPossiblyDuring)):
        return ((text, during(item, parse_edtf(text))) for text in TIMES)
    if isinstance(item, filters.Flagged):
        return ((text, flagged(item, text)) for text in FLAGS)
    if isinstance(item, filters.Doubted):
        return ((word, lambda record, word=word: (record.flags != 0) == (word == "true")) for word in ("true", "false"))
    return None


def id_cases(records: list[Training], item: Filter) -> Iterator[tuple[str, Holds]]:
    """A few public ids."""
    some = [str(record.published_id) for record in records[::50]]
    if item.lookup_expr == "in":
        yield ",".join(some), lambda record: str(record.published_id) in some
        return
    for text in some:
        yield text, lambda record, text=text: str(record.published_id) == text


def text_cases(records: list[Training], item: Filter) -> Iterator[tuple[str, Holds]]:
    """The texts as printed, and as somebody else might write them."""
    printed = sorted({text for record in records if (text := getattr(record, item.field_name)) and folded(text)})
    for text in printed:
        if isinstance(item, filters.AsPrinted):
            yield text, lambda record, text=text: getattr(record, item.field_name) == text
        else:
            other = f"“{text.swapcase()}"
            yield other, lambda record, text=text: folded(getattr(record, item.field_name)) == folded(text)


def word_cases(records: list[Training], item: Filter) -> Iterator[tuple[str, Holds]]:
    """Two words of each text, turned round, as somebody else might write them."""
    texts = sorted({text for record in records if (text := folded(getattr(record, item.field_name)))})
    for text in texts:
        asked = list(dict.fromkeys(text.split()))[:2]
        yield (
            " ".join(reversed(asked)).upper(),
            lambda record, asked=asked: set(asked) <= set(whole(getattr(record, item.field_name)).split()),
        )


def whole(text: str | None) -> str:
    """The words of a text, its end and the number of personnel included."""
    plain = unicodedata.normalize("NFKD", (text or "").casefold())
    return "".join(" " if not char.isalnum() else char for char in plain if not unicodedata.combining(char))


def folded(text: str | None) -> str | None:
    """Letters and digits of a text without accents and case, its personnel left out, cut as the column is."""
    if text is None:
        return None
    text = re.sub(r" - (N/A|\d+)$", "", text)
    plain = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(" " if not char.isalnum() else char for char in plain if not unicodedata.combining(char))
    return " ".join(kept.split())[:200].rstrip() or None


def during(item: Filter, asked: Interval) -> Holds:
    """Whether the days lie inside a time, or may overlap it."""
    first, last = asked.earliest or date.min, asked.latest or date.max

    def holds(record: Training) -> bool:
        if record.start is None or record.end is None:
            return False
        if isinstance(item, filters.DaysCertainlyDuring):
            return first <= record.start <= record.end <= last
        if isinstance(item, filters.DaysDuring):
            return first <= min(record.start, record.end) and max(record.start, record.end) <= last
        return min(record.start, record.end) <= last and max(record.start, record.end) >= first

    return holds


def flagged(item: Filter, text: str) -> Holds:
    """Whether a row holds all of the flags, or one of them."""
    flags = [TrainingFlag[word.upper()] for word in text.split(",")]
    hold = any if item.lookup_expr == "in" else all
    return lambda record: hold(flag & record.flags for flag in flags)


def school_cases(records: list[Training]) -> Iterator[tuple[str, Holds]]:
    """Each school and what it followed: rows of the school itself, of those that it is joined with, and of those below."""
    schools = {record.school for record in records if record.school}
    for school in {other for given in schools for other in (*above_of(given), *given.predecessors.all())}:
        joined = {school, *school.predecessors.all(), *([school.successor] if school.successor else [])}
        yield (
            school.slug,
            lambda record, joined=joined: record.school is not None and not joined.isdisjoint(above_of(record.school)),
        )


def above_of(organization: Organization) -> list[Organization]:
    """An organization and all above it."""
    return [organization, *(above_of(organization.parent) if organization.parent else [])]


def recipient_cases(records: list[Training], item: Filter) -> Iterator[tuple[str, Holds]]:
    """What the recipients of a row are asked for: one of them, what lies above it, all of them, none, their level."""
    readings = {record.recipients for record in records if record.recipients}
    bodies = {link.organization for reading in readings for link in reading.links.all()}
    slugs = sorted(body.slug for body in bodies)
    if isinstance(item, links.NobodyKnown):
        for word in ("true", "false"):
            yield word, lambda record, word=word: (not received(record)) == (word == "true")
    elif isinstance(item, links.ReceivedByExactly):
        for names in {",".join(sorted(link.organization.slug for link in reading.links.all())) for reading in readings}:
            yield names, lambda record, names=names: ",".join(slug for slug, _ in received(record)) == names
    elif isinstance(item, links.ReceivedWithin):
        for above in {above for body in bodies for above in above_of(body)}:
            below = {body.slug for body in bodies if above in above_of(body)}
            yield above.slug, lambda record, below=below: any(slug in below for slug, _ in received(record))
    elif item.field_name == "level":
        for level in ["ministry,force"] if item.lookup_expr == "in" else ["ministry", "force", "unit"]:
            yield level, lambda record, level=level: any(one in level.split(",") for _, one in received(record))
    else:
        for names in [",".join(slugs[:2])] if item.lookup_expr == "in" else slugs:
            yield names, lambda record, names=names: any(slug in names.split(",") for slug, _ in received(record))


def received(record: Training) -> list[tuple[str, str]]:
    """The recipients of a row and their levels, in their order."""
    found = record.recipients.links.all() if record.recipients else []
    return sorted((link.organization.slug, link.level) for link in found)
