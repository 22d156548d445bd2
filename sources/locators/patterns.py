"""The forms that numbers take in an English text, as one regular expression with a named group for each form."""

import calendar
import re
from collections.abc import Iterable

from sources.locators.numerals import ABBREVIATIONS, CARDINALS, MAGNITUDES, ORDINALS, PARTS, TENS, UNITS
from sources.locators.texts import YEAR_BEFORE_NOTE

RAISED = "[¹²³⁰⁴-⁹]"
FRACTION_SIGN = "[¼-¾⅐-⅞]"


def _any(words: Iterable[str]) -> str:
    """Return a group that matches any of the words, the longest first."""
    return "(?:" + "|".join(sorted(words, key=lambda word: (-len(word), word))) + ")"


_START = r"(?<![^\W_])"
_NO_LETTER = r"(?![^\W\d_])"
_END = r"(?![^\W_])"

# The pattern as a whole is case sensitive because of the months ("May" and "may"). Case is ignored in ASCII only, since
# otherwise letters would match that the vocabulary does not know, such as an i without a dot.
_MAGNITUDE = rf"(?ai:{_any(MAGNITUDES)}){_NO_LETTER}"
_UP_TO_99 = (
    rf"(?ai:{_any(TENS)}(?:[- ]{_any(UNITS)}{_NO_LETTER})?|(?<!ground )zero"
    rf"|{_any(word for word in CARDINALS if word not in (*TENS, 'zero'))}){_NO_LETTER}"
)
_HALF_A = r"(?ai:half[- ](?:an? )?)"
_IN_WORDS = (
    rf"(?:{_UP_TO_99}(?: and a half{_NO_LETTER})?|{_HALF_A}{_MAGNITUDE}|{_MAGNITUDE})"
    rf"(?:[- ]{_MAGNITUDE}|(?ai:(?<=hundred)|(?<=thousand)|(?<=million))[- ](?:and )?{_UP_TO_99})*"
)
_IN_FIGURES = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?)"
_CARDINAL = rf"(?:{_IN_FIGURES}(?:[- ]{_MAGNITUDE})*|{_IN_WORDS})"
_OF_MANY = r"(?ai:dozens|hundreds|thousands|millions|billions|trillions)"

_CURRENCY_BEFORE = rf"(?:(?:{_START}(?:US|MX|C|CA|A|Mex\.?) ?)?[$€£¥]|{_START}(?:USD|MXN|EUR|GBP)) ?"
_CURRENCY_BEHIND = rf"(?=[ -](?:(?:U\.?S\.?|Mexican) )?(?ai:dollars?|pesos?|euros?){_NO_LETTER})"
_MONEY = (
    rf"{_CURRENCY_BEFORE}{_IN_FIGURES}(?: ?(?ai:{_any(ABBREVIATIONS)}){_END}|(?:[- ]{_MAGNITUDE})*)"
    rf"|{_START}{_CARDINAL}{_CURRENCY_BEHIND}"
)
_PERCENT = rf"{_START}{_CARDINAL}(?: ?%|[ -](?ai:percent|per cent|pct|percentage points?){_NO_LETTER})"

# "In" and "of" make a fraction only where the second number cannot be a year or a count of its own.
_N_OF_M = (
    rf"{_START}(?:{_CARDINAL} out of (?:every )?{_CARDINAL}|{_CARDINAL} in every {_CARDINAL}"
    rf"|(?:(?ai:{_any(UNITS)})|[1-9]) (?:in|of) (?:ten|10){_END}(?![.,]\d)"
    rf"|(?:[Oo]ne|1) in (?:{_UP_TO_99}|\d{{1,3}}{_END}(?![.,]\d)))"
)
_PARTS_IN_WORDS = (
    rf"{_START}(?ai:{_UP_TO_99}[- ](?:halves|{_any(word + 's' for word in PARTS if word != 'halves')})"
    rf"|one[- ]{_any(PARTS)}){_NO_LETTER}"
)
_HALF = rf"{_START}(?!{_HALF_A}{_MAGNITUDE})(?ai:half|quarter){_NO_LETTER}"

_YEAR = rf"(?:{YEAR_BEFORE_NOTE}|(?:1[5-9]|20)\d\d{_END}(?!,\d{{3}}(?!\d))(?![.:]\d))"
_MONTHS = _any([*calendar.month_name[1:], *(name.upper() for name in calendar.month_name[1:])])
_SHORT_MONTHS = _any([*calendar.month_abbr[1:], "Sept"])
_MONTH = rf"(?:{_MONTHS}|{_SHORT_MONTHS}\.?){_NO_LETTER}"
_DAY = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![^\W_])(?![.:]\d)(?!,\d{3}(?!\d))"
_DATE = (
    rf"{_START}(?:\d{{4}}-\d\d-\d\d{_END}|\d{{1,2}}/\d{{1,2}}/(?:\d{{4}}|\d\d){_END}"
    rf"|{_DAY}(?:-{_DAY})?[ -](?:of )?{_MONTH}(?:[,-]? ?{_YEAR})?"
    rf"|{_MONTH}(?:[ -]|(?<=\.)){_DAY}(?:-{_DAY})?(?:,? ?(?:\[{_YEAR}\]|{_YEAR}))?"
    rf"|{_MONTH}(?:,| of)? ?{_YEAR}"
    rf"|{_MONTHS}{_NO_LETTER}|{_SHORT_MONTHS}\.)"
)
_DECADE = rf"{_START}(?:(?ai:mid)-)?(?:1[5-9]|20)\d0s{_END}|{_START}'?\d0s{_END}"
_YEARS = (
    rf"{_START}(?:{_YEAR}-(?:{_YEAR}|\d\d{_END}(?![-.,]\d))|{_YEAR}(?![- ]{_MAGNITUDE})|FY ?'?\d{{2}}(?:\d\d)?{_END})"
)
_ORDINAL = (
    rf"{_START}(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:st|nd|rd|th){_END}"
    rf"|{_START}(?ai:(?:{_any(TENS)}[- ])?{_any(ORDINALS)}){_NO_LETTER}"
)
_VAGUE = (
    rf"{_START}(?ai:(?:tens|scores|{_OF_MANY}) of {_OF_MANY}|{_OF_MANY}|(?:tens|scores)(?= of )"
    rf"|(?:several|few|many|countless) {_MAGNITUDE}|multi-?{_MAGNITUDE}|{_any(tens[:-1] + 'ies' for tens in TENS)})"
    rf"{_NO_LETTER}"
)
# "Doubled as" is no number: somebody who plays two parts.
_MULTIPLE = rf"{_START}(?ai:twice|thrice|(?:doubl|tripl|quadrupl)(?:e|es|ed|ing)(?! as{_NO_LETTER})){_NO_LETTER}"
_GLUED_NOTE = rf"(?<=[a-zß-öø-ÿ]{{2}})\d{{1,2}}{_END}|{RAISED}+"

_FORMS = {
    "money": _MONEY,
    "percent": _PERCENT,
    "n_of_m": _N_OF_M,
    "parts": _PARTS_IN_WORDS,
    "date": _DATE,
    "decade": _DECADE,
    "year": _YEARS,
    "time": rf"{_START}\d{{1,2}}(?::\d\d){{1,2}}{_END}",
    "ordinal": _ORDINAL,
    "vague": _VAGUE,
    "multiple": _MULTIPLE,
    "half": _HALF,
    "note": _GLUED_NOTE,
    # Letters glued to a figure ("5pm", "1b") belong to it: it could not be cited without them.
    "count": rf"{_START}#?(?:{_IN_FIGURES}[^\W\d_][^\W_]*|{_CARDINAL})|{FRACTION_SIGN}",
}

# The order matters where several forms begin at the same character: the first one that fits is taken.
EXPRESSION = re.compile("|".join(f"(?P<{form}>{pattern})" for form, pattern in _FORMS.items()))
