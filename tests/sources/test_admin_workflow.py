"""How a record becomes public in the admin, and who may take it there."""

import pytest
from django.http import HttpResponse
from django.test import Client

from sources.models import Action, Change, Record, Source, Status, recorded
from tests.curation import admin_url, log_in, messages_of
from tests.factories import make_citation, make_organization, make_place, make_source, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


def take(client: Client, record: Record, path: str, reason: str | None = None) -> HttpResponse:
    """Answer the question that a button of a record's page asks."""
    address = admin_url(record, "change").replace("change/", f"{path}/")
    record.refresh_from_db()
    answer = {"seen_revision": record.revision, **({"reason": reason} if reason else {})}
    return client.post(address, answer, follow=True)


def test_curator_submits_a_draft_and_the_ledger_says_so() -> None:
    place = make_place()

    take(log_in("curators"), place, "submit")

    place.refresh_from_db()
    assert place.status == Status.IN_REVIEW
    assert Change.objects.get(record=place).action == Action.SUBMITTED


def test_curator_cannot_publish() -> None:
    place = make_place(status="in_review")

    response = take(log_in("curators"), place, "publish")

    place.refresh_from_db()
    assert response.status_code == 403
    assert place.status == Status.IN_REVIEW


def test_reviewer_publishes_what_somebody_else_wrote() -> None:
    place = make_place(status="in_review")

    take(log_in("reviewers"), place, "publish")

    place.refresh_from_db()
    assert place.status == Status.PUBLISHED
    assert Change.objects.get(record=place).action == Action.PUBLISHED


@pytest.mark.parametrize("status", ["in_review", "withdrawn"])
def test_reviewer_cannot_make_public_what_they_changed_last(status: str) -> None:
    client = log_in("reviewers", name="rosa")
    place = make_place(status=status)
    with recorded(place, Action.CHANGED, by=make_user("carla")):
        pass
    with recorded(place, Action.CHANGED, by=client.user):
        pass

    response = take(client, place, "publish" if status == "in_review" else "restore")

    place.refresh_from_db()
    assert place.status == status
    assert "your own work" in messages_of(response)


def test_reviewer_cannot_publish_what_they_created_although_another_changed_it_last() -> None:
    client = log_in("reviewers", name="rosa")
    place = make_place(status="in_review")
    with recorded(place, Action.CREATED, by=client.user):
        pass
    with recorded(place, Action.CHANGED, by=make_user("carla")):
        pass

    take(client, place, "publish")

    place.refresh_from_db()
    assert place.status == Status.IN_REVIEW


def test_superuser_publishes_their_own_work() -> None:
    client = log_in(name="root", is_superuser=True)
    place = make_place()
    with recorded(place, Action.CREATED, by=client.user):
        pass

    take(client, place, "publish")

    place.refresh_from_db()
    assert place.status == Status.PUBLISHED


def test_what_refers_to_a_draft_is_not_published_and_the_message_names_the_draft() -> None:
    organization = make_organization(citation=make_citation(source=make_source(slug="a-draft")))

    response = take(log_in("reviewers"), organization, "publish")

    organization.refresh_from_db()
    assert organization.status == Status.DRAFT
    assert "source/a-draft" in messages_of(response)


def test_withdrawal_asks_for_a_reason() -> None:
    place = make_place(status="published")
    client = log_in("reviewers")

    without = take(client, place, "withdraw")
    unchanged = Record.objects.get(pk=place.pk).status
    take(client, place, "withdraw", reason="It is no place.")

    assert without.context["form"].errors["reason"] == ["This field is required."]
    assert unchanged == Status.PUBLISHED
    assert Record.objects.get(pk=place.pk).status == Status.WITHDRAWN
    assert Change.objects.get(record=place).reason == "It is no place."


def test_withdrawn_record_is_restored() -> None:
    place = make_place(status="withdrawn")

    take(log_in("reviewers"), place, "restore")

    assert Record.objects.get(pk=place.pk).status == Status.PUBLISHED


def test_reviewer_returns_a_record_to_its_curator_with_a_reason() -> None:
    place = make_place(status="in_review")

    take(log_in("reviewers"), place, "send-back", reason="Where is it?")

    assert Record.objects.get(pk=place.pk).status == Status.DRAFT
    assert Change.objects.get(record=place).reason == "Where is it?"


def test_opening_the_question_changes_nothing() -> None:
    place = make_place(status="in_review")

    response = log_in("reviewers").get(admin_url(place, "publish"))

    assert response.status_code == 200
    assert Record.objects.get(pk=place.pk).status == Status.IN_REVIEW


def test_record_that_changed_since_the_question_was_asked_is_not_published() -> None:
    place = make_place(status="in_review")
    client = log_in("reviewers")

    response = client.post(admin_url(place, "publish"), {"seen_revision": place.revision + 1}, follow=True)

    assert Record.objects.get(pk=place.pk).status == Status.IN_REVIEW
    assert "changed by somebody else" in messages_of(response)


def test_list_publishes_records_that_wait_for_each_other_in_whatever_order() -> None:
    repost = make_source(slug="a-repost", derived_from=make_source(slug="z-original"))
    everything = Record.objects.order_by("slug").values_list("pk", flat=True)

    response = log_in("reviewers").post(
        admin_url(Record, "changelist"),
        {"action": "publish_selected", "_selected_action": list(everything)},
        follow=True,
    )

    assert "2 records published." in messages_of(response)
    assert Source.objects.get(pk=repost.pk).is_published
