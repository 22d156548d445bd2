"""Cursors, and which pages have neighbours."""

import pytest
from django.test import RequestFactory, override_settings
from rest_framework.request import Request

from config.rest.errors import InvalidParameters
from config.rest.ordering import SortKey, orderings_of
from config.rest.pages import Cursor, Page, decode_cursor, links_of

ORDERINGS = orderings_of({"id": SortKey("slug"), "amount": SortKey("amount", type="number")}, SortKey("slug"))
BY_ID = ORDERINGS["id"]


def rows(text: str) -> list[dict[str, str]]:
    """Rows as a walk of the pages finds them, one for each letter."""
    return [{"sort_value": letter, "sort_id": letter} for letter in text]


def links(found: str, cursor: Cursor | None) -> list[bool]:
    """Whether a page of two has a next and a previous one."""
    request = Request(RequestFactory().get("/api/v1/places/?kind=city"))
    answer = links_of(Page(None, BY_ID, 2, cursor), request, rows(found))
    return [answer["next"] is not None, answer["previous"] is not None]


AFTER, BEFORE = Cursor("id", "a", "a", backwards=False), Cursor("id", "z", "z", backwards=True)


@pytest.mark.parametrize(
    ("found", "cursor", "expected"),
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
def test_a_page_knows_its_neighbours(found: str, cursor: Cursor | None, expected: list[bool]) -> None:
    assert links(found, cursor) == expected


def test_a_page_backwards_stands_in_the_order_of_the_list() -> None:
    page = Page(None, BY_ID, 2, BEFORE)

    assert page.in_order(rows("yxw")) == rows("xy")


@override_settings(PUBLIC_URL="https://data.example.org")
def test_a_link_keeps_the_question_and_stands_on_the_public_address() -> None:
    request = Request(RequestFactory().get("/api/v1/places/?kind=city", headers={"host": "evil.example"}))

    link = links_of(Page(None, BY_ID, 2, None), request, rows("abc"))["next"]

    assert link.startswith("https://data.example.org/api/v1/places/?kind=city&cursor=")


def test_a_cursor_survives_its_way_through_a_link() -> None:
    cursor = Cursor("id", "Mérida", "merida", backwards=True)

    assert decode_cursor(cursor.encode(), BY_ID) == cursor


@pytest.mark.parametrize("text", ["", "abc", "%%%", "٣", AFTER.encode()[:-3], AFTER.encode() + "!"])
def test_a_broken_cursor_is_refused(text: str) -> None:
    with pytest.raises(InvalidParameters):
        decode_cursor(text, BY_ID)


def test_a_cursor_of_another_order_is_refused() -> None:
    with pytest.raises(InvalidParameters):
        decode_cursor(AFTER.encode(), ORDERINGS["-id"])
