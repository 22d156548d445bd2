"""What files are called."""

import pytest

from cooperation.files.names import LONGEST, file_name


def test_a_name_says_the_list_the_filters_and_the_state() -> None:
    filters = {"stage": "delivered", "fiscal_year__gte": "2010"}

    assert file_name("funding", filters, 42, "csv") == "funding-fiscal_year__gte-2010-stage-delivered-v42.csv"
    assert file_name("funding", {}, 42, "csv") == "funding-v42.csv"


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("MEX,GTM", "MEX-GTM"),
        ("Ciudad Juárez", "Ciudad-Juarez"),
        ('../"; rm -rf /\r\n', "rm-rf"),
        ("2010-10/2011-09", "2010-10-2011-09"),
        ("日本", "x"),
    ],
)
def test_a_name_has_safe_letters_only(text: str, safe: str) -> None:
    assert file_name("events", {"q": text}, 1, "csv") == f"events-q-{safe}-v1.csv"


def test_names_are_short_and_differ_where_the_filters_do() -> None:
    one, other = (file_name("events", {"q": "x" * 300 + end}, 1, "parquet") for end in "ab")

    assert one != other
    assert len(one) < LONGEST + 30
