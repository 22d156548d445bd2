"""Countries of the whole world by the names under which the reports print them: `countries.txt`.

Names are compared by their words, whatever their order, case and accents; “the”, “of”, “and” and what stands in
parentheses do not count.
"""

import re
from functools import lru_cache
from pathlib import Path

from cooperation.models.vocabulary import COUNTRY_CODES
from cooperation.trainings.importer.cells import normalized

# Countries that existed when a report was printed, or that ISO has no code for.
FORMER_CODES = frozenset({"ANT", "SCG", "YUG", "XKX"})

REGIONS = {
    "AF": "africa",
    "EAP": "east_asia_pacific",
    "EUR": "europe",
    "NEA": "near_east",
    "SCA": "south_asia",
    "WHA": "western_hemisphere",
}

_PARENTHESIS = re.compile(r"\([^)]*\)?")
_SILENT = frozenset({"the", "of", "and", "de", "d"})


def country_key(name: str) -> str:
    """The words of a name that tell one country from another, in alphabetical order."""
    words = (normalized(_PARENTHESIS.sub(" ", name)) or "").split()
    return " ".join(sorted("st" if word == "saint" else word for word in words if word not in _SILENT))


TABLE = Path(__file__).with_suffix(".txt").read_text(encoding="utf-8")
ROWS = [line.split(maxsplit=3) for line in TABLE.splitlines() if not line.startswith("#")]
NAMES = {name.strip(): code for code, _, _, names in ROWS for name in names.split(";")}
USUAL_NAMES = {code: names.split(";")[0] for code, _, _, names in ROWS}
CODES_BY_KEY = {country_key(name): code for name, code in NAMES.items()}
CODES_BY_ALPHA2 = {alpha2: code for code, alpha2, _, _ in ROWS}
REGION_OF = {code: REGIONS[region] for code, _, region, _ in ROWS}


@lru_cache(maxsize=4096)
def country_of(name: str) -> str | None:
    key = country_key(name)
    # A file of 2007 and others print a country's ledger beside its name: “Bolivia INC”.
    return CODES_BY_KEY.get(key) or CODES_BY_KEY.get(" ".join(word for word in key.split() if word != "inc"))


def is_country_code(code: str) -> bool:
    """Whether a cell holds the code of a country that is or was."""
    return code in COUNTRY_CODES or code in FORMER_CODES
