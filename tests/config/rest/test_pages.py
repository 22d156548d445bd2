"""Cursors, and which pages have neighbours."""

import pytest
from django.core.exceptions import ValidationError
from django.test import override_settings

from config.rest.ordering import SortKey, orderings_of
from config.rest.pages import Cursor, CursorField, PageRequest, Position, mark_of

FIELD = CursorField(orderings_of({"id": SortKey("slug"), "amount": SortKey("amount", type="number")}, SortKey("slug")))
PATH = "/api/v1/places/"
MARK = mark_of(PATH)


def position_of(letter: str) -> Position:
    """Where a row stands that is called by a letter."""
    return Position("id", letter, letter)


def links(rows: str, cursor: Cursor | None) -> list[bool]:
    """Whether a page of two has a next and a previous one."""
    page = PageRequest(PATH, {"kind": "city"}, 2, cursor)
    answer = page.links(page.cut(rows), len(rows) > page.size, position_of)
    return [answer["next"] is not None, answer["previous"] is not None]


AFTER, BEFORE = (
    Cursor(position_of("a"), backwards=False, mark=MARK),
    Cursor(position_of("z"), backwards=True, mark=MARK),
)


@pytest.mark.parametrize(
    ("rows", "cursor", "expected"),
    [
        ("ab", None, [False, False]),
        ("abc", None, [True, False]),
        ("", None, [False, False]),
        ("bcd", AFTER, [True, True]),
        ("bc", AFTER, [False, True]),
        ("yxw", BEFORE, [True, True]),
        ("yx", BEFORE, [True, False]),
    ],
)
def test_a_page_knows_its_neighbours(rows: str, cursor: Cursor | None, expected: list[bool]) -> None:
    assert links(rows, cursor) == expected


def test_a_page_backwards_stands_in_the_order_of_the_list() -> None:
    assert PageRequest(PATH, {}, 2, BEFORE).cut("yxw") == "xy"


@override_settings(PUBLIC_URL="https://data.example.org")
def test_a_link_keeps_the_question_and_stands_on_the_public_address() -> None:
    link = PageRequest(PATH, {"kind": "city"}, 2).links("ab", True, position_of)["next"]

    assert link is not None
    assert link.startswith("https://data.example.org/api/v1/places/?kind=city&cursor=")


def test_a_cursor_survives_its_way_through_a_link() -> None:
    cursor = Cursor(Position("id", "Mérida", "merida"), backwards=True, mark=MARK)

    assert FIELD.clean(cursor.encode()) == cursor


@pytest.mark.parametrize("text", ["", "abc", "%%%", "٣", AFTER.encode()[:-3], AFTER.encode() + "!"])
def test_a_broken_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        FIELD.clean(text)


def test_a_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(ValidationError):
        FIELD.clean(Cursor(Position("stage", "a", "a"), backwards=False, mark=MARK).encode())
