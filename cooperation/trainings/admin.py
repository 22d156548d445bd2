"""Training activities and their imports, to be read: what they say comes from the reports, and no curator changes it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from unfold.decorators import display

from cooperation.trainings.importer.cells import normalized
from cooperation.trainings.importer.columns import COLUMNS
from cooperation.trainings.models import ImportBatch, ReportedYear, Training, TrainingFlag, flags_of
from sources.admin.base import LONGEST_SEARCH, CurationAdmin
from sources.admin.words import edit_link, list_url, shortened

Choices = list[tuple[str, str]]
LINK = '<a class="text-primary-600 dark:text-primary-500" href="{}">{}</a>'
FLAGS = {flag.word: flag for flag in TrainingFlag}


class TrainingPaginator(Paginator):
    """Pages whose rows are found by their public ids: to skip rows, the database reads an index and not the rows."""

    object_list: QuerySet

    def page(self, number: int | str) -> Page:
        """A page; one query for the public ids, one for the rows."""
        page = super().page(number)
        shown: Any = page.object_list
        page.object_list = self.object_list.filter(published_id__in=list(shown.values_list("published_id", flat=True)))
        return page


class ImportedAdmin(CurationAdmin):
    """What only an import writes. Columns are not sorted by a click: each order would need an index."""

    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """An import adds rows."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An import changes rows."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nothing is deleted: what a newer file no longer has is withdrawn."""
        return False


class ChoiceFilter(admin.SimpleListFilter):
    """A filter that offers a few words."""

    column: str

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        """The rows with the chosen value."""
        return queryset.filter(**{self.column: self.value()}) if self.value() else queryset


class CountryFilter(ChoiceFilter):
    """Trainings of one country."""

    title = "country"
    parameter_name = column = "country"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """The countries that have rows; from the sums, which are few."""
        codes = ReportedYear.objects.order_by("country").values_list("country", flat=True).distinct()
        return [(code, code) for code in codes]


class FiscalYearFilter(ChoiceFilter):
    """Trainings of one fiscal year."""

    title = "fiscal year"
    parameter_name = column = "fiscal_year"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """The years that have rows; from the sums, which are few."""
        years = ReportedYear.objects.order_by("-fiscal_year").values_list("fiscal_year", flat=True).distinct()
        return [(str(year), str(year)) for year in years]


class FlagFilter(ChoiceFilter):
    """Trainings with a doubt of one kind."""

    title = "doubt"
    parameter_name = "flag"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """Every kind of doubt."""
        return [(word, word.replace("_", " ")) for word in FLAGS]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """The rows with the flag."""
        word = self.value()
        if not word:
            return queryset
        return queryset.flagged(FLAGS[word]) if word in FLAGS else queryset.none()


class WithdrawnFilter(ChoiceFilter):
    """What the newest file holds, or what it no longer does; without a choice the former."""

    title = "newest file"
    parameter_name = "withdrawn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Choices:
        """The rows that are gone."""
        return [("1", "Rows that it no longer has")]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        """The rows that are there, or those that are gone."""
        return queryset.filter(withdrawn_at__isnull=False) if self.value() else queryset.present()


@admin.register(Training)
class TrainingAdmin(ImportedAdmin):
    """Rows of the Foreign Military Training Reports."""

    list_display = ["row", "country", "fiscal_year", "recipient", "where", "quantity", "cost", "doubts"]
    list_filter = [CountryFilter, FiscalYearFilter, FlagFilter, WithdrawnFilter]
    list_select_related = ["place"]
    ordering = ["country", "fiscal_year", "published_id"]
    paginator = TrainingPaginator
    search_fields = ["published_id"]
    search_help_text = "A public id, or words of a course or of a unit of the trainees, as they follow each other."
    fieldsets = [
        (None, {"fields": ["published_id", "country", "country_as_printed", "region", "fiscal_year", "in_api"]}),
        ("Who pays", {"fields": ["program", "authority_link", "department"]}),
        ("What and whom", {"fields": ["course_title", "delivery_unit", "recipient_unit"]}),
        ("When and where", {"fields": ["start", "end", "location", "place_link", "location_country", "in_country"]}),
        ("Figures", {"fields": ["quantity", "cost", "is_counted"]}),
        ("Where it stands", {"fields": ["page", "batch_link", "withdrawn_at", "doubts", "cells"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """In a list without what only the page of a row shows, which is most of a row."""
        return super().get_queryset(request).defer("raw", "delivery_unit", "delivery_unit_normalized")

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        """The row of an id, or rows whose course or unit holds the words."""
        term = search_term.strip()[:LONGEST_SEARCH]
        if not term:
            return queryset, False
        if published_id := uuid_of(term):
            return queryset.filter(published_id=published_id), False
        words = normalized(term)
        if words is None:
            return queryset.none(), False
        holds = Q(course_title_normalized__contains=words) | Q(recipient_unit_normalized__contains=words)
        return queryset.filter(holds), False

    def view_on_site(self, training: Training) -> str | None:
        """The row in the API, if it is there."""
        return training.get_absolute_url() if training.withdrawn_at is None else None

    @admin.display(description="Course", empty_value="–")
    def row(self, training: Training) -> str:
        """The course, by which a row is opened."""
        return shortened(training.course_title or "no title")

    @admin.display(description="Trainees' unit", empty_value="–")
    def recipient(self, training: Training) -> str | None:
        """The unit of the trainees."""
        return training.recipient_unit and shortened(training.recipient_unit)

    @admin.display(description="Where", empty_value="–")
    def where(self, training: Training) -> str | None:
        """The place that the location names, or the location as printed."""
        return training.place.name if training.place else training.location and shortened(training.location)

    @admin.display(description="US dollars", empty_value="unknown")
    def cost(self, training: Training) -> str | None:
        """The cost with commas."""
        return None if training.total_cost is None else f"{training.total_cost:,}"

    @display(description="Doubts", empty_value="–")
    def doubts(self, training: Training) -> str | None:
        """The flags in words."""
        return ", ".join(word.replace("_", " ") for word in flags_of(training.flags)) or None

    @admin.display(description="Authority")
    def authority_link(self, training: Training) -> str:
        """What pays for it, with a link."""
        return edit_link(training.authority)

    @admin.display(description="Place")
    def place_link(self, training: Training) -> str:
        """The place that the location names, with a link."""
        return edit_link(training.place)

    @admin.display(description="Import")
    def batch_link(self, training: Training) -> str:
        """The import that last wrote the row."""
        return edit_link(training.batch)

    @admin.display(description="In the API")
    def in_api(self, training: Training) -> str:
        """Where the public sees the row."""
        return training.get_absolute_url() if training.withdrawn_at is None else "No: the newest file no longer has it."

    @admin.display(description="Cells as published")
    def cells(self, training: Training) -> str:
        """The cells of the file under the names of their columns."""
        return lines_of(zip(COLUMNS, training.raw, strict=False))


@admin.register(ImportBatch)
class ImportBatchAdmin(ImportedAdmin):
    """Imports that changed something."""

    list_display = ["file_name", "finished_at", "rows", "rows_new", "rows_changed", "rows_withdrawn", "state"]
    ordering = ["-finished_at"]
    search_fields = ["file_name", "sha256"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "file_name",
                    "sha256",
                    "is_quoted",
                    "parser_version",
                    "started_at",
                    "finished_at",
                    "is_current",
                ]
            },
        ),
        ("Rows", {"fields": ["rows", "rows_new", "rows_changed", "rows_unchanged", "rows_withdrawn"]}),
        ("Doubts", {"fields": ["doubts_by_kind"]}),
    ]

    @display(description="State", label={"newest": "success"})
    def state(self, batch: ImportBatch) -> str:
        """Whether it is the newest."""
        return "newest" if batch.is_current else "older"

    @admin.display(description="Doubts by kind")
    def doubts_by_kind(self, batch: ImportBatch) -> str:
        """How many doubts there were of each kind, with a link to the rows that have it now."""
        return lines_of(
            (format_html(LINK, list_url(Training, flag=kind), kind.replace("_", " ")), f"{number:,}")
            for kind, number in sorted(batch.doubts.items())
        )


def lines_of(pairs: Iterable[tuple[Any, Any]]) -> str:
    """Names and values, a line each."""
    lines = format_html_join("", "<li><strong>{}</strong>: {}</li>", pairs)
    return format_html('<ul class="flex flex-col gap-1 break-words">{}</ul>', lines) if lines else "–"


def uuid_of(text: str) -> UUID | None:
    """The public id that a text is, if it is one."""
    try:
        return UUID(text)
    except ValueError:
        return None
