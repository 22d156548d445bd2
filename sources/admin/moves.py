"""The steps of a record on its way to the public, and who may take them."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError

from sources.models import Action, Change, Record, Status, model_of, step


@dataclass(frozen=True)
class Move:
    """One step of the workflow, as the admin offers it."""

    verb: str
    done: str
    start: tuple[Status, ...]
    target: Status
    explanation: str
    # The step as the ledger knows it.
    action: Action
    needs_reason: bool = False


MOVES = {
    "submit": Move(
        "Submit for review",
        "submitted for review",
        (Status.DRAFT,),
        Status.IN_REVIEW,
        "A reviewer will read it, and publish it or return it to you.",
        Action.SUBMITTED,
    ),
    "publish": Move(
        "Publish",
        "published",
        (Status.DRAFT, Status.IN_REVIEW),
        Status.PUBLISHED,
        "Everyone will be able to read it. From then on it is corrected or withdrawn in public, never deleted.",
        Action.PUBLISHED,
    ),
    "send_back": Move(
        "Return to draft",
        "returned to draft",
        (Status.IN_REVIEW,),
        Status.DRAFT,
        "It leaves the queue for review; the reason stands in its history.",
        Action.RETURNED,
        needs_reason=True,
    ),
    "withdraw": Move(
        "Withdraw",
        "withdrawn",
        (Status.PUBLISHED,),
        Status.WITHDRAWN,
        "Its address will answer that it is gone, and the public is told the reason.",
        Action.WITHDRAWN,
        needs_reason=True,
    ),
    "restore": Move(
        "Restore",
        "restored",
        (Status.WITHDRAWN,),
        Status.PUBLISHED,
        "Everyone will be able to read it again.",
        Action.RESTORED,
    ),
    "discard": Move(
        "Move to the trash",
        "moved to the trash",
        (Status.DRAFT,),
        Status.DISCARDED,
        "Nobody sees it any more but in the trash, from where it can be put back. Its public id stays taken.",
        Action.DISCARDED,
    ),
    "recover": Move(
        "Put back",
        "put back",
        (Status.DISCARDED,),
        Status.DRAFT,
        "It becomes a draft again, as it was.",
        Action.RECOVERED,
    ),
}


def may_publish(user: Any) -> bool:
    return user.has_perm("sources.publish_record")


def may_discard(user: Any, record: Record) -> bool:
    """Whether a user may move drafts of the record's kind to the trash, and put them back."""
    options = model_of(record.record_kind)._meta
    return bool(user.has_perm(f"{options.app_label}.delete_{options.model_name}"))


def is_own_work(record: Record, user: Any) -> bool:
    edits = Change.objects.filter(record=record.pk, action__in=[Action.CREATED, Action.CHANGED])
    authors = list(edits.order_by("id").values_list("by", flat=True))
    return bool(authors) and user.pk in (authors[0], authors[-1])


def take(move: Move, record: Record, by: Any, reason: str | None = None) -> None:
    """Take a step; ValidationError says why it is refused, ConflictError that somebody else has changed the record."""
    if record.status not in move.start:
        raise ValidationError(f"{record} is {record.get_status_display().lower()}: it cannot be {move.done}.")
    if move.target == Status.PUBLISHED and not by.is_superuser and is_own_work(record, by):
        raise ValidationError(f"{record} is your own work: another reviewer has to publish it.")
    step(record, move.action, by=by, reason=reason)
