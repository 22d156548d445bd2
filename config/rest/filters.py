"""Filters that refuse what they cannot answer.

A filter set names its model, and for each column the lookups that it offers: `""` (equal), `in` (several, separated by
commas), `ne` (known and another), `gt`, `gte`, `lt`, `lte`, `isnull` (unknown). Each lookup is a parameter; its field parses the text, describes itself to
the API's documents (`schema`), and says what is wrong.
"""

from collections.abc import Mapping
from typing import Any, ClassVar

import django_filters
from django.db import models

from config.rest.choices import ChoiceField
from config.rest.values import (
    BooleanField,
    CheckedField,
    DayField,
    IntegerField,
    ListField,
    NumberField,
    TimeField,
    ValueField,
    YearField,
)

WORDS = ("exact", "ne", "in", "isnull")
REQUIRED_WORDS = ("exact", "ne", "in")
COMPARISONS = ("ne", "gt", "gte", "lt", "lte")
FIGURES = ("exact", "in", *COMPARISONS, "isnull")
TIMES = ("gte", "lte")
LOOKUP_WORDS = {
    "exact": "{text}",
    "in": "{text} Several, separated by commas.",
    "ne": "{text} Known, and not this.",
    "gt": "{text} More than this.",
    "gte": "{text} At least this.",
    "lt": "{text} Less than this.",
    "lte": "{text} At most this.",
    "isnull": "{text} Whether it is unknown (true) or known (false).",
}


class Filter(django_filters.Filter):
    """A filter whose field is given whole.

    `is_prepared` says that its SQL depends on whether a value is true and on how many values there are, and on nothing else
    of them: such filters are given slots in the place of values, and are compiled once.
    """

    is_prepared: ClassVar[bool] = True

    def __init__(self, field: ValueField, **kwargs: Any) -> None:
        self.parameter_field = field
        super().__init__(**kwargs)

    @property
    def field(self) -> ValueField:
        return self.parameter_field

    def filter(self, queryset: models.QuerySet, value: Any) -> models.QuerySet:
        """The rows for which the lookup holds; of what is unknown, none but `isnull` does."""
        if self.lookup_expr == "ne":
            return queryset.filter(**{f"{self.field_name}__isnull": False}).exclude(**{self.field_name: value})
        return queryset.filter(**{f"{self.field_name}__{self.lookup_expr}": value})


class StrictFilterSet(django_filters.FilterSet):
    """The filters of a list by name, each for one parameter.

    `more` are filters beside those of the columns in `Meta.fields`.
    """

    more: ClassVar[dict[str, Filter]] = {}

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        return {**super().get_filters(), **cls.more}

    @classmethod
    def filter_for_field(cls, field: models.Field, field_name: str, lookup_expr: str = "exact") -> Filter:
        """The filter for one lookup of a column."""
        description = LOOKUP_WORDS[lookup_expr].format(text=str(field.help_text))
        value = BooleanField(description=description) if lookup_expr == "isnull" else cls.field_for(field, description)
        if lookup_expr == "in":
            value = ListField(item=value)
        return Filter(value, field_name=field_name, lookup_expr=lookup_expr)

    @classmethod
    def field_for(cls, column: models.Field, description: str) -> ValueField:
        """The parameter field for values of a column."""
        return field_for(column, description)

    @classmethod
    def apply(cls, queryset: models.QuerySet, values: Mapping[str, Any]) -> models.QuerySet:
        """The rows of a queryset that all filters find; their values, or slots in their place, by name."""
        for name, value in values.items():
            queryset = cls.base_filters[name].filter(queryset, value)
        return queryset


def field_for(column: models.Field, description: str) -> ValueField:
    """The parameter field for values of a column."""
    if column.choices:
        return ChoiceField(choices=[str(value) for value, _ in column.choices], description=description)
    if isinstance(column, models.BooleanField):
        return BooleanField(description=description)
    if isinstance(column, models.DecimalField):
        return NumberField(digits=column.max_digits or 20, places=column.decimal_places or 0, description=description)
    if isinstance(column, models.DateTimeField):
        return TimeField(description=description)
    if isinstance(column, models.DateField):
        return DayField(description=description)
    if isinstance(column, models.PositiveSmallIntegerField):
        return YearField(description=description)
    if isinstance(column, models.IntegerField):
        is_big = isinstance(column, models.BigIntegerField)
        return IntegerField(low=0, high=2 ** (63 if is_big else 31) - 1, description=description)
    own = [check for check in column.validators if not hasattr(check, "limit_value")]
    return CheckedField(checks=own, description=description)
