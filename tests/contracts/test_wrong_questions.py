"""What cannot be answered is refused with a problem that names the parameter; nothing makes a 500."""

from typing import Any

import pytest
from django.http import HttpResponse

from config.rest.errors import MAX_SUGGESTIONS
from config.rest.operations import MAX_PARAMETERS
from config.rest.parameters import Parameter
from tests.contracts.endpoints import CLIENT, ROOT, VIEWS, WITH_DETAILS, body_of, get, some_ids
from tests.contracts.wrong_questions import (
    ACTIONS,
    FORGED_CURSORS,
    KINDS,
    address_of,
    one_question_each,
    parameters_of,
    whole_address_of,
    wrong_values_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

# Public ids of what stands in no table.
WORKED_OUT = {"coverage": "mex-2011"}


def some_slug(plural: str) -> str:
    if plural not in WITH_DETAILS:
        return ""
    return some_ids(plural)[0] if plural in VIEWS else WORKED_OUT[plural]


def problem_of(response: HttpResponse, status: int) -> dict[str, Any]:
    assert (response.status_code, response["Content-Type"]) == (status, "application/problem+json"), response.content[
        :300
    ]
    problem = response.json()
    assert problem["status"] == status
    return problem


def errors_of(response: HttpResponse) -> list[dict[str, Any]]:
    """What a problem says of the parameters that were given."""
    return [error for error in problem_of(response, 400)["errors"] if not error["detail"].startswith("Say which")]


def named_in(response: HttpResponse) -> set[str]:
    return {error["parameter"] for error in errors_of(response)}


@pytest.mark.parametrize(("plural", "action"), ACTIONS)
def test_a_wrong_value_of_any_parameter_is_refused_with_its_name(plural: str, action: str) -> None:
    address = address_of(plural, action, some_slug(plural))

    for name, value in one_question_each(plural, action):
        assert named_in(get(f"{address}?{name}={value}")) == {name}, value


@pytest.mark.parametrize(("plural", "action", "parameter"), KINDS.values(), ids=KINDS)
def test_every_wrong_value_of_a_kind_of_parameter_is_refused(plural: str, action: str, parameter: Parameter) -> None:
    address = address_of(plural, action, some_slug(plural))

    answers = {value: get(f"{address}?{parameter.name}={value}") for value in wrong_values_of(plural, parameter)}

    assert {value[:80]: answer.content[:200] for value, answer in answers.items() if answer.status_code != 400} == {}
    assert {value[:80] for value, answer in answers.items() if named_in(answer) != {parameter.name}} == set()


def names_of(plural: str, action: str, number: int) -> list[list[str]]:
    """The names of the parameters, as many at a time as one request may have."""
    names = [parameter.name for parameter in parameters_of(plural, action)]
    return [names[start : start + number] for start in range(0, len(names), number)]


@pytest.mark.parametrize(("plural", "action"), ACTIONS)
def test_repeated_parameters_are_refused_where_one_value_is_meant(plural: str, action: str) -> None:
    single = [parameter.name for parameter in parameters_of(plural, action) if not parameter.field.is_list]
    for start in range(0, len(single), MAX_PARAMETERS):
        names = single[start : start + MAX_PARAMETERS]
        twice = "&".join(f"{name}=1&{name}=1" for name in names)

        response = get(f"{address_of(plural, action, some_slug(plural))}?{twice}")

        assert named_in(response) == set(names)


@pytest.mark.parametrize(("plural", "action"), ACTIONS)
def test_misspelt_parameters_are_refused_with_the_one_that_was_meant(plural: str, action: str) -> None:
    for names in names_of(plural, action, MAX_SUGGESTIONS):
        misspelt = "&".join(f"{name}_=1" for name in names)

        errors = errors_of(get(f"{address_of(plural, action, some_slug(plural))}?{misspelt}"))

        assert {error["parameter"]: error["suggestion"] for error in errors} == {f"{name}_": name for name in names}


@pytest.mark.parametrize(("plural", "action"), ACTIONS)
def test_unknown_parameters_are_refused(plural: str, action: str) -> None:
    assert named_in(get(f"{address_of(plural, action, some_slug(plural))}?zzz=1")) == {"zzz"}


@pytest.mark.parametrize("name", ["%00", "%FF", "%ED%A0%80", "q%5B%5D", "x" * 5_000, "%F0%9F%92%A9", "pk", "status"])
def test_no_name_is_too_odd_to_be_refused(name: str) -> None:
    assert len(problem_of(get(f"{ROOT}funding/?{name}=1"), 400)["errors"]) == 1


@pytest.mark.parametrize(("ordering", "cursor"), FORGED_CURSORS)
def test_forged_cursors_are_refused(ordering: str, cursor: str) -> None:
    assert named_in(get(f"{ROOT}funding/", {"ordering": ordering, "cursor": cursor})) == {"cursor"}


@pytest.mark.parametrize("size", ["0", "101", "-1", "abc", "٣", "1.0", "", "1e1", "9" * 5_000])
def test_page_sizes_outside_1_to_100_are_refused(size: str) -> None:
    assert named_in(get(f"{ROOT}funding/", {"page_size": size})) == {"page_size"}


@pytest.mark.parametrize(
    "key", ["pk", "record_ptr", "citation__source", "status", "?", "--id", "+id", "id,modified_at", "note"]
)
def test_orders_that_are_not_listed_are_refused(key: str) -> None:
    assert named_in(get(f"{ROOT}funding/", {"ordering": key})) == {"ordering"}


def test_every_wrong_parameter_is_named_in_one_answer() -> None:
    response = get(f"{ROOT}funding/?fiscal_yaer=2011&stage=announced&stage=sold&amuont=1")

    assert named_in(response) == {"fiscal_yaer", "stage", "amuont"}


def test_a_misspelt_word_comes_with_the_one_that_was_meant() -> None:
    [error] = problem_of(get(f"{ROOT}funding/?stage=anounced"), 400)["errors"]

    assert error["suggestion"] == "announced"


def test_a_misspelt_public_id_comes_with_the_one_that_was_meant() -> None:
    [error] = problem_of(get(f"{ROOT}funding/?program=merida-initative"), 400)["errors"]

    assert error["suggestion"] == "merida-initiative"


@pytest.mark.parametrize("value", ["$where", "{{7*7}}", "é", "%x%", "x_", "x" * 200])
@pytest.mark.parametrize(
    ("plural", "name"), [("organizations", "name"), ("places", "name__has"), ("citations", "as_stated")]
)
def test_odd_words_are_only_words(plural: str, name: str, value: str) -> None:
    assert body_of(f"{ROOT}{plural}/", {name: value})["count"] == 0


@pytest.mark.parametrize("value", ["(", ".*", "\\", "%", "_", "'", "💩"])
@pytest.mark.parametrize(("plural", "name"), [("organizations", "name"), ("sources", "publisher")])
def test_a_text_without_words_is_refused(plural: str, name: str, value: str) -> None:
    assert named_in(get(f"{ROOT}{plural}/", {name: value})) == {name}


def test_of_a_few_texts_one_that_is_none_is_refused_with_the_nearest() -> None:
    [error] = problem_of(get(f"{ROOT}sources/", {"publisher": "Narco Newz"}), 400)["errors"]

    assert error["suggestion"] == "Narco News"
    assert named_in(get(f"{ROOT}indicators/", {"unit": "parsecs"})) == {"unit"}


@pytest.mark.parametrize(
    ("address", "least"),
    [
        ("places/?name=Ciudad Jua\u0301rez", 1), ("organizations/?name=WHINSEC", 1), ("organizations/?name=ejercito mexicano", 1),
        ("authorities/?code=imet", 1), ("sources/?publisher=narco news", 1), ("organizations/?name__has=navy mexican", 1),
    ],
)  # fmt: skip
def test_texts_are_found_however_they_are_written(address: str, least: int) -> None:
    assert body_of(f"{ROOT}{address}")["count"] >= least


@pytest.mark.parametrize("plural", ["trainings", "reconciliation/printed-totals"])
def test_who_asks_for_a_printed_program_by_its_old_name_is_led_to_the_new_one(plural: str) -> None:
    [error] = problem_of(get(f"{ROOT}{plural}/?program=IMET"), 400)["errors"]

    assert error["suggestion"] == "program_as_printed"


@pytest.mark.parametrize(
    "path",
    ["nothing/", "funding/no-such-record/", "funding/no-such-record/history/", "funding/UPPER/", "funding/a--b/", "funding/a/b/c/",
     "funding/%00/", "funding/%FF/", "funding/.../", "places/summary/", "citations/x/history/", "changes/x/", "funding/" + "x" * 3_000 + "/"],
)  # fmt: skip
def test_what_does_not_exist_is_a_problem(path: str) -> None:
    problem_of(get(f"{ROOT}{path}"), 404)


@pytest.mark.parametrize(("plural", "action"), ACTIONS)
def test_nothing_is_written_through_the_api(plural: str, action: str) -> None:
    address = address_of(plural, action, some_slug(plural))

    for method in (CLIENT.post, CLIENT.put, CLIENT.patch, CLIENT.delete):
        response = method(address, {}, headers={"host": "localhost"})
        problem_of(response, 405)
        assert response["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(("plural", "action"), [item for item in ACTIONS if "export" not in item[1]])
def test_only_json_is_spoken(plural: str, action: str) -> None:
    address = whole_address_of(plural, action, some_slug(plural))

    problem_of(get(address, accept="text/xml"), 406)
    assert get(address, accept="text/html,application/xhtml+xml,*/*;q=0.8")["Content-Type"] == "application/json"


@pytest.mark.parametrize(("plural", "action"), ACTIONS)
def test_head_has_the_headers_of_get_and_no_body(plural: str, action: str) -> None:
    address = whole_address_of(plural, action, some_slug(plural))
    same = {"x-request-id": "one-for-both"}

    response = CLIENT.head(address, headers={"host": "localhost", **same})

    assert (response.status_code, b"".join(response)) == (200, b"")
    assert dict(response.headers) == dict(get(address, **same).headers)


@pytest.mark.parametrize(("plural", "action"), ACTIONS)
def test_options_says_what_is_allowed(plural: str, action: str) -> None:
    response = CLIENT.options(address_of(plural, action, some_slug(plural)), headers={"host": "localhost"})

    assert (response.status_code, response["Allow"]) == (200, "GET, HEAD, OPTIONS")
