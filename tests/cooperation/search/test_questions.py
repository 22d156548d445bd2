"""What a question means, and which are refused."""

import pytest

from cooperation.search import SearchQuery, highlights, parse_search_query
from cooperation.search.questions import Term


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("Mérida", [Term(("merida",))]),
        ("mexican army mexican", [Term(("mexican",)), Term(("army",))]),
        ('"Mexican Army"', [Term(("mexican", "army"))]),
        ("“Mexican Army”", [Term(("mexican", "army"))]),
        ("counter-drug", [Term(("counter", "drug"))]),
        ("mex*", [Term(("mex",), is_beginning=True)]),
        ('"mexican ar"*', [Term(("mexican", "ar"), is_beginning=True)]),
        ("research & development", [Term(("research",)), Term(("development",))]),
        ("AND OR NOT NEAR", [Term(("and",)), Term(("or",)), Term(("not",)), Term(("near",))]),
        ("title:x", [Term(("title", "x"))]),
        ("墨西哥", [Term(("墨西哥",))]),
    ],
)
def test_questions_are_words_phrases_and_beginnings(text: str, terms: list[Term]) -> None:
    assert parse_search_query(text) == SearchQuery(tuple(terms))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("x" * 201, "At most 200 characters."),
        ("a b c d e f g h i j k", "At most 10 words or quoted phrases."),
        ('"open', "A quotation mark is not closed."),
        ("-", "There is no word to search for: write letters or digits."),
        ('""', "There is no word to search for: write letters or digits."),
        ("😀", "There is no word to search for: write letters or digits."),
        ("*", "Before a * there are at least 2 letters or digits."),
        ("m*", "Before a * there are at least 2 letters or digits."),
        ("m*x", "A * stands only at the end, for words that begin so: mex*."),
        ("*mex", "A * stands only at the end, for words that begin so: mex*."),
        ("mex**", "A * stands only at the end, for words that begin so: mex*."),
    ],
)
def test_what_cannot_be_searched_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=r"^" + reason.replace("*", r"\*").replace(".", r"\.") + "$"):
        parse_search_query(text)


def shown(question: str, text: str) -> list[str]:
    """The parts of a text that are marked."""
    pieces = highlights(parse_search_query(question), {"title": text})
    return [piece.text[first:last] for piece in pieces for first, last in piece.ranges]


@pytest.mark.parametrize(
    ("question", "text", "marked"),
    [
        ("merida", "Iniciativa Mérida", ["Mérida"]),
        ("merida", "Me\u0301rida", ["Me\u0301rida"]),
        ("me*", "The Mexican army in Mérida", ["Mexican", "Mérida"]),
        ('"mexican army"', "Army. Mexican army.", ["Mexican army"]),
        ("army mexican", "Mexican army", ["Mexican", "army"]),
        ("army", "<b>army</b>", ["army"]),
        ("army", "😀 army", ["army"]),
        ("navy", "army", []),
    ],
)
def test_what_was_found_is_marked_as_it_stands(question: str, text: str, marked: list[str]) -> None:
    assert shown(question, text) == marked


def test_overlapping_finds_are_one_range() -> None:
    assert shown('"a b" "b c"', "a b c") == ["a b c"]


def test_of_a_long_text_a_piece_about_the_first_find_is_shown() -> None:
    text = "word " * 200 + "army " + "word " * 200

    [piece] = highlights(parse_search_query("army"), {"body": text})

    assert len(piece.text) <= 240
    assert [piece.text[first:last] for first, last in piece.ranges] == ["army"]
    assert piece.text.startswith("word")
