"""The lists below a form: what a record rests on, what rests on it, and its history."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.utils.formats import date_format

from sources.admin.words import change_url, citation_in_words, list_url
from sources.models import Change, Citation, Claim, Record, Source, Support, claim_models

# How many rows a page lists at most, of all kinds together; the counts are of all.
MOST_ROWS = 200
MOST_CHANGES = 50


@dataclass(frozen=True)
class PanelRow:
    """One line of a list: a link, and what is to be known about it."""

    text: str
    url: str | None = None
    detail: str = ""
    also_url: str | None = None
    also_text: str = ""


@dataclass(frozen=True)
class Panel:
    """A list under a heading, with the number of all its rows."""

    title: str
    total: int
    rows: list[PanelRow] = field(default_factory=list)
    all_url: str | None = None


def panels_of(record: Record) -> list[Panel]:
    """Where a record stands in the documents, and its history."""
    return [places_panel(record), history_panel(record)]


def place_row(citation: Citation, role: str) -> PanelRow:
    """One place in a document."""
    return PanelRow(
        f"“{citation.as_stated}”", change_url(citation), role, change_url(citation.source), citation_in_words(citation)
    )


def places_panel(record: Record) -> Panel:
    """The places on which a record rests, its own first."""
    own = record.citation if isinstance(record, Claim) else None
    rows = [place_row(own, "makes the claim")] if own else []
    supports = record.supports.select_related("citation__source")
    for support in supports[:MOST_ROWS]:
        bearing = f" ({support.field.replace('_', ' ')})" if support.field else ""
        rows.append(place_row(support.citation, f"{support.get_stance_display().lower()} it{bearing}"))
    return Panel("Where it stands in the documents", len(rows), rows)


def history_panel(record: Record) -> Panel:
    """What happened to a record, latest first."""
    changes = Change.objects.filter(record=record.pk).select_related("by").order_by("-id")
    rows = [
        PanelRow(
            f"{change.get_action_display()} by {change.by or 'the machine'}",
            change_url(change),
            f"{date_format(change.at, 'j F Y, H:i')} UTC · revision {change.revision}"
            + (f" · {change.reason}" if change.reason else ""),
        )
        for change in changes[:MOST_CHANGES]
    ]
    return Panel("History", changes.count(), rows, list_url(Change, record=record.pk))


def source_panels(source: Source) -> list[Panel]:
    """What rests on a source, kind by kind, and the places that were cited in it."""
    panels, left = [], MOST_ROWS
    for model in claim_models():
        rests_on = Q(citation__source=source.pk) | Q(pk__in=supported_through(source))
        claims = model._default_manager.filter(rests_on).order_by("slug")
        rows = record_rows(claims.select_related("citation__source")[:left])
        left -= len(rows)
        title = f"{str(model._meta.verbose_name_plural).capitalize()} that rest on it"
        panels.append(Panel(title, claims.count(), rows, list_url(model, source=source.pk)))
    citations = source.citations.select_related("source", "attributed_to")
    rows = [
        PanelRow(f"“{citation.as_stated}”", change_url(citation), citation.place) for citation in citations[:MOST_ROWS]
    ]
    return [*panels, Panel("Places cited in it", citations.count(), rows, list_url(Citation, source=source.pk))]


def supported_through(source: Source) -> QuerySet:
    """The records that a source supports beside their own citation."""
    return Support.objects.filter(citation__source=source.pk).values("record")


def record_rows(records: Iterable[Record]) -> list[PanelRow]:
    """One line for each record."""
    return [PanelRow(str(record), change_url(record), record.get_status_display().lower()) for record in records]


def citation_panels(citation: Citation) -> list[Panel]:
    """The records that rest on a place."""
    rows: list[PanelRow] = []
    for model in claim_models():
        claims = model._default_manager.filter(citation=citation.pk).select_related("citation__source")
        rows.extend(record_rows(claims[:MOST_ROWS]))
    supports = citation.supports.select_related("record")
    rows.extend(
        PanelRow(support.record.key, change_url(support.record), support.stance) for support in supports[:MOST_ROWS]
    )
    return [Panel("Records that rest on it", len(rows), rows)]
