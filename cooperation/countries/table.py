"""The table of countries: ISO 3166 as pycountry ships it, and what `seeds/trainings/countries.yaml` adds to it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import pycountry
import yaml
from django.conf import settings

FILE = settings.BASE_DIR / "seeds" / "trainings" / "countries.yaml"

# ISO 3166-1 alpha-3, the officially assigned codes.
COUNTRY_CODES = frozenset(country.alpha_3 for country in pycountry.countries)
# Countries that existed when a report was printed, or that ISO has no code for.
FORMER_CODES = frozenset({"ANT", "SCG", "YUG", "XKX"})
# Where ISO says how a country is called, the usual name first.
ISO_FIELDS = ("common_name", "name", "official_name")


@dataclass(frozen=True)
class Country:
    """A country: its usual name, all its names in English, and what else it is asked by."""

    code: str
    name: str
    names: tuple[str, ...]
    asked: tuple[str, ...]
    codes: tuple[str, ...]
    alpha_2: str | None

    @property
    def is_former(self) -> bool:
        return self.code in FORMER_CODES


@dataclass(frozen=True)
class CountryTable:
    """All countries by their codes; the names that several share, with those that they may mean, the usual one first; and
    the regions of the reports in which countries stand.
    """

    countries: dict[str, Country]
    shared: dict[str, tuple[str, ...]]
    regions: dict[str, str]

    def name_of(self, code: str) -> str | None:
        """The usual name of a country; None if there is no country with this code."""
        return self.countries[code].name if code in self.countries else None


@lru_cache(maxsize=1)
def country_table() -> CountryTable:
    """ISO's countries with what the file adds."""
    content = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    added = content["countries"]
    return CountryTable(
        countries={code: country_of_entry(code, added.get(code, {})) for code in sorted(COUNTRY_CODES | FORMER_CODES)},
        shared={name: tuple(codes) for name, codes in content["shared"].items()},
        regions={code: region for region, codes in content["regions"].items() for code in codes},
    )


def country_of_entry(code: str, entry: dict[str, Any]) -> Country:
    """A country as ISO and an entry of the file describe it."""
    iso = pycountry.countries.get(alpha_3=code) or pycountry.historic_countries.get(alpha_3=code)
    former = [pycountry.historic_countries.get(alpha_3=other) for other in entry.get("codes", ())]
    names = [
        *([entry["name"]] if "name" in entry else []),
        *(getattr(iso, field) for field in ISO_FIELDS if hasattr(iso, field)),
        *(country.name for country in former if country),
        *entry.get("names", ()),
    ]
    return Country(
        code=code,
        name=names[0],
        names=tuple(dict.fromkeys(names)),
        asked=tuple(entry.get("asked", ())),
        codes=tuple(entry.get("codes", ())),
        alpha_2=iso.alpha_2 if iso else entry["alpha_2"],
    )


def is_country_code(code: str) -> bool:
    """Whether this is the code of a country that is or was."""
    return code in COUNTRY_CODES or code in FORMER_CODES
