"""What clients of every language send by themselves: their words for truth, parameters that come again, headers of browsers."""

from typing import Any

import pytest
from django.conf import settings

from config.rest.caching.stores import memory
from config.rest.problems import KINDS
from tests.contracts.endpoints import CLIENT, ENDPOINTS, ROOT, body_of, get, ids_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

ELSEWHERE = "https://elsewhere.example"
# What browsers let a page read anyway (Fetch, "CORS-safelisted response-header name").
SAFE = {"cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"}
# What is meant for the browser, not for the page.
POLICIES = {
    *("content-security-policy", "cross-origin-opener-policy", "referrer-policy", "x-content-type-options"),
    *("x-frame-options", "access-control-allow-origin", "access-control-expose-headers"),
}


@pytest.mark.parametrize(
    ("words", "is_planned"), [(("true", "True", "TRUE", "1"), "true"), (("false", "False", "FALSE", "0"), "false")]
)
def test_truth_may_be_written_as_languages_write_it(words: tuple[str, ...], is_planned: str) -> None:
    expected = ids_of("events", {"is_planned": is_planned})

    assert expected
    assert all(ids_of("events", {"is_planned": word}) == expected for word in words)


@pytest.mark.parametrize(
    ("repeated", "joined"),
    [
        ("country__in=MEX&country__in=COL", "country__in=MEX,COL"),
        ("fields=country&fields=quantity,report", "fields=country,quantity,report"),
        ("expand=place&expand=authority", "expand=place,authority"),
    ],
)
def test_parameters_of_several_values_may_come_again(repeated: str, joined: str) -> None:
    answer = body_of(f"{ROOT}trainings/?page_size=1&{repeated}")

    assert answer["results"]
    assert answer == body_of(f"{ROOT}trainings/?page_size=1&{joined}")


def test_groups_may_come_again_in_their_order() -> None:
    for first, second in (("stage", "fiscal_year"), ("fiscal_year", "stage")):
        for _ in range(2):
            answer = body_of(f"{ROOT}funding/summary/?group_by={first}&group_by={second}")
            assert answer["group_by"] == [first, second]
    assert body_of(f"{ROOT}funding/summary/?group%5Fby=stage&group_by=fiscal_year")["group_by"] == [
        "stage",
        "fiscal_year",
    ]
    assert body_of(f"{ROOT}funding/summary/?group_by=fiscal_year&group%5Fby=stage")["group_by"] == [
        "fiscal_year",
        "stage",
    ]


def test_values_that_come_again_are_counted_each() -> None:
    one, both = "stage__in=announced", "stage__in=delivered&stage__in=announced"

    counts = [body_of(f"{ROOT}funding/?{query}")["count"] for query in (one, both)]

    assert counts == [
        len(ids_of("funding", {"stage__in": "announced"})),
        len(ids_of("funding", {"stage__in": "delivered,announced"})),
    ]
    assert counts[0] < counts[1]


def test_next_pages_ask_for_all_values_that_came_again() -> None:
    page = body_of(f"{ROOT}funding/?stage__in=delivered&stage__in=announced&page_size=2")

    assert "stage__in=delivered%2Cannounced" in page["next"]
    assert body_of(page["next"])["count"] == page["count"]


@pytest.mark.parametrize("plural", ENDPOINTS)
def test_every_parameter_of_several_values_may_come_again(plural: str) -> None:
    parameters = ENDPOINTS[plural].operations()["list"].parameters

    for parameter in parameters:
        assert parameter.field.is_list == (parameter.schema.get("type") == "array"), parameter.name


def test_other_repetition_is_refused_and_says_how_to_join() -> None:
    answer = get(f"{ROOT}funding/?stage=announced&stage=delivered&page_size=1&page_size=2").json()

    assert [error["detail"] for error in answer["errors"]] == [
        "This parameter is given more than once. For any of several values, join them by commas: "
        "stage__in=announced,delivered.",
        "This parameter is given more than once. It takes one value.",
    ]


def test_pages_of_other_sites_may_ask_whether_an_answer_still_holds_and_name_their_request() -> None:
    asked = "if-none-match, if-modified-since, x-request-id, range, if-range"

    response = CLIENT.options(
        f"{ROOT}funding/",
        headers={
            "host": "localhost",
            "origin": ELSEWHERE,
            "access-control-request-method": "GET",
            "access-control-request-headers": asked,
        },
    )

    assert set(asked.split(", ")) <= set(response["Access-Control-Allow-Headers"].split(", "))
    assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("address", ["", "funding/?page_size=1", "funding/?wrong=1", "no-such-kind/", "funding.csv"])
@pytest.mark.usefixtures("plain_static_files")
def test_pages_of_other_sites_may_read_every_header_that_is_sent(address: str, settings: Any) -> None:
    settings.RATE_LIMIT = 1000
    for encoding in ("", "br"):
        for _ in range(2):
            response = get(f"{ROOT}{address}", origin=ELSEWHERE, accept_encoding=encoding)
            sent = {name.lower() for name in response.headers}
            shown = {name.lower() for name in response["Access-Control-Expose-Headers"].split(", ")}
            assert sent - SAFE - POLICIES <= shown


def test_pages_of_other_sites_may_read_what_a_304_says() -> None:
    etag = get(f"{ROOT}funding/")["ETag"]

    for _ in range(2):
        response = get(f"{ROOT}funding/", origin=ELSEWHERE, if_none_match=etag)
        assert response.status_code == 304
        assert "ETag" in response["Access-Control-Expose-Headers"]
        memory.clear()


@pytest.mark.usefixtures("plain_static_files")
def test_the_version_of_the_dataset_is_in_the_root_and_in_every_good_answer() -> None:
    root = body_of(ROOT)

    assert root["dataset_version"] > 0
    assert root["version"] == settings.VERSION
    for address in ("", "funding/", "funding/summary/", "places/mexico/", "funding.csv"):
        assert get(f"{ROOT}{address}")["X-Dataset-Version"] == str(root["dataset_version"])


@pytest.mark.parametrize(
    ("address", "name"),
    [
        (f"{ROOT}funding/?wrong=1", "invalid-parameters"),
        (f"{ROOT}funding/no-such-record/", "not-found"),
        ("/nowhere", "not-found"),
    ],
)
@pytest.mark.usefixtures("plain_static_files")
def test_the_type_of_an_error_is_the_address_of_a_page_about_it(address: str, name: str) -> None:
    problem = get(address, accept="application/json").json()

    assert problem["type"] == f"http://localhost/errors/{name}/"
    page = get(problem["type"], accept="text/html")
    assert page.status_code == 200
    assert KINDS[name].title in page.content.decode()


def test_a_method_that_writes_is_told_why_by_a_page() -> None:
    problem = CLIENT.post(f"{ROOT}funding/", headers={"host": "localhost"}).json()

    assert problem["type"] == "http://localhost/errors/method-not-allowed/"


@pytest.mark.usefixtures("plain_static_files")
def test_every_kind_of_error_has_a_page_and_a_list_names_them() -> None:
    listed = get("/errors/", accept="text/html").content.decode()

    for kind in KINDS.values():
        assert f'href="{kind.path}"' in listed
        assert get(kind.path, accept="text/html").status_code == 200
    assert get("/errors/no-such-error/").status_code == 404
