"""Parameters that take a country or a place, and what is meant by what is neither."""

from collections.abc import Collection, Iterator
from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError

from config.rest.texts import folded
from config.rest.values import CheckedField, ValueField
from cooperation.countries.meant import codes_meant
from cooperation.countries.table import COUNTRY_CODES, country_table
from cooperation.models import Place
from cooperation.models.place import PlaceKind
from cooperation.models.vocabulary import validate_subdivision
from sources.api.filters import SlugField

# How alike a misspelt name is to the right one, and how long at least: short ones are alike by chance.
LIKENESS, SHORTEST = 0.8, 4


class CountryField(ValueField):
    """A country by its code: one of today, or of some others."""

    schema = {"type": "string", "pattern": "^[A-Z]{3}$"}

    def __init__(self, *, codes: Collection[str] = COUNTRY_CODES, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.codes = codes

    def parse(self, text: str) -> str:
        """The code; where another code or a name is given, the one that is meant is suggested."""
        if text not in self.codes:
            meant = [code for code in countries_meant(text[:100]) if code in self.codes]
            said = "“%(text)s” is no ISO 3166-1 alpha-3 country code, such as MEX."
            said += f" Is {' or '.join(meant)} meant?" if len(meant) > 1 else ""
            raise ValidationError(said, params={"text": text[:100], "suggestion": next(iter(meant), None)})
        return text


def countries_meant(text: str) -> tuple[str, ...]:
    """The countries that another code, or a name in English or Spanish, also a misspelt one, may mean; the likeliest first."""
    if found := codes_meant(text):
        return found
    name = folded(text)
    near = get_close_matches(name, codes_by_name(), n=1, cutoff=LIKENESS) if len(name) >= SHORTEST else []
    return tuple(codes_by_name()[other] for other in near)


@lru_cache(maxsize=1)
def codes_by_name() -> dict[str, str]:
    countries = country_table().countries.values()
    return {folded(name): country.code for country in countries for name in (*country.names, *country.asked)}


class PlaceField(SlugField):
    """Public id of a place."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Place, **kwargs)

    def called(self, text: str) -> Iterator[str]:
        """Public ids of the places of that name, and of the country that it means."""
        yield from super().called(text)
        countries = Place.objects.published().filter(kind=PlaceKind.COUNTRY, iso_3166_1__in=countries_meant(text)[:1])
        yield from countries.values_list("slug", flat=True)


class SubdivisionField(CheckedField):
    """A state or province by its code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(checks=[validate_subdivision], **kwargs)

    def meant(self, text: str) -> str | None:
        """The code in capital letters, or that of the place of this name."""
        named = Place.objects.published().filter(slug__in=list(PlaceField().called(text)), iso_3166_2__isnull=False)
        return super().meant(text) or named.values_list("iso_3166_2", flat=True).first()
