"""What a file is called: the list, the filters, and the state of the dataset, in letters that every system takes."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

# Letters for the list and the filters; systems allow 255 in all, and people read less.
LONGEST = 120
UNSAFE = re.compile(r"[^A-Za-z0-9_]+")


def file_name(plural: str, filters: Mapping[str, str], version: int, form: str) -> str:
    """Such as `funding-stage-delivered-fiscal_year__gte-2010-v42.csv`.

    What would be too long is cut, and a digest of all of it tells one such name from another.
    """
    words = "-".join([plural, *(_safe(word) for pair in sorted(filters.items()) for word in pair)])
    if len(words) > LONGEST:
        asked = "\n".join(f"{name}={text}" for name, text in sorted(filters.items()))
        words = f"{words[:LONGEST].rstrip('-')}-{sha256(asked.encode()).hexdigest()[:8]}"
    return f"{words}-v{version}.{form}"


def _safe(text: str) -> str:
    """A text in ASCII letters, digits, hyphens and underscores; accents and whatever else it has are left out."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return UNSAFE.sub("-", plain).strip("-") or "x"
