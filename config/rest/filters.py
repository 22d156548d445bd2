"""Filters that refuse what they cannot answer.

A filter set names its model, and for each column the lookups that it offers: `""` (equal), `in` (several, separated by
commas), `gte`, `lte`, `isnull` (unknown). Each lookup is a parameter; its field parses the text, describes itself to
the API's documents (`schema`), and says what is wrong.
"""

from functools import cached_property
from typing import Any, ClassVar

import django_filters
from django.core.exceptions import ValidationError
from django.db import models

from config.rest.errors import InvalidParameters, ParameterError
from config.rest.values import BooleanField, ListField, ValueField, field_for

WORDS = ("exact", "in", "isnull")
REQUIRED_WORDS = ("exact", "in")
FIGURES = ("exact", "in", "gte", "lte", "isnull")
TIMES = ("gte", "lte")


class Filter(django_filters.Filter):
    """A filter whose form field is given whole."""

    def __init__(self, field: ValueField, **kwargs: Any) -> None:
        self.parameter_field = field
        super().__init__(**kwargs)

    @property
    def field(self) -> ValueField:
        """The field that parses the parameter."""
        return self.parameter_field

    def filter(self, queryset: models.QuerySet, value: Any) -> models.QuerySet:
        """The rows for which the lookup holds."""
        return queryset.filter(**{f"{self.field_name}__{self.lookup_expr}": value})

    @property
    def is_comparison(self) -> bool:
        """Whether the filter compares a column with its value, and does nothing else."""
        return type(self).filter is Filter.filter


LOOKUP_WORDS = {
    "exact": "{text}",
    "in": "{text} Several, separated by commas.",
    "gte": "{text} At least this.",
    "lte": "{text} At most this.",
    "isnull": "{text} Whether it is unknown (true) or known (false).",
}


class StrictFilterSet(django_filters.FilterSet):
    """A filter set that reads only the parameters that a request has, and answers for each.

    `more` are filters by name, beside those of the columns in `Meta.fields`.
    """

    more: ClassVar[dict[str, "Filter"]] = {}

    def __init__(self, data: dict[str, str], queryset: models.QuerySet) -> None:
        # Not the parent's: it copies every filter of the set for each request.
        self.data, self.queryset = data, queryset
        self.filters = {name: self.base_filters[name] for name in data}

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """The filters by name."""
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

    @cached_property
    def values(self) -> dict[str, Any]:
        """What the parameters mean, by name, for those that mean something."""
        return self.read[0]

    @cached_property
    def problems(self) -> list[ParameterError]:
        """What is wrong with the parameters, one entry for each message."""
        return self.read[1]

    def check(self) -> None:
        """Refuse parameters that are wrong, all of them in one answer."""
        if self.problems:
            raise InvalidParameters(self.problems)

    @cached_property
    def read(self) -> tuple[dict[str, Any], list[ParameterError]]:
        """The values of the parameters, and what is wrong with them; a form would take longer than the whole page."""
        values: dict[str, Any] = {}
        problems: list[ParameterError] = []
        for name, text in self.data.items():
            try:
                values[name] = self.filters[name].field.clean(text)
            except ValidationError as error:
                problems += (problem_of(name, item) for item in error.error_list)
        return values, problems

    @property
    def qs(self) -> models.QuerySet:
        """The rows that all filters find."""
        return self.filter_queryset(self.queryset.all())

    def filter_queryset(self, queryset: models.QuerySet) -> models.QuerySet:
        """The rows of a queryset that all filters find."""
        for name, value in self.values.items():
            queryset = self.filters[name].filter(queryset, value)
        return queryset

    @property
    def comparisons(self) -> list[tuple[str, str, Any]] | None:
        """Columns, comparisons and values, if that is all that is asked."""
        used = [(self.filters[name], value) for name, value in self.values.items()]
        if type(self).filter_queryset is not StrictFilterSet.filter_queryset or not all(
            item.is_comparison for item, _ in used
        ):
            return None
        return [(item.field_name, item.lookup_expr, value) for item, value in used]


def problem_of(name: str, error: ValidationError) -> ParameterError:
    """What is wrong with a parameter, and what was probably meant."""
    return ParameterError(name, " ".join(error.messages), (error.params or {}).get("suggestion"))
