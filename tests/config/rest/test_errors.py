"""Errors as RFC 9457 problems, and the word that was probably meant."""

import json

import pytest
from django.http import Http404
from rest_framework import exceptions

from config.rest.errors import (
    MEDIA_TYPE,
    Gone,
    InvalidParameters,
    ParameterError,
    Problem,
    nearest,
    problem_of,
    problem_response,
)

WORDS = ["program", "program__within", "provider", "stage", "amount", "amount__gte", "us", "dea"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("progam", "program"),
        ("programme", "program"),
        ("stages", "stage"),
        ("amuont", "amount"),
        ("ammount_gte", "amount__gte"),
        ("within", "program__within"),
        ("zzz", None),
        ("", None),
        ("usa", "us"),
        ("(", None),
        ("STAGE", "stage"),
        ("su", "us"),
        ("sedan", None),
        ("austria", None),
        ("Ámount gte", "amount__gte"),
    ],
)
def test_nearest_is_the_word_that_was_probably_meant(word: str, meant: str | None) -> None:
    assert nearest(word, WORDS) == meant


def test_nearest_of_nothing_is_nothing() -> None:
    assert nearest("program", []) is None


def test_a_problem_has_errors_only_where_parameters_are_wrong() -> None:
    assert Problem(404, "Not found.").body() == {
        "type": "/errors/not-found/", "title": "Not Found", "status": 404, "detail": "Not found.",
    }  # fmt: skip


def test_wrong_parameters_are_named_with_what_was_meant() -> None:
    problem = problem_of(InvalidParameters([ParameterError("stgae", "Unknown.", "stage")]))

    assert problem.status == 400
    assert problem.body()["errors"] == [{"parameter": "stgae", "detail": "Unknown.", "suggestion": "stage"}]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Http404(), 404),
        (Gone("Withdrawn."), 410),
        (exceptions.MethodNotAllowed("POST"), 405),
        (exceptions.NotAcceptable(), 406),
    ],
)
def test_every_error_of_a_view_is_a_problem(error: Exception, status: int) -> None:
    problem = problem_of(error)

    assert (problem.status, problem.body()["status"], problem.headers) == (status, status, {})


def test_who_has_to_wait_is_told_how_long() -> None:
    assert problem_of(exceptions.Throttled(wait=17)).headers == {"Retry-After": "17"}


def test_errors_outside_the_views_are_problems_too() -> None:
    response = problem_response(404, "There is nothing here.")

    assert (response.status_code, response["Content-Type"]) == (404, MEDIA_TYPE)
    assert json.loads(response.content) == Problem(404, "There is nothing here.").body()
