"""What is wrong with a parameter whatever its meaning."""

import pytest
from django.test import RequestFactory
from rest_framework.request import Request

from config.rest.errors import InvalidParameters
from config.rest.pages import PAGE_SIZE
from config.rest.parameters import MAX_LENGTH, check_parameters, choice_of, page_size_of, shape_of, words_of
from cooperation.api.serializers import FundingSerializer

ALLOWED = ["stage", "amount__gte", "page_size"]


def asked(query: str) -> Request:
    return Request(RequestFactory().get(f"/?{query}"))


def errors_in(call, *arguments) -> list[tuple[str, str | None]]:
    with pytest.raises(InvalidParameters) as caught:
        call(*arguments)
    return [(error.parameter, error.suggestion) for error in caught.value.errors]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("stgae=sold", [("stgae", "stage")]),
        ("stage=sold&stage=sold", [("stage", None)]),
        ("stage=a%00b", [("stage", None)]),
        ("stage=%FF", [("stage", None)]),
        ("stage=%ED%A0%80", [("stage", None)]),
        (f"stage={'x' * (MAX_LENGTH + 1)}", [("stage", None)]),
        ("%00=1", [("?", None)]),
        ("zzz=1&amount_gte=1", [("zzz", None), ("amount_gte", "amount__gte")]),
    ],
)
def test_wrong_parameters_are_named_all_at_once(query: str, expected: list[tuple[str, str | None]]) -> None:
    assert errors_in(check_parameters, asked(query), ALLOWED) == expected


def test_what_is_understood_is_let_through() -> None:
    check_parameters(asked("stage=sold&amount__gte=1"), ALLOWED)


@pytest.mark.parametrize(
    ("query", "size"), [("", PAGE_SIZE), ("page_size=1", 1), ("page_size=100", 100), ("page_size=007", 7)]
)
def test_a_page_has_1_to_100_results(query: str, size: int) -> None:
    assert page_size_of(asked(query)) == size


@pytest.mark.parametrize("size", ["0", "101", "-1", "abc", "", "٣", "1.0", "1_0", "9" * 6])
def test_other_page_sizes_are_refused(size: str) -> None:
    assert errors_in(page_size_of, asked(f"page_size={size}")) == [("page_size", None)]


def test_a_choice_is_one_of_the_words_or_the_default() -> None:
    choices = {"id": 1, "-id": 2}

    assert (
        choice_of(asked("ordering=-id"), "ordering", choices, "id"),
        choice_of(asked(""), "ordering", choices, "id"),
    ) == (2, 1)
    assert errors_in(choice_of, asked("ordering=idd"), "ordering", choices, "id") == [("ordering", "id")]


@pytest.mark.parametrize(("query", "words"), [("", None), ("fields=a", ("a",)), ("fields=b,a,b", ("b", "a"))])
def test_words_are_given_once_in_the_order_asked_for(query: str, words: tuple[str, ...] | None) -> None:
    assert words_of(asked(query), "fields", ["a", "b"]) == words


@pytest.mark.parametrize("text", ["", "a,", "a,,b", "c", "a, b"])
def test_other_words_are_refused(text: str) -> None:
    assert {name for name, _ in errors_in(words_of, asked(f"fields={text}"), "fields", ["a", "b"])} == {"fields"}


def test_fields_always_bring_the_public_id() -> None:
    assert shape_of(asked("fields=amount"), FundingSerializer).only == ("id", "amount")


def test_what_is_expanded_is_among_the_fields() -> None:
    assert shape_of(asked("fields=program&expand=program"), FundingSerializer).expand == ("program",)
    assert errors_in(shape_of, asked("fields=amount&expand=program"), FundingSerializer) == [("expand", None)]


def test_only_related_records_can_be_expanded() -> None:
    assert [name for name, _ in errors_in(shape_of, asked("expand=amount"), FundingSerializer)] == ["expand"]
