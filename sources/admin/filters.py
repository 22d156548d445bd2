"""Filters of lists that the built-in ones do not give."""

from typing import Any

from django.contrib import admin
from django.db import models
from django.db.models import Q
from django.http import HttpRequest

from sources.admin.site import is_row_number
from sources.models import Citation, Record, Source, Support


class NumberFilter(admin.SimpleListFilter):
    """A filter that links lead to and lists do not offer: it shows itself only while it is in use."""

    parameter_name: str

    def row(self) -> models.Model | None:
        raise NotImplementedError

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        self.number = request.GET.get(self.parameter_name, "")
        row = self.row() if is_row_number(self.number) else None
        return [(self.number, str(row)[:60])] if row else []


class SourceFilter(NumberFilter):
    """Records that a source supports, or citations in it."""

    title = "source"
    parameter_name = "source"

    def row(self) -> models.Model | None:
        return Source.objects.filter(pk=self.number).first()

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        number = self.value()
        if not number:
            return queryset
        if queryset.model is Citation:
            return queryset.filter(source=number)
        supported = Support.objects.filter(citation__source=int(number)).values("record")
        return queryset.filter(Q(citation__source=int(number)) | Q(pk__in=supported))


class RecordFilter(NumberFilter):
    """Changes of one record."""

    title = "record"
    parameter_name = "record"

    def row(self) -> models.Model | None:
        return Record.objects.filter(pk=self.number).first()

    def queryset(self, request: HttpRequest, queryset: models.QuerySet) -> models.QuerySet:
        return queryset.filter(record=self.value()) if self.value() else queryset
