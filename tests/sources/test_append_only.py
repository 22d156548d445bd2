"""The database refuses to change what was written, whoever asks."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from sources.models import AccountEvent, Action, Change, Record, check_ledger, step
from tests import factories

pytestmark = pytest.mark.django_db


def refused(statement: str, *parameters: Any) -> bool:
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
    return True


@pytest.fixture
def published() -> Record:
    place = factories.make_place(slug="mexico")
    step(place, Action.SUBMITTED)
    step(Record.objects.get(pk=place.pk), Action.PUBLISHED)
    return Record.objects.get(pk=place.pk)


@pytest.mark.parametrize("table", ["sources_change", "sources_seal", "sources_ledgercheck", "sources_accountevent"])
def test_rows_can_neither_be_edited_nor_deleted(table: str, published: Record) -> None:
    factories.make_user("somebody")
    check_ledger()
    connection.check_constraints()
    key = "number" if table == "sources_seal" else "id"

    assert refused(f"UPDATE {table} SET {key} = 1000")
    assert refused(f"DELETE FROM {table}")
    assert connection.vendor == "sqlite" or refused(f"TRUNCATE {table} CASCADE")


def test_what_a_published_record_was_as_a_draft_cannot_be_deleted_either(published: Record) -> None:
    submitted = Change.objects.get(action=Action.SUBMITTED)

    assert submitted.before is submitted.after is None
    assert refused("DELETE FROM sources_change WHERE id = %s", submitted.pk)


def test_what_is_known_of_a_draft_cannot_be_deleted_with_it() -> None:
    draft = factories.make_place()
    step(draft, Action.SUBMITTED)

    assert refused("DELETE FROM sources_change")
    with pytest.raises(ProtectedError):
        Record.objects.filter(pk=draft.pk).delete()


@pytest.mark.parametrize("hours", [-2, 2])
def test_rows_of_another_time_are_refused(published: Record, hours: int) -> None:
    at = timezone.now() + timedelta(hours=hours)

    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Change.objects.create(record=published, revision=9, action=Action.CHANGED, at=at)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AccountEvent.objects.create(action="logged_in", account="nobody", at=at)
