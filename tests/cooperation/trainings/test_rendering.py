"""What is kept of training activities is what would be said of them now; whatever changes that, it is forgotten."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cooperation.models import Authority, Organization, Place
from cooperation.trainings.models import KeptTraining, ReportPage, Training
from cooperation.trainings.rendering import render_trainings
from sources.models import Record, Status
from tests.factories import make_authority, make_organization, make_place, make_reading, make_training

pytestmark = pytest.mark.django_db
LIST = "/api/v1/trainings/"
FILES = ("/api/v1/trainings.csv", "/api/v1/trainings.ndjson")
CHANGES: list[Callable[[], object]] = [
    lambda: Training.objects.filter(quantity=7).update(quantity=8),
    lambda: Training.objects.filter(quantity=7).update(is_counted=False),
    lambda: Training.objects.filter(quantity=7).delete(),
    lambda: Record.objects.filter(pk=Place.objects.get(kind="city").pk).update(slug="renamed-place"),
    lambda: Record.objects.filter(pk=Place.objects.get(kind="city").pk).update(status=Status.WITHDRAWN),
    lambda: Record.objects.filter(pk=Authority.objects.get().pk).update(status=Status.DRAFT),
    lambda: Place.objects.update(name="Another name"),
    lambda: Authority.objects.update(name="Another name"),
    lambda: Organization.objects.update(name="Another name"),
    lambda: Record.objects.filter(slug="school").update(slug="renamed-school"),
    lambda: Record.objects.filter(slug="army").update(slug="renamed-army"),
    lambda: Record.objects.filter(slug="army").update(status=Status.DRAFT),
    lambda: Record.objects.filter(slug="camp").update(status=Status.DRAFT),
    lambda: ReportPage.objects.update(section="Another section"),
]


@pytest.fixture(autouse=True)
def trainings(settings: Any) -> list[Training]:
    """Two training activities of one place and authority, kept; no answer is kept whole."""
    settings.CACHE_MEGABYTES = 0
    public = {"status": "published"}
    known = {
        "place": make_place(**public),
        "authority": make_authority(**public),
        "school": make_organization(slug="school", **public),
        "school_base": make_place(slug="camp", kind="base", **public),
        "recipients": make_reading(make_organization(slug="army", **public)),
    }
    rows = [make_training(**known, quantity=7), make_training(**known, course_title='=1+1, "quoted"')]
    assert render_trainings() == 2
    return rows


def answers(client: Client) -> list[bytes]:
    """The list and its files."""
    return [client.get(address).content for address in (LIST, *FILES)]


def test_what_is_kept_is_what_would_be_made(client: Client) -> None:
    kept = answers(client)

    KeptTraining.objects.all().delete()

    assert answers(client) == kept


@pytest.mark.parametrize("ordering", ["-id", "-quantity", "fiscal_year"])
def test_what_is_kept_is_given_in_the_order_that_is_asked_for(client: Client, ordering: str) -> None:
    made = make_training(quantity=9, fiscal_year=1999)
    render_trainings()
    addresses = [f"{address}?ordering={ordering}" for address in (LIST, *FILES)]
    kept = [client.get(address).content for address in addresses]

    KeptTraining.objects.all().delete()

    assert [client.get(address).content for address in addresses] == kept
    assert all(str(made.published_id).encode() in answer for answer in kept)


def test_what_is_kept_is_what_is_given(client: Client) -> None:
    KeptTraining.objects.update(answer='{"id":"kept"}', line="kept")

    listed, table, lines = answers(client)

    assert listed.count(b'{"id":"kept"}') == 2
    assert table.splitlines()[1:] == [b"kept"] * 2
    assert lines.splitlines() == [b'{"id":"kept"}'] * 2


@pytest.mark.parametrize("change", CHANGES)
def test_what_changes_is_forgotten(client: Client, change: Callable[[], object]) -> None:
    change()
    now = answers(client)

    KeptTraining.objects.all().delete()

    assert answers(client) == now


def test_what_is_forgotten_is_made_again() -> None:
    Training.objects.filter(quantity=7).update(quantity=8)

    assert [render_trainings(), render_trainings()] == [1, 0]


def test_what_is_withdrawn_is_not_kept(trainings: list[Training]) -> None:
    Training.objects.filter(quantity=7).update(withdrawn_at="2026-01-01T00:00:00Z")

    assert render_trainings() == 0
    assert KeptTraining.objects.count() == 1


def test_what_other_software_kept_is_not_given_and_replaced(client: Client) -> None:
    made = answers(client)
    KeptTraining.objects.update(made_by=1, answer="{}", line="other")

    assert answers(client) == made
    assert render_trainings() == 2
    assert not KeptTraining.objects.filter(made_by=1).exists()


def test_addresses_that_a_setting_changes_are_not_those_kept(client: Client, settings: Any) -> None:
    settings.PUBLIC_URL = "https://example.org"

    assert client.get(LIST).json()["results"][0]["url"].startswith("https://example.org/api/v1/trainings/")


def test_a_part_of_an_answer_is_made(client: Client) -> None:
    KeptTraining.objects.update(answer="{}")

    assert set(client.get(f"{LIST}?fields=country").json()["results"][0]) == {"id", "country"}
    assert client.get(f"{LIST}?expand=place").json()["results"][0]["place"]["kind"] == "city"


def test_one_row_that_is_not_kept_takes_three_queries_more(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    Training.objects.filter(quantity=7).update(quantity=8)

    with django_assert_num_queries(6):
        client.get(LIST)
