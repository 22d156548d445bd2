"""What is saved in the admin: corrections have reasons, two curators do not overwrite each other, drafts alone go."""

import pytest
from django.db import IntegrityError

from sources.admin.kind import RecordAdmin
from sources.models import Action, Change, ConflictError, Record, Source
from tests.curation import admin_url, change, errors_of, filled_form, log_in
from tests.factories import make_change_of, make_citation, make_organization, make_place, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


def test_authors_are_typed_one_to_a_line() -> None:
    source = make_source(authors=["Jane Doe", "Juan Pérez"])
    client = log_in("curators")

    shown = filled_form(client.get(admin_url(source, "change")))["authors"]
    change(client, source, authors="Jane Roe\r\n\r\n  NaN ")

    assert shown == "Jane Doe\nJuan Pérez"
    assert Source.objects.get().authors == ["Jane Roe", "NaN"]


def test_published_record_needs_a_reason_for_its_change() -> None:
    source = make_source(status="published")
    client = log_in("reviewers")

    without = change(client, source, publisher="Another Newspaper")
    unchanged = Source.objects.get().publisher
    change(client, source, publisher="Another Newspaper", reason="The masthead says so.")

    assert errors_of(without) == {"reason": ["This field is required."]}
    assert unchanged is None
    correction = Change.objects.get()
    assert (correction.action, correction.reason) == (Action.CHANGED, "The masthead says so.")
    assert (correction.before["publisher"], correction.after["publisher"]) == (None, "Another Newspaper")


def test_curator_reads_a_published_record_but_does_not_change_it() -> None:
    source = make_source(status="published")
    client = log_in("curators")

    page = client.get(admin_url(source, "change"))
    refused = client.post(admin_url(source, "change"), {"title": "Another", "reason": "Because."})

    assert page.context["has_change_permission"] is False
    assert refused.status_code == 403


def test_public_id_of_a_published_record_is_fixed() -> None:
    place = make_place(status="published", slug="ciudad-juarez")

    change(log_in("reviewers"), place, slug="another", note="Read twice.", reason="A note.")

    place.refresh_from_db()
    assert (place.slug, place.note) == ("ciudad-juarez", "Read twice.")


def test_published_record_cannot_come_to_refer_to_a_draft() -> None:
    citation = make_citation(source=make_source(status="published"))
    organization = make_organization(status="published", citation=citation)
    draft = make_organization()

    page = change(log_in("reviewers"), organization, parent=draft.pk, reason="It commands it.")

    organization.refresh_from_db()
    assert organization.parent is None
    assert f"organization/{draft.slug}" in errors_of(page)["__all__"][0]
    assert not Change.objects.exists()


def test_published_record_cannot_get_a_further_citation_of_a_draft() -> None:
    place = make_place(status="published")
    support = {"supports-TOTAL_FORMS": 1, "supports-0-citation": make_citation().pk, "supports-0-stance": "supports"}

    page = change(log_in("reviewers"), place, **support, reason="It says so too.")

    assert "not published" in errors_of(page)["__all__"][0]
    assert not place.supports.exists()


def test_second_of_two_curators_is_told_and_keeps_what_they_typed() -> None:
    place = make_place(note="First.")
    carla, rosa = log_in("curators", name="carla"), log_in("curators", name="rosa")
    opened = filled_form(rosa.get(admin_url(place, "change")))
    change(carla, place, note="Carla's.")

    page = rosa.post(admin_url(place, "change"), {**opened, "note": "Rosa's."})

    place.refresh_from_db()
    assert place.note == "Carla's."
    assert "Somebody else has saved this record" in errors_of(page)["__all__"][0]
    assert page.context["adminform"].form["note"].value() == "Rosa's."
    assert b"Note: Carla&#x27;s." in page.content


def test_second_curator_saves_after_comparing_and_is_told_again_of_a_third_change() -> None:
    place = make_place()
    carla, rosa = log_in("curators", name="carla"), log_in("curators", name="rosa")
    opened = {**filled_form(rosa.get(admin_url(place, "change"))), "note": "Rosa's."}
    change(carla, place, note="Carla's.")
    seen = Record.objects.get(pk=place.pk).revision
    change(carla, place, note="Carla's again.")

    too_late = rosa.post(admin_url(place, "change"), {**opened, "compared_with": seen})
    saved = rosa.post(admin_url(place, "change"), {**opened, "compared_with": seen + 1})

    place.refresh_from_db()
    assert "__all__" in errors_of(too_late)
    assert saved.status_code == 302
    assert place.note == "Rosa's."


@pytest.mark.parametrize("error", [ConflictError("Somebody was quicker."), IntegrityError("duplicate key")])
def test_what_the_database_refuses_while_saving_is_shown_in_the_form(
    error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*args: object) -> None:
        raise error

    place = make_place()
    monkeypatch.setattr(RecordAdmin, "save_related", refuse)

    page = change(log_in("curators"), place, note="Read twice.")

    assert page.status_code == 200
    assert errors_of(page)["__all__"]
    assert page.context["adminform"].form["note"].value() == "Read twice."


def test_form_without_its_revision_is_not_saved() -> None:
    place = make_place()
    client = log_in("curators")
    form = filled_form(client.get(admin_url(place, "change")))

    page = client.post(admin_url(place, "change"), {**form, "note": "Read twice.", "seen_revision": "zz"})

    assert "__all__" in errors_of(page)


@pytest.mark.parametrize("status", ["draft", "in_review", "published", "withdrawn", "discarded"])
def test_no_record_is_deleted(status: str) -> None:
    place = make_place(status=status)

    response = log_in(is_superuser=True).post(admin_url(place, "delete"), {"post": "yes"})

    assert response.status_code == 403
    assert Record.objects.filter(pk=place.pk).exists()


def test_nothing_is_deleted_in_bulk() -> None:
    place = make_place()

    log_in(is_superuser=True).post(
        admin_url(type(place), "changelist"),
        {"action": "delete_selected", "_selected_action": [place.pk], "post": "yes"},
    )

    assert Record.objects.filter(pk=place.pk).exists()


def test_ledger_is_only_read() -> None:
    change_of_place = make_change_of(make_place())
    client = log_in(is_superuser=True)

    pages = [client.get(admin_url(Change, "changelist")), client.get(admin_url(change_of_place, "change"))]
    refused = [
        client.get(admin_url(Change, "add")),
        client.post(admin_url(change_of_place, "change"), {"reason": "Another."}),
        client.post(admin_url(change_of_place, "delete"), {"post": "yes"}),
    ]

    assert [page.status_code for page in pages] == [200, 200]
    assert [page.status_code for page in refused] == [403] * 3


def test_administrator_manages_users_but_makes_nobody_a_superuser() -> None:
    client = log_in("administrators")

    page = client.get(admin_url(client.user, "change"))
    change(client, client.user, is_superuser="on", first_name="Ada")

    client.user.refresh_from_db()
    assert page.status_code == 200
    assert (client.user.first_name, client.user.is_superuser) == ("Ada", False)


def test_administrator_does_not_change_a_superuser() -> None:
    root = log_in(name="root", is_superuser=True).user

    response = log_in("administrators").post(admin_url(root, "change"), {"username": "mine"})

    assert response.status_code == 403


def test_administrator_sees_no_records() -> None:
    page = log_in("administrators").get(admin_url(Source, "changelist"))

    assert page.status_code == 403


def test_who_stands_in_the_ledger_is_not_deleted() -> None:
    made = make_change_of(make_place())

    response = log_in(is_superuser=True).post(admin_url(made.by, "delete"), {"post": "yes"})

    assert response.status_code == 403
