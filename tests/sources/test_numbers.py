"""Every number of a paragraph, one by one; the values that words state, and the qualifiers that they carry."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.locators import NumberKind, fold, numbers, qualifier_of, stated_values, states


def found(paragraph: str) -> list[tuple[str, str]]:
    return [(number.text, number.kind.value) for number in numbers(paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "kind", "value"),
    [
        ("2,206", "count", 2206),
        ("#1057", "count", 1057),
        ("12.6 million", "count", 12_600_000),
        ("5pm", "count", 5),
        ("$1.4 billion", "money", 1_400_000_000),
        ("US$5bn", "money", 5_000_000_000),
        ("MXN 250,000.50", "money", "250000.50"),
        ("80%", "percent", 80),
        ("27.5 percent", "percent", "27.5"),
        ("ten percent", "percent", 10),
        ("2018", "year", 2018),
        ("FY11", "year", 2011),
        ("FY 2011", "year", 2011),
        ("1990s", "decade", 1990),
        ("mid-1990s", "decade", 1990),
        ("7th", "ordinal", 7),
        ("21st", "ordinal", 21),
        ("½", "count", "0.5"),
    ],
)
def test_figure_is_one_number_with_its_value(paragraph: str, kind: str, value: int | str) -> None:
    assert [(n.text, n.kind, n.values) for n in numbers(paragraph)] == [(paragraph, kind, (Decimal(value),))]


@pytest.mark.parametrize(
    ("paragraph", "kind", "value"),
    [
        ("one", "count", 1),
        ("Nineteen", "count", 19),
        ("twenty-one", "count", 21),
        ("forty thousand", "count", 40_000),
        ("forty-thousand", "count", 40_000),
        ("two hundred and fifty thousand", "count", 250_000),
        ("three thousand four hundred", "count", 3_400),
        ("two and a half million", "count", 2_500_000),
        ("half a million", "count", 500_000),
        ("two dozen", "count", 24),
        ("hundred", "count", 100),
        ("first", "ordinal", 1),
        ("Second", "ordinal", 2),
        ("eighth", "ordinal", 8),
        ("thirteenth", "ordinal", 13),
        ("twentieth", "ordinal", 20),
        ("twenty-first", "ordinal", 21),
        ("twice", "count", 2),
        ("doubled", "count", 2),
        ("tripling", "count", 3),
    ],
)
def test_words_are_one_number_with_its_value(paragraph: str, kind: str, value: int) -> None:
    assert [(n.text, n.kind, n.values) for n in numbers(paragraph)] == [(paragraph, kind, (Decimal(value),))]


@pytest.mark.parametrize(
    "paragraph",
    [
        "22 February 2014",
        "Feb. 22",
        "Nov.24",
        "July 13, 2009",
        "Jan. 29, 2010",
        "November 25",
        "February 2018",
        "September",
        "MARCH",
        "Sept.",
        "November 27 [2012]",
        "3rd of May",
        "24-25 Nov",
        "2011-04-30",
        "4/30/2011",
    ],
)
def test_date_is_one_number(paragraph: str) -> None:
    assert found(f"On {paragraph} it") == [(paragraph, "date")]


@pytest.mark.parametrize(
    "paragraph",
    ["dozens", "hundreds", "thousands", "tens of thousands", "tens of millions", "several hundred", "multibillion"],
)
def test_vague_number_has_no_value(paragraph: str) -> None:
    assert [(n.text, n.kind, n.values) for n in numbers(f"{paragraph} of")] == [(paragraph, NumberKind.VAGUE, ())]


@pytest.mark.parametrize(
    ("paragraph", "values"),
    [
        ("seven out of 10", ["70", "7", "10"]),
        ("Nine out of ten", ["90", "9", "10"]),
        ("one in three", ["33", "33.3", "33.33", "1", "3"]),
        ("two-thirds", ["67", "66.7", "66.67"]),
        ("three quarters", ["75", "0.75"]),
        ("one half", ["50", "0.5"]),
        ("half", ["50", "0.5"]),
        ("quarter", ["25", "0.25"]),
    ],
)
def test_fraction_has_its_share_in_percent(paragraph: str, values: list[str]) -> None:
    assert [(n.text, n.kind) for n in numbers(paragraph)] == [(paragraph, NumberKind.FRACTION)]
    assert list(numbers(paragraph)[0].values) == [Decimal(value) for value in values]


@pytest.mark.parametrize(
    ("paragraph", "parts"),
    [
        ("a two-, three- or six-year plan", ["two", "three", "six"]),
        ("twelve to fourteen", ["twelve", "fourteen"]),
        ("25,757 in 2010", ["25,757", "2010"]),
        ("22.5 per 100,000", ["22.5", "100,000"]),
        ("hundreds, maybe thousands, of", ["hundreds", "thousands"]),
        ("a forty-thousand-person force", ["forty-thousand"]),
        ("fiscal 2009-2011", ["2009-2011"]),
        ("in 2009,2010", ["2009", "2010"]),
        ("video, 9:13, on 3 October 2016", ["9:13", "3 October 2016"]),
        ("One of the 103 ports", ["One", "103"]),
    ],
)
def test_paragraph_is_split_into_its_numbers(paragraph: str, parts: list[str]) -> None:
    assert [text for text, _ in found(paragraph)] == parts


@pytest.mark.parametrize(
    "paragraph",
    [
        "it may march",
        "codename MX1",
        "https://a.mx/2018/05/3-things",
        "once, someone",
        "ground zero",
        "he doubled as a clerk",
        "headquarters",
        "living quarters",
        "several times",
    ],
)
def test_what_is_no_number_is_passed_over(paragraph: str) -> None:
    assert found(paragraph) == []


@pytest.mark.parametrize(
    ("paragraph", "marker"),
    [
        ("the prior year.1 The", "1"),
        ("initiatives.22", "22"),
        ("(bases).23 In", "23"),
        ('"neighbors."16 But', "16"),
        ("three forces12 and", "12"),
        ("the year.² The", "²"),
        ("7. Author, Title", "7"),
    ],
)
def test_marker_glued_to_a_word_is_a_note(paragraph: str, marker: str) -> None:
    assert (marker, "note") in found(paragraph)


def test_year_before_a_note_is_no_decimal_number() -> None:
    assert found("in 2018.13 The") == [("2018", "year"), ("13", "note")]
    assert found("at 2018.13 percent") == [("2018.13 percent", "percent")]


@given(st.text() | st.text(alphabet="19 .,:$%-'\"onehudrtwfityMa2hAp/½²s"))
def test_every_number_stands_where_its_span_says(text: str) -> None:
    folded, last = fold(text), 0

    for number in numbers(text):
        assert folded[number.span.start : number.span.end] == number.text != ""
        assert number.span.start >= last
        last = number.span.end


@pytest.mark.parametrize(
    ("as_stated", "value"),
    [
        ("$15.2 million", "15200000"),
        ("nearly 4,500", "4500"),
        ("fewer than two dozen", "24"),
        ("forty-thousand-person", "40000"),
        ("nine out of 10", "90"),
        ("an eighth", "8"),
        ("a third", "33.3"),
        ("a tenth of", "10"),
        ("twelve to fourteen", "12"),
        ("twelve to fourteen", "14"),
        ("$10 to $12 million", "10000000"),
        ("27.5 percent", "27.5"),
        ("half", "50"),
        ("220,000 of the 250,000", "250000"),
        ("an American", "1"),
        ("both leaders", "2"),
    ],
)
def test_words_state_their_value(as_stated: str, value: str) -> None:
    assert states(as_stated, Decimal(value))


@pytest.mark.parametrize(
    ("as_stated", "value"), [("$15.2 million", "15.2"), ("nearly 4,500", "4501"), ("an eighth", "1"), ("a dozen", "1")]
)
def test_words_do_not_state_another_value(as_stated: str, value: str) -> None:
    assert not states(as_stated, Decimal(value))


def test_vague_words_state_nothing() -> None:
    assert stated_values("tens of millions") == []


@pytest.mark.parametrize(
    ("as_stated", "qualifiers"),
    [
        ("some 5,000", {"about"}),
        ("generally about fifty", {"about"}),
        ("almost 45,000", {"nearly"}),
        ("well over $100 million", {"more_than"}),
        ("more than a century", {"more_than"}),
        ("fewer than two dozen", {"less_than"}),
        ("within one hundred miles", {"at_most"}),
        ("no more than 5", {"at_most"}),
        ("as few as two thousand", {"at_least"}),
        ("20 or more", {"at_least"}),
        ("twelve to fourteen", {"range"}),
        ("between 10 and 12", {"range"}),
        ("two or three", {"range"}),
        ("from 632 to 2,206", set()),
        ("over the border", set()),
        ("$1.4 billion", set()),
    ],
)
def test_words_give_their_qualifiers(as_stated: str, qualifiers: set[str]) -> None:
    assert qualifier_of(as_stated) == qualifiers


@given(st.text())
def test_values_and_qualifiers_can_be_asked_of_any_text(text: str) -> None:
    assert all(value.is_finite() for value in stated_values(text))
    assert qualifier_of(text) <= {"about", "nearly", "more_than", "less_than", "at_most", "at_least", "range"}
