"""The queries of reconciliations, as the list of training activities understands them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from copy import copy
from functools import cache
from urllib.parse import quote_plus, urlencode

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet

from config.rest.addresses import absolute
from config.rest.errors import InvalidParameters, nearest
from config.rest.filters import Filter
from config.rest.operations import filter_values
from cooperation.api.search import Search
from cooperation.models.reconciliation import pairs_of, validate_query
from cooperation.reconciliation.comparison import RowsOf
from cooperation.search import SearchQuery
from cooperation.search.finding import FIELDS, Matches
from cooperation.trainings.api.filters import TrainingFilterSet, TrainingIdField
from cooperation.trainings.models import Training
from sources.api.filters import SlugField, SlugListField, Within
from sources.models import Kind

# Primary keys by public id, for each kind of record that queries name.
Keys = Mapping[type[Kind], Mapping[str, int]]
FILTERS: dict[str, Filter] = TrainingFilterSet.base_filters


class KnownSlugField(SlugField):
    """Public id of a record of which the primary key is already looked up."""

    def __init__(self, model: type[Kind], known: Mapping[str, int]) -> None:
        super().__init__(model)
        self.known = known

    def keys_of(self, words: list[str]) -> list[int]:
        """The primary keys; ValidationError names the first public id that is not known."""
        if unknown := next((word for word in words if word not in self.known), None):
            raise ValidationError(f"There is no {self.model._meta.verbose_name} “{unknown}”.")
        return [self.known[word] for word in words]


def named_kind(name: str) -> type[Kind] | None:
    field = FILTERS[name].field if name in FILTERS else None
    field = field.item if isinstance(field, SlugListField) else field
    return field.model if isinstance(field, SlugField) and not isinstance(field, TrainingIdField) else None


def keys_named(queries: Iterable[str]) -> Keys:
    """The primary keys of all published records that queries name; one query for each kind."""
    words: dict[type[Kind], set[str]] = defaultdict(set)
    for query in queries:
        for name, value in pairs_of(query):
            if kind := named_kind(name):
                words[kind].update(value.split(","))
    return {
        kind: dict(kind.objects.published().filter(slug__in=slugs).values_list("slug", "pk"))
        for kind, slugs in words.items()
    }


class FoundAmongFew(Search):
    """The words stand in the text of the row; the rows are few, so that it need not be known how many have the words."""

    def filter(self, queryset: QuerySet, value: SearchQuery) -> QuerySet:
        condition = Matches(F("pk"), question=value, fields="".join(FIELDS.values()), model=Training, is_walked=True)
        return queryset.filter(condition)


def without_queries(name: str, keys: Keys) -> Filter:
    """A filter of the list that needs no query of its own, as a hundred are asked at once: ids are looked up already."""
    item, kind = FILTERS[name], named_kind(name)
    if isinstance(item, Search):
        return FoundAmongFew()
    if kind is None:
        return item
    one = KnownSlugField(kind, keys.get(kind, {}))
    known = Within(one, field_name=item.field_name) if isinstance(item, Within) else copy(item)
    known.parameter_field = SlugListField(item=one) if isinstance(item.field, SlugListField) else one
    return known


def select(query: str, keys: Keys) -> QuerySet:
    """The rows of a query; ValidationError says what is wrong with it."""
    validate_query(query)
    parameters = dict(pairs_of(query))
    if unknown := next((name for name in parameters if name not in FILTERS), None):
        suggestion = nearest(unknown, FILTERS)
        raise ValidationError(f"There is no parameter “{unknown}”{f', but “{suggestion}”' if suggestion else ''}.")
    filters = {name: without_queries(name, keys) for name in parameters}
    try:
        values = filter_values({name: item.field for name, item in filters.items()}, parameters)
    except InvalidParameters as error:
        raise ValidationError([f"{problem.parameter}: {problem.detail}" for problem in error.errors]) from error
    rows: QuerySet = Training.objects.present()
    for name, value in values.items():
        rows = filters[name].filter(rows, value)
    return rows


def problems_of(query: str, keys: Keys) -> list[str]:
    """What is wrong with a query, in words; nothing if the list of training activities answers it."""
    try:
        select(query, keys)
    except ValidationError as error:
        return error.messages
    return []


def rows_by(queries: list[str]) -> RowsOf:
    """What gives the rows of one of some queries; ValueError if it cannot be answered. The first looks up what all name."""
    keys = cache(lambda: keys_named(queries))

    def rows_of(query: str) -> QuerySet:
        try:
            return select(query, keys())
        except ValidationError as error:
            raise ValueError(f"The query cannot be answered: {' '.join(error.messages)}") from error

    return rows_of


def address_of_rows(query: str) -> str:
    return address("/api/v1/trainings/", [*pairs_of(query), ("is_counted", "true")])


def address_of_sums(query: str) -> str:
    """Address of the summary of the same rows; what does not count is left out there anyway."""
    return address("/api/v1/trainings/summary/", pairs_of(query))


def address(path: str, parameters: Iterable[tuple[str, str]]) -> str:
    return absolute(f"{path}?{urlencode(dict(parameters), safe=',', quote_via=quote_plus)}")
