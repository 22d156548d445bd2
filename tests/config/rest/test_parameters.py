"""What is wrong with a parameter whatever its meaning."""

import pytest
from django.http import QueryDict

from config.rest.errors import InvalidParameters
from config.rest.parameters import MAX_LENGTH, check_parameters

KNOWN = ["stage", "amount__gte", "page_size"]


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
        check_parameters(QueryDict(query), KNOWN)

    assert [(error.parameter, error.suggestion) for error in caught.value.errors] == expected


def test_what_is_understood_is_let_through() -> None:
    check_parameters(QueryDict("stage=sold&amount__gte=1"), KNOWN)
