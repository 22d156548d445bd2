"""Figures as the pages show them: the number in words, the words of the document, and the way back to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet

from config.rest.addresses import absolute
from cooperation.models import Funding, Observation
from cooperation.models.vocabulary import Qualifier
from sources.locators import text_fragment
from sources.models import Citation, Kind, Source, address_of

# How EDTF writes the open end of an interval.
OPEN = ".."
# The words that stand before a figure; an exact one and a range need none.
QUALIFIERS = {word.value: word.label.lower() for word in Qualifier if word not in (Qualifier.EXACT, Qualifier.RANGE)}
SCALES = ((Decimal(10**9), "billion"), (Decimal(10**6), "million"))


@dataclass(frozen=True)
class ClaimPlace:
    """The place in a document that makes a claim."""

    words: str
    place: str
    title: str
    publisher: str | None
    said_by: str | None
    source_url: str
    link: str | None


@dataclass(frozen=True)
class StatedFigure:
    """One figure as somebody states it; `subject` is what it measures, as a key that only equals its like."""

    pk: int
    subject: tuple[Any, ...]
    label: str
    value: Decimal
    text: str
    period: str | None
    days: tuple[date, date] | None
    is_planned: bool
    url: str
    place: ClaimPlace


def figures_of_money(queryset: QuerySet) -> list[StatedFigure]:
    rows = queryset.filter(amount__isnull=False).select_related("program")
    return [money_figure(row) for row in with_places(rows)]


def figures_observed(queryset: QuerySet) -> list[StatedFigure]:
    rows = queryset.filter(value__isnull=False).select_related("indicator")
    return [observed_figure(row) for row in with_places(rows)]


def with_places(rows: Any) -> QuerySet:
    return rows.published().select_related("citation__source", "citation__attributed_to").order_by("slug")


def money_figure(row: Any) -> StatedFigure:
    """A row of funding with an amount; amounts for the same program in one currency are alike."""
    program = row.program if row.program and row.program.is_published else None
    return StatedFigure(
        pk=row.pk,
        subject=("funding", row.program_id or row.slug, row.currency, row.basis),
        label=program.name if program else "Money",
        value=row.amount,
        text=figure_in_words(row.amount, row.amount_max, row.qualifier, row.currency),
        period=period_of(row),
        days=days_of(row),
        is_planned=False,
        url=record_address(row),
        place=claim_place(row.citation),
    )


def observed_figure(row: Any) -> StatedFigure:
    """An observation with a value; values of the same indicator are alike."""
    return StatedFigure(
        pk=row.pk,
        subject=("observation", row.indicator_id, row.basis),
        label=row.indicator.name,
        value=row.value,
        text=figure_in_words(row.value, row.value_max, row.qualifier, row.indicator.unit),
        period=period_of(row),
        days=days_of(row),
        is_planned=row.is_planned,
        url=record_address(row),
        place=claim_place(row.citation),
    )


def period_of(row: Funding | Observation) -> str | None:
    """The time of a figure in words; a question mark stays, it marks what the source leaves in doubt."""
    if not row.period:
        return f"{row.get_calendar_display()} {row.fiscal_year}" if row.fiscal_year else None
    first, _, last = row.period.partition("/")
    if OPEN in (first, last):
        return f"until {last}" if first == OPEN else f"since {first}"
    return f"{first} to {last}" if last else first


def days_of(row: Any) -> tuple[date, date] | None:
    """The first and the last day that the time of a figure may mean, or None if it is unknown."""
    return None if row.period_earliest is None else (row.period_earliest, row.period_latest)


def claim_place(citation: Citation) -> ClaimPlace:
    source, speaker = citation.source, citation.attributed_to
    return ClaimPlace(
        words=citation.as_stated,
        place=citation.place,
        title=source.title,
        publisher=source.publisher,
        said_by=speaker.title if speaker and speaker.is_published else None,
        source_url=record_address(source),
        link=link_to_words(source.url, citation.as_stated),
    )


def link_to_words(url: str | None, words: str) -> str | None:
    """Address that opens a published page at the words; None where a page may not link to the address."""
    return text_fragment(url, words) if url and url.startswith(("http://", "https://")) else None


def record_address(record: Kind | Source) -> str:
    return absolute(address_of(record.KIND.plural, record.slug))


def figure_in_words(low: Decimal, high: Decimal | None, qualifier: str | None, unit: str | None) -> str:
    """A figure as a person writes it, such as “more than 1.4 billion USD” or “12 to 14 persons”; nothing is rounded."""
    number = scaled_number(low) if high is None else f"{scaled_number(low)} to {scaled_number(high)}"
    word = QUALIFIERS.get(qualifier or "", "")
    return " ".join(filter(None, (word, number, unit)))


def scaled_number(value: Decimal) -> str:
    """A number with thousands marked; millions and billions in words where that keeps every digit."""
    for scale, word in SCALES:
        scaled = value / scale
        if scaled >= 1 and scaled == round(scaled, 2):
            return f"{trimmed_number(scaled)} {word}"
    return trimmed_number(value)


def trimmed_number(value: Decimal) -> str:
    text = f"{value:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def overlap(figures: Iterable[StatedFigure]) -> bool:
    """Whether the times of all figures may meet; an unknown time may meet any."""
    known = [figure.days for figure in figures if figure.days]
    return not known or max(first for first, _ in known) <= min(last for _, last in known)
