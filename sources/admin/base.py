"""What the admin of every model shares."""

from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.core.exceptions import BadRequest
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.functional import cached_property
from unfold.admin import ModelAdmin, TabularInline
from unfold.forms import PaginationInlineFormSet

from sources.admin.form import RulesAtFields, adapt
from sources.admin.site import is_row_number

LONGEST_SEARCH = 200
# What a filter of a list may ask of its field.
QUESTIONS = ("exact", "in", "isnull", "isempty", "id__exact")


def relations_of(model: type[models.Model]) -> set[str]:
    """Every relation that a model declares, except the one to its parent table."""
    fields = [*model._meta.fields, *model._meta.many_to_many]
    return {field.name for field in fields if field.is_relation and field.name != "record_ptr"}


class RelationsByName(BaseModelAdmin):
    """Relations are found by typing a part of their name, and shown without a query for each."""

    def get_autocomplete_fields(self, request: HttpRequest) -> list[str]:
        """Every relation of the model."""
        return sorted(relations_of(self.model))

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> forms.Field | None:
        """A form field that keeps null, and explains dates."""
        form_field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return form_field and adapt(form_field, db_field)

    def formfield_for_foreignkey(self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """Related rows come with what their name needs."""
        related = self.admin_site._registry.get(db_field.remote_field.model)
        if related:
            kwargs.setdefault("queryset", related.get_queryset(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class SentRows(PaginationInlineFormSet):
    """Rows of a form that come from the browser: as many as the form says, for it sends each of them."""

    @cached_property
    def sent(self) -> set[str]:
        """The numbers of the rows of which the form sends anything."""
        start = f"{self.prefix}-"
        numbers = (name.removeprefix(start).partition("-")[0] for name in self.data if name.startswith(start))
        return {number for number in numbers if number.isdecimal()}

    def total_form_count(self) -> int:
        """How many rows there are; BadRequest if fewer were sent, since each takes time, whether it is there or not."""
        total = int(super().total_form_count())
        if self.is_bound and total > len(self.sent):
            raise BadRequest(f"{self.prefix} says that it has more rows than it sends.")
        return total


class PartInline(RelationsByName, TabularInline):
    """Rows that belong to a record and are edited with it."""

    form = RulesAtFields
    formset = SentRows
    extra = 0
    show_count = True
    hide_title = True


class CurationAdmin(RelationsByName, ModelAdmin):
    """An admin that answers nonsense in an address with a refusal, never with an error of its own."""

    list_per_page = 100
    show_full_result_count = False
    list_filter_submit = True
    warn_unsaved_form = True

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """The row of that number, which a training activity may have below zero, or None for what cannot be one."""
        can_be = is_row_number(object_id.removeprefix("-"))
        return super().get_object(request, object_id, from_field) if can_be else None

    def _changeform_view(self, request: HttpRequest, *args: Any) -> HttpResponse:
        """Related rows are sent by number, or not at all."""
        relations = {name for part in self.inlines for name in relations_of(part.model)} | relations_of(self.model)
        for name, values in request.POST.lists():
            if name.rpartition("-")[2] in relations and not all(map(is_row_number, filter(None, values))):
                raise BadRequest(f"{name} is no number of a row.")
        return super()._changeform_view(request, *args)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """What a link fills in beforehand; related rows only by number."""
        initial = super().get_changeform_initial_data(request)
        for name in self.get_autocomplete_fields(request):
            values = initial.get(name, [])
            if not all(map(is_row_number, values if isinstance(values, list) else [values])):
                raise BadRequest(f"{name} is no number of a row.")
        return initial

    def get_search_results(self, request: HttpRequest, queryset: models.QuerySet, search_term: str) -> Any:
        """Search for no more than two hundred characters."""
        return super().get_search_results(request, queryset, search_term[:LONGEST_SEARCH])

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only the filters that the page offers."""
        for item in self.get_list_filter(request):
            name = item[0] if isinstance(item, (tuple, list)) else getattr(item, "parameter_name", item)
            if lookup in (name, *(f"{name}__{question}" for question in QUESTIONS)):
                return True
        return False
