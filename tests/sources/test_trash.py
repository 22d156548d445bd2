"""A draft that nobody wants goes to the trash, with its ledger, and comes back from there as it was."""

import pytest
from django.core.exceptions import ValidationError

from cooperation.models import Program
from sources.models import Action, Change, Record, Source, Status, Support, recorded, state_of, step
from tests.curation import admin_url, change, log_in, messages_of
from tests.factories import make_citation, make_organization, make_place, make_program, make_source
from tests.sources.test_admin_workflow import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


def test_draft_comes_back_from_the_trash_as_it_was_and_its_ledger_tells_all() -> None:
    program, client = make_program(), log_in("curators")
    program.places.set([make_place()])
    Support.objects.create(record=program, citation=make_citation())
    change(client, program, note="A mistake.")
    before = state_of(Record.objects.get(pk=program.pk))

    take(client, program, "discard")
    discarded = Record.objects.get(pk=program.pk).status
    page = client.get(admin_url(program, "change"))
    response = take(client, program, "recover")

    assert discarded == Status.DISCARDED
    assert not page.context["has_change_permission"]
    assert "was put back" in messages_of(response)
    assert state_of(Program.objects.get(pk=program.pk)) == {**before, "status": "draft"}
    told = Change.objects.filter(record=program.pk).order_by("revision").values_list("action", "revision", "by")
    assert list(told) == [
        (action, revision, client.user.pk)
        for revision, action in enumerate([Action.CHANGED, Action.DISCARDED, Action.RECOVERED], start=2)
    ]


def test_trash_is_found_in_its_list_and_nowhere_else() -> None:
    place, client = make_place(slug="unwanted"), log_in("curators")
    take(client, place, "discard")

    lists = [
        client.get(admin_url(Record, "changelist"), {"status__exact": "discarded"}),
        client.get(admin_url(Record, "changelist")),
        client.get(admin_url(type(place), "changelist")),
    ]
    offered = client.get(
        "/admin/autocomplete/",
        {"app_label": "cooperation", "model_name": "place", "field_name": "parent", "term": "unwanted"},
    )

    assert [page.context["cl"].result_count for page in lists] == [1, 0, 0]
    assert offered.json()["results"] == []


@pytest.mark.parametrize("status", ["in_review", "published", "withdrawn"])
def test_only_drafts_go_to_the_trash(status: str) -> None:
    place = make_place(status=status)

    take(log_in(is_superuser=True), place, "discard")

    assert Record.objects.get(pk=place.pk).status == status


def test_what_a_draft_refers_to_stays_out_of_the_trash_until_the_draft_is_there() -> None:
    parent = make_organization(slug="parent")
    child = make_organization(slug="child", parent=parent)

    with pytest.raises(ValidationError, match="still used by what is not in the trash: organization/child"):
        step(Record.objects.get(pk=parent.pk), Action.DISCARDED)
    for organization in (child, parent):
        step(Record.objects.get(pk=organization.pk), Action.DISCARDED)
    with pytest.raises(ValidationError, match="refers to what is in the trash: organization/parent"):
        step(Record.objects.get(pk=child.pk), Action.RECOVERED)


def test_source_that_is_cited_stays_out_of_the_trash() -> None:
    source = make_source()
    make_citation(source=source)

    with pytest.raises(ValidationError, match="still used by"):
        step(Record.objects.get(pk=source.pk), Action.DISCARDED)


def test_who_may_only_look_moves_nothing_to_the_trash() -> None:
    place = make_place()

    response = take(log_in("administrators", name="ada"), place, "discard")

    assert response.status_code == 403
    assert Record.objects.get(pk=place.pk).status == Status.DRAFT


def test_public_id_of_what_is_in_the_trash_stays_taken() -> None:
    make_source(slug="taken", status="discarded")
    client = log_in("curators")

    page = client.post(admin_url(Source, "add"), {"slug": "taken", "title": "Taken", "kind": "web_page"})

    assert page.context["adminform"].form.errors
    assert Source.objects.filter(slug="taken").count() == 1


def test_what_is_edited_after_somebody_moved_it_to_the_trash_is_a_conflict() -> None:
    place, client = make_place(), log_in("curators")
    with recorded(Record.objects.get(pk=place.pk), Action.CHANGED):
        pass

    response = client.post(admin_url(place, "discard"), {"seen_revision": place.revision}, follow=True)

    assert "changed by somebody else" in messages_of(response)
    assert Record.objects.get(pk=place.pk).status == Status.DRAFT
