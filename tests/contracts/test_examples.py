"""The questions that the API recommends have answers."""

import pytest
from django.test import Client

from cooperation.api.about import ABOUT

pytestmark = pytest.mark.usefixtures("real_data")


@pytest.mark.parametrize("example", ABOUT.examples, ids=lambda example: example.question)
@pytest.mark.django_db
def test_a_recommended_question_has_an_answer(client: Client, example: object) -> None:
    response = client.get(example.address)

    assert response.status_code == 200
    assert response.json()["results"]


@pytest.mark.django_db
def test_a_browser_gets_the_same_answer_with_line_breaks(client: Client) -> None:
    plain = client.get("/api/v1/funding/")
    read = client.get("/api/v1/funding/", headers={"accept": "text/html,application/xhtml+xml,*/*;q=0.8"})

    assert read.json() == plain.json()
    assert read.content.count(b"\n") > 100
    assert b"\n" not in plain.content
    assert "Accept" in plain["Vary"]
