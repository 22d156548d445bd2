"""What each filter means, in plain Python over the objects of all records."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import Any
from unicodedata import combining, normalize

from django.core.exceptions import ValidationError
from django.db import models

from config.rest.filters import Filter
from cooperation.api.filters import InDiscrepancy
from cooperation.api.reconciliation.filters import FiscalYear
from cooperation.models import Reconciliation
from sources.api.filters import CertainlyDuring, During, PartOfCitation, PossiblyDuring, SlugField, Unknown, Within
from sources.api.texts import HasWords, KnownTextField, SameText
from sources.dates import Interval, parse_edtf
from sources.models import Citation, Kind
from tests.contracts.naive_trainings import cases_of_trainings

Holds = Callable[[Any], bool]
TIMES = ["2011", "2008/2012", "2010-10/2011-09", "../2010", "2014/.."]


@cache
def behind(record: Any, path: str) -> list[Any]:
    """The values behind a path of attributes; of a to-many relation, all of them; never None. `pk` is the record itself."""
    values = [record]
    for name in path.split("__") if path != "pk" else []:
        found = [getattr(value, name) for value in values]
        values = [item for value in found for item in (value.all() if isinstance(value, models.Manager) else [value])]
        values = [value for value in values if value is not None]
    return values


def cases(records: list[Any], name: str, item: Filter) -> Iterator[tuple[str, Holds]]:
    """Values for a parameter, as text, each with a function that says for which records it holds."""
    if own := cases_of_trainings(records, item):
        yield from own
    elif isinstance(item, PartOfCitation):
        yield from cited_cases(records, name)
    elif isinstance(item, FiscalYear):
        for year in range(2005, 2016):
            yield str(year), lambda record, year=year: year in record.fiscal_years
    elif isinstance(item, (CertainlyDuring, During, PossiblyDuring)):
        for text in TIMES:
            yield text, during(item, parse_edtf(text))
    elif isinstance(item, Unknown) or item.lookup_expr == "isnull":
        for word, is_unknown in (("true", True), ("false", False)):
            yield word, lambda record, wanted=is_unknown: (not behind(record, item.field_name)) == wanted
    elif isinstance(getattr(item.field, "item", item.field), SlugField):
        yield from related_cases(records, item)
    else:
        yield from value_cases(records, item)


def value_cases(records: list[Any], item: Filter) -> Iterator[tuple[str, Holds]]:
    """A few of the values that a column has."""
    if isinstance(item, SameText) or isinstance(getattr(item.field, "item", item.field), KnownTextField):
        yield from text_cases(records, item)
        return
    column = item.field_name
    values = sorted({value for record in records for value in behind(record, column)})
    some = values[:: max(1, len(values) // 4)]
    if item.lookup_expr == "in":
        chosen = set(some[:3])
        yield (
            ",".join(written(value) for value in some[:3]),
            lambda record: not chosen.isdisjoint(behind(record, column)),
        )
        return
    compare: dict[str, Callable[[Any, Any], bool]] = {
        "exact": lambda one, other: one == other,
        "ne": lambda one, other: one != other,
        "gt": lambda one, other: one > other,
        "lt": lambda one, other: one < other,
        "gte": lambda one, other: one >= other,
        "lte": lambda one, other: one <= other,
    }
    if item.lookup_expr in ("ne", "gt", "lt") and values:
        some = [*some, *filter(partial(is_accepted, item), beside(values[0], item))]
    for value in some:
        yield (
            written(value),
            lambda record, value=value: any(compare[item.lookup_expr](one, value) for one in behind(record, column)),
        )


def beside(value: Any, item: Filter) -> list[Any]:
    """Values of the same sort that may be nobody's, so that a column with one value is told from it."""
    if isinstance(value, bool) or not isinstance(value, (int, Decimal, str)):
        return []
    if isinstance(value, str):
        known = getattr(item.field, "choices", None) or sorted(getattr(item.field, "codes", ()))
        return [next((word for word in known if word != value), value[::-1])]
    return [value + 1, *([value - 1] if value > 0 else [])]


def is_accepted(item: Filter, value: Any) -> bool:
    """Whether the parameter takes a value."""
    try:
        item.field.clean(written(value))
    except ValidationError:
        return False
    return True


def text_cases(records: list[Any], item: Filter) -> Iterator[tuple[str, Holds]]:
    """A few of the texts, as somebody else might write them; where words are enough, the last of them."""
    columns = getattr(item, "columns", (item.field_name,))
    texts = sorted({text for record in records for column in columns for text in behind(record, column) if words(text)})
    for text in texts[:: max(1, len(texts) // 4)]:
        asked = words(text)[-1:] if isinstance(item, HasWords) else words(text)

        def holds(record: Any, asked: list[str] = asked) -> bool:
            found = [words(other) for column in columns for other in behind(record, column)]
            return any(set(asked) <= set(other) if isinstance(item, HasWords) else asked == other for other in found)

        if "," not in text:
            yield normalize("NFD", f"“{' - '.join(asked)}”".upper()), holds


def words(text: str) -> list[str]:
    """Letters and digits of a text without accents and case."""
    plain = normalize("NFKD", text.casefold())
    return "".join(char if char.isalnum() else " " for char in plain if not combining(char)).split()


def written(value: Any) -> str:
    """A value as a parameter gives it."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def related_cases(records: list[Any], item: Filter) -> Iterator[tuple[str, Holds]]:
    """A few of the records that are related, and what lies above them."""
    if isinstance(item, InDiscrepancy):
        yield from standing_cases(records, item.field.model)
        return
    column = item.field_name
    model = getattr(item.field, "item", item.field).model
    found = {other.pk for record in records for other in behind(record, column)}
    slugs = list(
        model._default_manager.published().filter(pk__in=found).order_by("slug").values_list("slug", flat=True)
    )
    some = slugs[:: max(1, len(slugs) // 4)]
    if item.lookup_expr == "in":
        yield ",".join(some[:3]), lambda record: any(other.slug in some[:3] for other in behind(record, column))
    elif isinstance(item, Within):
        for slug in {above.slug for other in model._default_manager.filter(slug__in=some) for above in line_of(other)}:
            yield (
                slug,
                lambda record, slug=slug: any(
                    slug == above.slug for other in behind(record, column) for above in line_of(other)
                ),
            )
    else:
        for slug in some:
            key = (model.KIND, slug)
            yield slug, lambda record, key=key: any(other.natural_key() == key for other in behind(record, column))


def standing_cases(records: list[Any], model: type[Kind]) -> Iterator[tuple[str, Holds]]:
    """A few of the records of a kind that stand in discrepancies, or that records in them tell of."""
    found = sorted({slug for record in records for kind, slug in told_of(record) if kind == model.KIND})
    for slug in found[:: max(1, len(found) // 4)]:
        yield slug, lambda record, key=(model.KIND, slug): key in told_of(record)


# What records of each kind tell of.
TELLING = {
    "funding": ("program", "provider", "recipient"),
    "event": ("programs", "participants__organization"),
    "observation": ("program", "organization"),
    "program": ("organizations__organization",),
}


@cache
def told_of(discrepancy: Any) -> set[tuple[str, str]]:
    """Kind and public id of the records in a discrepancy, and of the programs and organizations that they tell of."""
    records = [record.specific() for record in discrepancy.records.all()]
    told = [other for record in records for path in TELLING.get(record.KIND, ()) for other in behind(record, path)]
    return {record.natural_key() for record in [*records, *told]}


@cache
def line_of(record: Any) -> list[Any]:
    """A record and all above it."""
    return [record, *(line_of(record.parent) if record.parent else [])]


def during(item: Filter, asked: Interval | None) -> Holds:
    """Whether a record's date lies inside a time, or may overlap it."""
    first, last = asked.earliest or date.min, asked.latest or date.max

    def holds(record: Any) -> bool:
        earliest, latest, is_uncertain = (
            getattr(record, f"{item.field_name}_{end}") for end in ("earliest", "latest", "is_uncertain")
        )
        if earliest is None:
            return False
        if isinstance(item, CertainlyDuring):
            return first <= earliest and latest <= last and not is_uncertain
        if isinstance(item, During):
            return first <= earliest and latest <= last
        return earliest <= last and latest >= first

    return holds


# Where the records are on whose citations a record rests.
RESTING = {"discrepancy": "records", "indicator": "observations"}


@cache
def citations_of(record: Any) -> list[Citation]:
    """The citations that bear on a record; a citation is its own."""
    if isinstance(record, Citation):
        return [record]
    if isinstance(record, Reconciliation):
        return citations_of(record.claim.specific())
    behind_it = [*behind(record, RESTING[record.KIND])] if record.KIND in RESTING else []
    supports = [support.citation for support in record.supports.all()]
    own = [*([record.citation] if hasattr(record, "citation_id") else []), *supports]
    return [*own, *(citation for other in behind_it for citation in citations_of(other.specific()))]


def leans_on(citation: Citation, slug: str, *, is_place: bool) -> bool:
    """Whether a citation lies in a source or, unless only the place counts, leans on it in another way."""
    if citation.source.slug == slug:
        return True
    if is_place:
        return False
    speaker = citation.attributed_to
    return (speaker is not None and speaker.slug == slug) or slug in [source.slug for source in citation.rests_on.all()]


def cited_cases(records: list[Any], name: str) -> Iterator[tuple[str, Holds]]:
    """Sources in every role, and paragraphs."""
    citations = [citation for record in records for citation in citations_of(record)]
    if name == "paragraph":
        for number in sorted({citation.paragraph for citation in citations if citation.paragraph})[:40:10]:
            yield (
                str(number),
                lambda record, number=number: any(item.paragraph == number for item in citations_of(record)),
            )
        return
    roles = [
        {citation.source.slug for citation in citations},
        {citation.attributed_to.slug for citation in citations if citation.attributed_to},
        {source.slug for citation in citations for source in citation.rests_on.all()},
    ]
    for slug in {slug for role in roles for slug in sorted(role)[:2]}:
        yield (
            slug,
            lambda record, slug=slug: any(
                leans_on(item, slug, is_place=isinstance(record, Citation)) for item in citations_of(record)
            ),
        )
