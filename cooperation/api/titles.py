"""Values in words: the title of a record, the name of a country, the label of a word of a vocabulary."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model

from cooperation.countries.table import country_table
from sources.models import Kind

COUNTRIES = frozenset({"country", "recipient_country", "location_country", "iso_3166_1"})


def column_of(model: type[Model], path: str) -> Field | None:
    """The column at the end of a path such as `organizations__organization`; None for what is worked out."""
    try:
        for name in path.split("__"):
            column: Any = model._meta.get_field(name)
            model = column.related_model or model
    except FieldDoesNotExist:
        return None
    return column


def has_titles(column: Field | None) -> bool:
    if column is None:
        return False
    related: Any = column.related_model
    is_named = related is not None and issubclass(related, Kind) and related.has_titles()
    return bool(column.choices or column.name in COUNTRIES or is_named)


def titles_of(column: Field | None, values: Iterable[Any]) -> dict[Any, str]:
    """The titles of those values of a column that have one; one query, where they are public ids of records.

    A value may be several public ids, separated by commas: their titles are, too.
    """
    known = {value for value in values if value is not None}
    if column is None or not known or not has_titles(column):
        return {}
    related: Any = column.related_model
    if related:
        ids = {value: value.split(",") for value in known}
        wanted = {slug for slugs in ids.values() for slug in slugs}
        names = dict(related.objects.published().filter(slug__in=wanted).values_list("slug", related.LABEL))
        return {
            value: ", ".join(names[slug] for slug in slugs)
            for value, slugs in ids.items()
            if names.keys() >= set(slugs)
        }
    if column.choices:
        labels = {value: str(label) for value, label in column.choices}
        return {value: labels[value][:1].upper() + labels[value][1:] for value in known & labels.keys()}
    names = {value: country_table().name_of(value) for value in known}
    return {value: name for value, name in names.items() if name}


def group_titles(
    model: type[Model], columns: Mapping[str, str], groups: Sequence[Mapping[str, Any]]
) -> list[dict[str, str]]:
    """For each group, given by its values, the titles of those that have one; `columns` are those of the values, by name."""
    titles = {
        name: titles_of(column_of(model, path), (group[name] for group in groups)) for name, path in columns.items()
    }
    return [{name: found[group[name]] for name, found in titles.items() if group[name] in found} for group in groups]
