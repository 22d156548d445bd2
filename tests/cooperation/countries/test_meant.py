"""The country that somebody means who writes another word than its code."""

import pytest

from cooperation.countries.meant import codes_by_other_codes, codes_meant
from cooperation.countries.table import is_country_code


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("CO", ("COL",)), ("mx", ("MEX",)), ("UK", ("GBR",)), ("CS", ("SCG",)), ("mex", ("MEX",)),
        ("ROM", ("ROU",)), ("ZAR", ("COD",)), ("GER", ("DEU",)),
        ("Ivory Coast", ("CIV",)), ("Alemania", ("DEU",)), ("méxico", ("MEX",)), ("Arabia Saudita", ("SAU",)),
        ("Corea del Norte", ("PRK",)), ("Congo", ("COG", "COD")),
        ("Atlantis", ()), ("", ()),
    ],
)  # fmt: skip
def test_codes_of_all_kinds_and_names_in_english_and_spanish_are_understood(text, codes):
    assert codes_meant(text) == codes


def test_no_other_code_is_the_code_of_a_country():
    assert [code for code in codes_by_other_codes() if is_country_code(code)] == []
