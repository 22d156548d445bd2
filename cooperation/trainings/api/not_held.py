"""What an answer says of the countries and years that it was asked for and that are not imported."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from rest_framework import serializers

from config.rest.addresses import absolute
from cooperation.trainings.coverage.not_held import LACKING, Asked, not_held
from sources.models import OPEN_END, OPEN_START

ADDRESS = "/api/v1/coverage/"
DURING = ("certainly_during", "during", "possibly_during")


class CountryNotHeldSerializer(serializers.Serializer):
    """A country of which rows are lacking, or may be."""

    country = serializers.CharField(help_text="Country (ISO 3166-1 alpha-3, or the code it had then).")
    fiscal_years = serializers.ListField(
        child=serializers.IntegerField(), help_text="US fiscal years, of those asked for, of which nothing is held."
    )
    url = serializers.CharField(help_text="Address of what is known of them, with the reason.")


class YearNotHeldSerializer(serializers.Serializer):
    """A fiscal year of which nothing is held (of the regions that are asked for)."""

    fiscal_year = serializers.IntegerField(help_text="US fiscal year.")
    url = serializers.CharField(help_text="Address of what is known of it, with the reason.")


class NotHeldSerializer(serializers.Serializer):
    """What the question names and no import holds: its absence from the results is no zero."""

    countries = CountryNotHeldSerializer(many=True, help_text="Countries that are asked for by their codes.")
    fiscal_years = YearNotHeldSerializer(many=True, help_text="Fiscal years that are asked for, of whatever country.")


def not_held_answer(request: HttpRequest, filters: Mapping[str, Any], *, finds_nothing: bool) -> dict[str, Any]:
    """The member `not_held` of the answer to a question with these filters."""
    found = not_held(asked_by(filters), getattr(request, "dataset", None), finds_nothing=finds_nothing)
    countries = [
        {"country": country, "fiscal_years": years, "url": address_of(country=country, fiscal_year__in=joined(years))}
        for country, years in found.countries.items()
    ]
    regions = {"region__in": joined(values_of(filters, "region"))} if values_of(filters, "region") else {}
    years = [{"fiscal_year": year, "url": address_of(fiscal_year=year, **regions)} for year in found.fiscal_years]
    return {"countries": countries, "fiscal_years": years}


def asked_by(filters: Mapping[str, Any]) -> Asked:
    """What the filters of a question name."""
    years = values_of(filters, "fiscal_year")
    firsts = [
        filters[f"fiscal_year__{name}"] + more
        for name, more in (("gte", 0), ("gt", 1))
        if f"fiscal_year__{name}" in filters
    ]
    lasts = [
        filters[f"fiscal_year__{name}"] - less
        for name, less in (("lte", 0), ("lt", 1))
        if f"fiscal_year__{name}" in filters
    ]
    for first, last in (filters[name] for name in DURING if name in filters):
        firsts += [us_fiscal_year(first)] if first > OPEN_START else []
        lasts += [us_fiscal_year(last)] if last < OPEN_END else []
    return Asked(
        countries=frozenset(values_of(filters, "country")),
        regions=frozenset(values_of(filters, "region")),
        fiscal_years=frozenset(years) if years else None,
        first=max(firsts, default=None),
        last=min(lasts, default=None),
    )


def values_of(filters: Mapping[str, Any], name: str) -> list[Any]:
    """The values that a filter and its list of values ask for."""
    return [*([filters[name]] if name in filters else []), *filters.get(f"{name}__in", [])]


def us_fiscal_year(day: date) -> int:
    return day.year + (day.month >= 10)


def joined(values: Iterable[Any]) -> str:
    return ",".join(map(str, values))


def address_of(**filters: Any) -> str:
    """The address of the cells in which rows are lacking, or may be."""
    return absolute(f"{ADDRESS}?{urlencode({**filters, 'status__in': joined(LACKING)})}")
