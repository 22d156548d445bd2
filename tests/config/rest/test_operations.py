"""What a request asks for, from the declaration of its operation."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from config.rest.errors import InvalidParameters
from config.rest.operations import MAX_LENGTH, ApiRequest, FieldSelection, Operation
from config.rest.pages import PAGE_SIZE, Cursor, Position, mark_of
from config.rest.parameters import Parameter
from config.rest.values import ValueField
from cooperation.api.views import FundingView

OPERATION = Operation(None, [Parameter(name, ValueField()) for name in ("stage", "amount__gte", "page_size")])
CURSOR = Cursor(Position("-amount", Decimal(5), "some-amount"), backwards=True, mark=mark_of("/api/v1/funding/"))


def parse(query: str, action: str = "list") -> ApiRequest:
    """What a request for funding asks for."""
    return FundingView.operation(action).parse(QueryDict(query), "/api/v1/funding/")


def errors_in(query: str, action: str = "list") -> list[tuple[str, str | None]]:
    """The parameters that are wrong, each with what was probably meant."""
    with pytest.raises(InvalidParameters) as caught:
        parse(query, action)
    return [(error.parameter, error.suggestion) for error in caught.value.errors]


def test_what_is_left_out_has_its_default() -> None:
    request = parse("")

    assert (request.filters, request.fields, request.file_format) == ({}, FieldSelection(None, ()), None)
    assert (request.ordering.name, request.page.size, request.page.cursor) == ("id", PAGE_SIZE, None)


def test_every_parameter_is_the_value_that_it_stands_for() -> None:
    request = parse(f"ordering=-amount&cursor={CURSOR.encode()}&page_size=7&fiscal_year__in=2010,2011")

    assert (request.ordering.name, request.page.cursor, request.page.size) == ("-amount", CURSOR, 7)
    assert request.filters == {"fiscal_year__in": [2010, 2011]}
    assert request.filter_texts == {"fiscal_year__in": "2010,2011"}


@pytest.mark.parametrize("size", ["0", "101", "-1", "abc", "", "٣", "1.0", "1_0", "9" * 6])
def test_a_page_has_1_to_100_results(size: str) -> None:
    assert errors_in(f"page_size={size}") == [("page_size", None)]


@pytest.mark.parametrize(("text", "size"), [("1", 1), ("100", 100), ("007", 7)])
def test_a_page_has_as_many_results_as_are_wanted(text: str, size: int) -> None:
    assert parse(f"page_size={text}").page.size == size


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("ordering=amuont", [("ordering", "amount")]),
        ("ordering=", [("ordering", None)]),
        ("fields=", [("fields", None)]),
        ("fields=amount,", [("fields", None)]),
        ("fields=amuont,stge", [("fields", "amount"), ("fields", "stage")]),
        ("expand=amount", [("expand", None)]),
        ("fields=amount&expand=program", [("expand", None)]),
        ("format=cvs", [("format", "csv")]),
        ("format=csv&page_size=5&cursor=x", [("cursor", None), ("page_size", None)]),
        ("fiscal_year=x&stage=anounced", [("fiscal_year", None), ("stage", "announced")]),
        (f"cursor={CURSOR.encode()}", [("cursor", None)]),
        ("cursor=abc", [("cursor", None)]),
    ],
)
def test_what_is_wrong_is_named_with_what_was_meant(query: str, expected: list[tuple[str, str | None]]) -> None:
    assert errors_in(query) == expected


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = ["stgae", "cursor", "page_size", "fiscal_year", "expand", "fields", "ordering", "format"]

    assert [name for name, _ in errors_in("&".join(f"{name}=x" for name in wrong))] == wrong
    assert errors_in("stgae=sold&fields=amount&expand=program") == [("stgae", "stage"), ("expand", None)]


def test_a_cursor_of_another_list_is_refused() -> None:
    other = CURSOR._replace(mark=mark_of("/api/v1/observations/")).encode()

    assert errors_in(f"ordering=-amount&cursor={other}") == [("cursor", None)]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("page", "cursor"), ("offset", "cursor"), ("limit", "page_size"), ("per_page", "page_size"), ("pageSize", "page_size"),
        ("sort", "ordering"), ("order_by", "ordering"), ("search", "q"), ("select", "fields"), ("fields[]", "fields"),
        ("include", "expand"), ("year", "fiscal_year"), ("STAGE", "stage"), ("country", "recipient_country"),
    ],
)  # fmt: skip
def test_what_other_apis_call_a_parameter_leads_to_ours(name: str, meant: str) -> None:
    assert errors_in(f"{name}=1") == [(name, meant)]


@pytest.mark.parametrize(
    ("query", "meant"),
    [
        ("stage=ANNOUNCED", "announced"),
        ("currency=usd", "USD"),
        ("fiscal_year=11", "2011"),
        ("fiscal_year=FY%2799", "1999"),
    ],
)
def test_case_and_short_years_hide_no_suggestion(query: str, meant: str) -> None:
    assert errors_in(query) == [(query.partition("=")[0], meant)]


@pytest.mark.parametrize(("query", "only"), [("fields=amount", ("id", "amount")), ("", None)])
def test_fields_always_bring_the_public_id(query: str, only: tuple[str, ...] | None) -> None:
    assert parse(query).fields.only == only


def test_fields_are_given_once_in_the_order_asked_for() -> None:
    assert parse("fields=stage,amount,stage").fields.only == ("id", "stage", "amount")


def test_what_is_expanded_is_among_the_fields() -> None:
    assert parse("fields=program&expand=program").fields == FieldSelection(("id", "program"), ("program",))


def test_groups_are_those_of_the_summary() -> None:
    assert parse("group_by=stage,fiscal_year&stage=announced", "summary").group_by == ("stage", "fiscal_year")
    assert errors_in("group_by=stgae", "summary") == [("group_by", "stage")]


def test_a_file_has_no_page() -> None:
    request = parse("format=csv&stage=announced")

    assert request.file_format is not None
    assert request.file_format.name == "csv"


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
    with pytest.raises(InvalidParameters) as caught:
        OPERATION.check(QueryDict(query))

    assert [(error.parameter, error.suggestion) for error in caught.value.errors] == expected


def test_what_is_understood_is_let_through() -> None:
    OPERATION.check(QueryDict("stage=sold&amount__gte=1"))


def test_a_request_has_64_parameters_at_most_and_the_others_are_not_looked_at() -> None:
    query = QueryDict("&".join(f"stage{number}=1" for number in range(999)))

    with pytest.raises(InvalidParameters) as refused:
        OPERATION.check(query)

    [problem] = refused.value.errors
    assert (problem.parameter, problem.suggestion) == ("stage64", None)


def test_what_was_meant_is_looked_for_five_times() -> None:
    query = QueryDict("&".join(f"stage{number}=1" for number in range(7)))

    with pytest.raises(InvalidParameters) as refused:
        OPERATION.check(query)

    assert [problem.suggestion for problem in refused.value.errors] == ["stage"] * 5 + [None] * 2
