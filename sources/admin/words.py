"""Values of records in words, and links between pages of the admin."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join

from sources.models import (
    OPEN_END,
    OPEN_START,
    Citation,
    EdtfField,
    Record,
    RecordKind,
    edtf_fields,
    model_of,
)

# The words of the API's addresses.
PLURALS: dict[str, str] = {
    RecordKind.SOURCE: "sources",
    RecordKind.ORGANIZATION: "organizations",
    RecordKind.PLACE: "places",
    RecordKind.AUTHORITY: "authorities",
    RecordKind.PROGRAM: "programs",
    RecordKind.FUNDING: "funding",
    RecordKind.EVENT: "events",
    RecordKind.INDICATOR: "indicators",
    RecordKind.OBSERVATION: "observations",
    RecordKind.DISCREPANCY: "discrepancies",
    RecordKind.RECONCILIATION: "reconciliation",
}


def change_url(row: models.Model) -> str:
    """The page on which a row is edited; a record's is that of its kind."""
    model = model_of(row.record_kind) if isinstance(row, Record) else type(row)
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[row.pk])


def list_url(model: type[models.Model], **filters: Any) -> str:
    """The list of a model, with filters."""
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    return f"{address}?{urlencode(filters)}" if filters else address


def edit_link(row: models.Model | None, words: str | None = None) -> str:
    """A link to the page on which a row is edited."""
    if row is None:
        return "–"
    return format_html(
        '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>', change_url(row), words or row
    )


def document_link(citation: Citation) -> str:
    """A link to the document of a citation, and the place in it."""
    return format_html(
        "<span>{}, {}</span>", edit_link(citation.source, shortened(citation.source.title)), citation.place
    )


def shortened(title: str) -> str:
    """A title that fits into a list."""
    return f"{title[:40]}…" if len(title) > 40 else title


def citation_in_words(citation: Citation) -> str:
    """The document and the place in it, on one line."""
    return f"{shortened(citation.source.title)}, {citation.place}"


def day_in_words(day: date) -> str:
    """A day such as 1 October 2010; the ends of time are open."""
    if day in (OPEN_START, OPEN_END):
        return "open"
    return date_format(day, "j F Y")


def date_in_words(record: Record, field: EdtfField) -> str:
    """What one date of a record means."""
    first, last, doubt = (getattr(record, f"{field.name}_{end}") for end in ("earliest", "latest", "is_uncertain"))
    if first is None:
        return "unknown"
    days = day_in_words(first) if first == last else f"{day_in_words(first)} to {day_in_words(last)}"
    return f"{days} (uncertain)" if doubt else days


def dates_in_words(record: Record) -> str:
    """What all dates of a record mean, a line each."""
    lines = ((field.verbose_name.capitalize(), date_in_words(record, field)) for field in edtf_fields(type(record)))
    return format_html_join("", "<div>{}: {}</div>", lines)
