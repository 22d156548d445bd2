"""Facets: how many rows of a list have each value of a column."""

from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.models import Count, F, Field, IntegerField, Min, Model, QuerySet, Window
from django.db.models.functions import Collate

from cooperation.aggregates.claims import group_key
from sources.models import Status


@dataclass(frozen=True)
class Facet:
    """The most frequent values of a column, each with its number of rows, and how many different ones there are in all."""

    distinct: int
    values: list[tuple[Any, int]]


def value_counts(queryset: QuerySet, path: str, column: Field, limit: int) -> Facet:
    """Values of a column, along relations where the path names some; the most frequent first, ties by value.

    Of related records those that are published count. A row with several of them counts in each.
    """
    is_many = "__" in path or bool(column.many_to_many)
    if is_many:
        # Filters may have joined the same rows; these are to stand apart.
        queryset = queryset.model.objects.using(queryset.db).filter(pk__in=queryset.order_by().values("pk"))
    if column.is_relation:
        queryset = queryset.filter(**{f"{path}__status": Status.PUBLISHED})
        key: Any = F(f"{path}__slug")
    else:
        queryset = queryset.filter(**{f"{path}__isnull": False})
        key = group_key(queryset.model, path)
    found = (
        queryset.order_by()
        .annotate(key=key)
        .values("key")
        .annotate(rows=Count("pk", distinct=is_many), sort=sort_of(queryset, column), groups=Window(Count("*")))
        .order_by("-rows", "sort")[:limit]
    )
    rows = list(found)
    return Facet(rows[0]["groups"] if rows else 0, [(row["key"], row["rows"]) for row in rows])


def sort_of(queryset: QuerySet[Model], column: Field) -> Any:
    """What sorts by the key: text by its bytes, as SQLite does by itself."""
    is_text = not isinstance(column, IntegerField) and column.get_internal_type() != "BooleanField"
    return Min(Collate(F("key"), "C")) if is_text and connections[queryset.db].vendor == "postgresql" else F("key")
