"""The README's examples answer as it says."""

import re
from typing import Any

import pytest
from django.conf import settings
from django.test import Client

README = (settings.BASE_DIR / "README.md").read_text()
EXAMPLES = re.findall(r"^curl 'http://localhost:8000(/[^']+)'$", README, re.MULTILINE)
WITH_RECORDS, WITH_A_SLIP = EXAMPLES[:-1], EXAMPLES[-1]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


def answer(address: str) -> Any:
    return Client().get(address)


@pytest.mark.parametrize("address", WITH_RECORDS)
def test_example_answers_with_records(address: str) -> None:
    response = answer(address)

    assert response.status_code == 200
    assert response.json()["count"] > 0


def test_example_with_a_slip_names_the_filter_that_was_meant() -> None:
    response = answer(WITH_A_SLIP)

    assert response.status_code == 400
    assert response.json()["errors"][0]["suggestion"] == "amount__gte"


def test_there_are_five_examples_and_one_with_a_slip() -> None:
    assert len(EXAMPLES) == 6
