"""Curators read imported rows and imports in the admin; nobody changes them there."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cooperation.trainings.admin import TrainingAdmin
from cooperation.trainings.models import ImportBatch, ReportedYear, Training, TrainingFlag
from tests.curation import admin_url, log_in
from tests.factories import make_batch, make_place, make_training

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]

# Session, user, permissions of the user and of the groups, the countries and years that the filters offer, count, rows.
QUERIES = 8


def listed(client: Client, **asked: str) -> list[Any]:
    """The rows that a list of trainings shows."""
    response = client.get(admin_url(Training, "changelist"), asked)
    assert response.status_code == 200
    return list(response.context["cl"].result_list)


@pytest.mark.parametrize("model", [Training, ImportBatch])
def test_curator_reads_and_nobody_writes(model: Any) -> None:
    training = make_training()
    row = training if model is Training else training.batch
    client = log_in("curators")

    assert client.get(admin_url(model, "changelist")).status_code == 200
    assert client.get(admin_url(row, "change")).status_code == 200
    assert client.post(admin_url(row, "change"), {"quantity": 9}).status_code == 403
    assert client.get(admin_url(model, "add")).status_code == 403
    assert client.post(admin_url(row, "delete"), {"post": "yes"}).status_code == 403
    assert Training.objects.get().quantity == 2


@pytest.mark.parametrize("model", [Training, ImportBatch])
def test_lists_are_empty_before_the_first_import(model: Any) -> None:
    assert log_in("curators").get(admin_url(model, "changelist")).status_code == 200


def test_a_training_is_found_by_its_id_its_course_and_its_unit() -> None:
    sought = make_training(course_title="Pilot", course_title_normalized="pilot", recipient_unit_normalized="air force")
    make_training(course_title_normalized="infantry", recipient_unit_normalized="army")
    client = log_in("curators")

    assert listed(client, q=str(sought.published_id)) == [sought]
    assert listed(client, q="PILÓT") == [sought]
    assert listed(client, q="air-force") == [sought]
    assert listed(client, q="nobody") == []
    assert listed(client, q="()") == []


def test_trainings_are_filtered_by_country_year_and_doubt() -> None:
    sought = make_training(country="HTI", fiscal_year=2003, flags=TrainingFlag.COST_ZERO | TrainingFlag.MOJIBAKE)
    make_training()
    ReportedYear.objects.refresh()
    client = log_in("curators")

    assert listed(client, country="HTI") == [sought]
    assert listed(client, fiscal_year="2003") == [sought]
    assert listed(client, flag="cost_zero") == [sought]


@pytest.mark.parametrize("asked", [{"fiscal_year": "x"}, {"flag": "pk"}, {"country": "\0"}, {"batch__sha256": "1"}])
def test_a_filter_that_is_none_is_no_error_of_ours(asked: dict[str, str]) -> None:
    make_training()
    client = log_in("curators")
    client.raise_request_exception = False

    assert client.get(admin_url(Training, "changelist"), asked).status_code < 500


def test_withdrawn_rows_are_shown_where_they_are_asked_for() -> None:
    gone = make_training(withdrawn_at=timezone.now())
    there = make_training()
    client = log_in("curators")

    assert listed(client) == [there]
    assert listed(client, withdrawn="1") == [gone]


@pytest.mark.parametrize("key", [2**63 - 1, 10**17, -7])
def test_a_training_is_shown_whatever_its_key(key: int) -> None:
    training = make_training(id=key)

    response = log_in("curators").get(admin_url(training, "change"))

    assert str(training.published_id) in response.content.decode()


def test_a_page_of_trainings_takes_as_many_queries_however_many_there_are(
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    client = log_in("curators")
    for _ in range(5):
        make_training(place=make_place(status="published"))

    with django_assert_num_queries(QUERIES):
        assert len(listed(client)) == 5


def test_pages_are_found_by_their_keys(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    monkeypatch.setattr(TrainingAdmin, "list_per_page", 2)
    first, second, third = (make_training(fiscal_year=year) for year in (2009, 2010, 2011))
    client = log_in("curators")

    assert listed(client) == [first, second]
    with django_assert_num_queries(QUERIES + 1):
        assert listed(client, p="2") == [third]


def test_a_training_shows_its_doubts_its_cells_and_where_it_stands() -> None:
    training = make_training(flags=TrainingFlag.DATES_REVERSED, raw=["the-id", "Mexico <b>"])

    body = log_in("curators").get(admin_url(training, "change")).content.decode()

    assert "dates reversed" in body
    assert "Mexico &lt;b&gt;" in body
    assert f'href="{admin_url(training.batch, "change")}"' in body
    assert f"/api/v1/trainings/{training.published_id}/" in body


def test_an_import_shows_its_doubts_by_kind_with_the_rows() -> None:
    batch = make_batch(doubts={"cost_zero": 14_658})

    body = log_in("curators").get(admin_url(batch, "change")).content.decode()

    assert "14,658" in body
    assert f'href="{admin_url(Training, "changelist")}?flag=cost_zero"' in body
