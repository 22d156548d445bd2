"""What training activities use stays public: they are imported, so nobody can withdraw them first."""

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from sources.models import Action, Record, Status, step
from tests.curation import log_in, messages_of
from tests.factories import make_authority, make_place, make_training
from tests.sources.test_admin_workflow import take

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]


@pytest.mark.parametrize(("column", "make"), [("place", make_place), ("authority", make_authority)])
def test_what_trainings_use_cannot_be_withdrawn(column: str, make: Any) -> None:
    record = make(status="published")
    make_training(**{column: record})
    make_training(**{column: record})

    with pytest.raises(ValidationError, match=rf"{record.key} is still used by what is published: 2 trainings\."):
        step(record, Action.WITHDRAWN, reason="A mistake.")

    assert Record.objects.get(pk=record.pk).status == Status.PUBLISHED


def test_one_training_is_named_in_the_singular() -> None:
    place = make_place(status="published")
    make_training(place=place)

    with pytest.raises(ValidationError, match=r"used by what is published: 1 training\."):
        step(place, Action.WITHDRAWN, reason="A mistake.")


def test_rows_that_the_newest_file_no_longer_has_keep_nothing_public() -> None:
    place = make_place(status="published")
    make_training(place=place, withdrawn_at=timezone.now())

    step(place, Action.WITHDRAWN, reason="A mistake.")

    assert Record.objects.get(pk=place.pk).status == Status.WITHDRAWN


def test_reviewer_is_told_how_many_trainings_use_a_place() -> None:
    place = make_place(status="published")
    make_training(place=place)

    response = take(log_in("reviewers"), place, "withdraw", reason="It is no place.")

    assert messages_of(response) == f"place/{place.slug} is still used by what is published: 1 training."
    place.refresh_from_db()
    assert place.status == Status.PUBLISHED


def test_what_trainings_use_cannot_be_deleted() -> None:
    place = make_place(status="published")
    make_training(place=place)

    with pytest.raises(ValidationError, match="never deleted"):
        place.delete()
