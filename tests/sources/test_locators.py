"""Paragraphs, the words of a citation in them, what citations cover, and how a place is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sources.locators import (
    Cover,
    Locator,
    find_words,
    fold,
    format_locator,
    numbers,
    paragraphs,
    parse_locator,
    shared_run,
    text_fragment,
    uncovered,
    word_count,
    word_runs,
)


def test_paragraphs_are_the_stripped_lines_that_are_not_empty() -> None:
    assert paragraphs("\ufeff one \n\n \t\u00a0\n two\u2028still two\r\nthree") == [
        "\ufeff one",
        "two\u2028still two",
        "three",
    ]


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("$1.4\u00a0billion \u2009 in\tall\u202f", "$1.4 billion in all"),
        ("‘a’ “b” ‛c‟", "'a' \"b\" 'c\""),
        ("2009–2011 — or 5‑6", "2009-2011 - or 5-6"),
        ("and so on…", "and so on..."),
        ("Me\u0301rida", "Mérida"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
    ],
)
def test_fold_makes_one_form_of_many(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("as_stated", "paragraph"),
    [
        ("16", "about 16,000 men"),
        ("000", "about 16,000 men"),
        ("2.2", "some 12.2 tons"),
        ("12", "some 12.2 tons"),
        ("2", "some 12.2 tons"),
        ("9", "at 9:13 sharp"),
        ("199", "in 1990s style"),
        ("1990", "the 1990s"),
        ("force", "the forces"),
        ("1", "codename MX1"),
        ("Nine", "nine out of ten"),
        ("", "anything"),
    ],
)
def test_words_are_not_found_inside_others(as_stated: str, paragraph: str) -> None:
    assert find_words(as_stated, paragraph) == []


@pytest.mark.parametrize(
    ("as_stated", "paragraph", "spans"),
    [
        ("1", "the prior year.1 The", [(15, 16)]),
        ("year", "the prior year.1 The", [(10, 14)]),
        ("2", "organizations.2 In", [(14, 15)]),
        ("forces", "many forces12", [(5, 11)]),
        ("2018", "in 2018.13 The", [(3, 7)]),
        ("13", "in 2018.13 The", [(8, 10)]),
        ("$15.2 million", "to “$15.2\u00a0million”", [(4, 17)]),
        ("1.4 billion", "the $1.4 billion", [(5, 16)]),
        ("Mexico", "Mexico’s 250 and Mexico", [(0, 6), (17, 23)]),
        ("2011", "2009-2011", [(5, 9)]),
        ("one", "one, someone; one", [(0, 3), (14, 17)]),
        ("2018", "in 2018, https://a.mx/2018/05", [(3, 7)]),
        ("a.mx/2018", "see https://a.mx/2018/05", [(12, 21)]),
    ],
)
def test_words_are_found_where_they_stand_on_their_own(
    as_stated: str, paragraph: str, spans: list[tuple[int, int]]
) -> None:
    assert find_words(as_stated, paragraph) == spans


@given(st.text(max_size=3), st.text(alphabet="ab1 .,-’\u00a0"))
def test_what_is_found_is_what_was_asked(as_stated: str, paragraph: str) -> None:
    for start, end in find_words(as_stated, paragraph):
        assert fold(paragraph)[start:end] == fold(as_stated)


@given(st.text(alphabet="ab1 .,-’\u00a0"))
def test_every_paragraph_is_found_in_itself(paragraph: str) -> None:
    assert len(find_words(paragraph, paragraph)) == bool(fold(paragraph))


@pytest.mark.parametrize(
    ("covers", "left"),
    [
        ([], ["one", "July 13, 2009", "one"]),
        ([Cover("one")], ["July 13, 2009"]),
        ([Cover("one", occurrence=2)], ["one", "July 13, 2009"]),
        ([Cover("one", occurrence=3)], ["one", "July 13, 2009", "one"]),
        ([Cover("one", occurrence=0)], ["one", "July 13, 2009", "one"]),
        ([Cover("one"), Cover("2009")], ["July 13, 2009"]),
        ([Cover("one"), Cover("2009"), Cover("July 13")], []),
        ([Cover("one"), Cover("a July 13, 2009, mail")], []),
        ([Cover("two"), Cover("one")], ["July 13, 2009"]),
    ],
)
def test_number_is_covered_when_all_its_words_are(covers: list[Cover], left: list[str]) -> None:
    paragraph = "In one case, a July 13,\u00a02009, mail; in one"

    assert [number.text for number in uncovered(paragraph, covers)] == left


@given(st.text(), st.text(max_size=5))
def test_covers_only_ever_take_numbers_away(paragraph: str, words: str) -> None:
    assert uncovered(paragraph, []) == numbers(paragraph)
    assert set(uncovered(paragraph, [Cover(words)])) <= set(numbers(paragraph))


@pytest.mark.parametrize(
    ("text", "count"), [("$9.2 billion", 2), ("three-, four-\u00a0or six-year — plan", 5), ("", 0), (" - … ", 0)]
)
def test_words_are_counted_as_printed(text: str, count: int) -> None:
    assert word_count(text) == count


def test_shared_run_is_the_first_eight_words_in_a_row() -> None:
    runs = word_runs("The quick, brown fox’s tail jumps over a lazy dog — twice")

    assert shared_run(runs, 'A QUICK brown fox\'s "tail" jumps-over a lazy dog') == (
        "quick brown fox's tail jumps over a lazy"
    )
    assert shared_run(runs, "quick brown fox's tail jumps over a dog") is None
    assert shared_run(runs, "quick brown") is None


def test_shared_run_of_another_length_takes_runs_of_that_length() -> None:
    assert shared_run(word_runs("a b c d", n=3), "x b c d", n=3) == "b c d"


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Locator(paragraph=17), "paragraph 17"),
        (Locator(row=5), "row 5"),
        (Locator(section="X, Y", page="12"), "section X, Y, page 12"),
        (Locator(section="IV"), "section IV"),
        (Locator(page="II-12"), "page II-12"),
    ],
)
def test_place_is_written_and_read_back(place: Locator, text: str) -> None:
    assert format_locator(paragraph=place.paragraph, section=place.section, page=place.page, row=place.row) == text
    assert parse_locator(text) == place


def test_page_may_be_a_number() -> None:
    assert format_locator(section="X", page=12) == "section X, page 12"


@pytest.mark.parametrize(
    "text", ["", "paragraph", "paragraph 0", "paragraph 07", "Paragraph 1", "row -1", "section ", "page", "line 5"]
)
def test_text_that_is_no_place_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is no place"):
        parse_locator(text)


@pytest.mark.parametrize(
    "place",
    [Locator(), Locator(paragraph=0), Locator(paragraph=1, row=2), Locator(section=""), Locator(section="X, page 3")],
)
def test_place_that_could_not_be_read_back_is_refused(place: Locator) -> None:
    with pytest.raises(ValueError, match="is no place"):
        format_locator(paragraph=place.paragraph, section=place.section, page=place.page, row=place.row)


def test_text_fragment_encodes_what_has_a_meaning_in_a_directive() -> None:
    assert text_fragment("https://a.mx/b", "drug-war, “80%” & so") == (
        "https://a.mx/b#:~:text=drug%2Dwar%2C%20%E2%80%9C80%25%E2%80%9D%20%26%20so"
    )


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://a.mx#top", "https://a.mx#top:~:text=x"),
        ("https://a.mx#:~:text=y", "https://a.mx#:~:text=y&text=x"),
    ],
)
def test_text_fragment_keeps_the_fragment_of_an_address(url: str, linked: str) -> None:
    assert text_fragment(url, "x") == linked


@pytest.mark.parametrize("words", ["", " \u00a0", "\ud800"])
def test_text_fragment_refuses_words_that_no_browser_could_find(words: str) -> None:
    with pytest.raises(ValueError, match=r"no words|surrogates"):
        text_fragment("https://a.mx", words)
