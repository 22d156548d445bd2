"""What the benchmark asks is answered: a wrong address would measure an error."""

import pytest
from django.test import Client

from tests.benchmarks.questions import QUESTIONS

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data", "plain_static_files")]


def test_every_question_of_the_benchmark_is_answered() -> None:
    refused = {item.ours: status for item in QUESTIONS if (status := Client().get(item.ours).status_code) != 200}

    assert not refused


def test_there_are_some_forty_questions_each_asked_once() -> None:
    assert 40 <= len({item.ours for item in QUESTIONS}) == len({item.words for item in QUESTIONS}) == len(QUESTIONS)
