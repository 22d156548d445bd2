"""What every answer of the API says in its headers."""

import pytest

from tests.contracts.endpoints import ROOT, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

ADDRESSES = [
    "funding/",
    "places/mexico/",
    "funding/summary/",
    "funding/?wrong=1",
    "places/no-such-place/",
    "no-such-kind/",
]


@pytest.mark.parametrize("address", ADDRESSES)
def test_any_site_may_read_without_credentials(address: str) -> None:
    response = get(f"{ROOT}{address}", origin="https://elsewhere.example")

    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response


def test_other_addresses_may_not_be_read_by_other_sites() -> None:
    assert "Access-Control-Allow-Origin" not in get("/admin/login/", origin="https://elsewhere.example")


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_do_not_depend_on_cookies(address: str) -> None:
    response = get(f"{ROOT}{address}")

    assert "cookie" not in response.get("Vary", "").lower()
    assert not response.cookies


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_depend_on_no_header_but_these(address: str) -> None:
    vary = {word.strip().lower() for word in get(f"{ROOT}{address}").get("Vary", "").split(",") if word}

    assert vary <= {"accept", "accept-encoding", "origin"}


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "strict-origin-when-cross-origin"),
        ("Cross-Origin-Opener-Policy", "same-origin"),
    ],
)
def test_answers_carry_security_headers(address: str, name: str, value: str) -> None:
    assert get(f"{ROOT}{address}")[name] == value


@pytest.mark.parametrize("address", ADDRESSES)
def test_answers_forbid_to_be_framed_and_to_load_from_elsewhere(address: str) -> None:
    policy = get(f"{ROOT}{address}")["Content-Security-Policy"]

    assert "frame-ancestors 'none'" in policy
    assert "default-src 'self'" in policy
