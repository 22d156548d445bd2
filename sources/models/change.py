"""The append-only ledger: what the public could see of a record, before and after each change."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
from django.conf import settings
from django.db import models, transaction
from django.utils import timezone

from sources.models.citation import Citation
from sources.models.edtf import EdtfField
from sources.models.record import Record, Status

# Columns that say how the record is kept, not what it says.
BOOKKEEPING = (
    "id", "record_ptr", "record_kind", "revision", "loaded_fixture", "loaded_state", "created_at", "modified_at",
)  # fmt: skip


class Action(models.TextChoices):
    """What happened to a record."""

    CREATED = "created"
    CHANGED = "changed"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    RESTORED = "restored"
    SUBMITTED = "submitted", "submitted for review"
    RETURNED = "returned", "returned to draft"
    DISCARDED = "discarded", "moved to the trash"
    RECOVERED = "recovered", "put back from the trash"


# What the public could see: of drafts it sees nothing.
IS_PUBLIC = models.Q(before__isnull=False) | models.Q(after__isnull=False)


class ChangeQuerySet(models.QuerySet):
    """Questions about the ledger."""

    def public(self) -> "ChangeQuerySet":
        """Changes that the public could see."""
        return self.filter(IS_PUBLIC)


class Change(models.Model):
    """One change of one record. Nothing edits it."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="changes", help_text="The record that changed.")
    revision = models.PositiveIntegerField(help_text="Revision of the record after the change.")
    action = models.CharField(max_length=10, choices=Action.choices, help_text="What happened.")
    before = models.JSONField(null=True, help_text="What the public could see before; null if nothing.")
    after = models.JSONField(null=True, help_text="What the public can see since; null if nothing.")
    reason = models.CharField(max_length=300, null=True, blank=True, help_text="Why.")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", help_text="Who; empty for the machine."
    )
    at = models.DateTimeField(default=timezone.now, help_text="When.")

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        # For the feed: states are long, and neither its order nor its count may read them.
        indexes = [models.Index(fields=["at"], condition=IS_PUBLIC, name="change_public_by_time")]
        constraints = [
            models.UniqueConstraint(fields=["record", "revision"], name="change_one_per_revision"),
            models.CheckConstraint(condition=models.Q(action__in=Action.values), name="change_action_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.record} (revision {self.revision})"

    @property
    def public_id(self) -> str:
        """Kind and public id of the record, and its revision."""
        return f"{self.record.key}/{self.revision}"


class ConflictError(Exception):
    """Somebody else has saved the record since it was read."""


def value_of(field: models.Field, instance: models.Model) -> Any:
    """One column as JSON: related records by slug, citations with their words."""
    if not isinstance(field, models.ForeignKey):
        value = getattr(instance, field.attname)
        return value if isinstance(value, (list, bool, int, type(None))) else str(value)
    related = getattr(instance, field.name)
    if isinstance(related, Citation):
        speaker = related.attributed_to.slug if related.attributed_to else None
        place = {"source": related.source.slug, "place": related.place}
        return {**place, "as_stated": related.as_stated, "attributed_to": speaker}
    if isinstance(related, Record):
        return related.key if field.related_model is Record else related.slug
    return None if related is None else str(related)


def row_of(instance: models.Model, skip: tuple[str, ...] = ()) -> dict[str, Any]:
    """The columns of one row as JSON, without bookkeeping and what is derived from other columns."""
    fields = instance._meta.concrete_fields
    derived = {
        f"{date.name}_{end}"
        for date in fields
        if isinstance(date, EdtfField)
        for end in ("earliest", "latest", "is_uncertain")
    }
    return {
        field.name: value_of(field, instance) for field in fields if field.name not in {*BOOKKEEPING, *derived, *skip}
    }


def state_of(record: Record) -> dict[str, Any]:
    """All that a record says, as JSON: its columns, its related records by slug, and the rows that belong to it."""
    record = record.specific()
    state = row_of(record)
    for relation in record._meta.many_to_many:
        related = getattr(record, relation.name).all()
        state[relation.name] = sorted(item.key if relation.related_model is Record else item.slug for item in related)
    for part in (*record.PARTS, "supports"):
        manager = getattr(record, part)
        rows = [row_of(row, skip=(manager.field.name,)) for row in manager.all()]
        state[part] = sorted(rows, key=orjson.dumps)
    return state


def digest_of(state: dict[str, Any]) -> str:
    """SHA-256 of a state, in hexadecimal."""
    return hashlib.sha256(orjson.dumps(state, option=orjson.OPT_SORT_KEYS)).hexdigest()


def public_state(record: Record) -> dict[str, Any] | None:
    """What the public can see of a record: its state if it is published, else nothing."""
    return state_of(record) if record.status == Status.PUBLISHED else None


@contextmanager
def recorded(record: Record, action: Action, *, by: Any = None, reason: str | None = None) -> Iterator[None]:
    """Write what happens to a record inside the block into the ledger, in one transaction.

    A new record has no primary key yet; it has one when the block ends. Raises ConflictError if the stored revision is no
    longer the record's.
    """
    with transaction.atomic():
        before = None
        if record.pk:
            kept = Record.objects.filter(pk=record.pk, revision=record.revision)
            if not kept.update(revision=models.F("revision") + 1):
                raise ConflictError(f"{record.key} was changed by somebody else in the meantime.")
            before = public_state(Record.objects.get(pk=record.pk))
            record.revision += 1
        yield
        record.modified_at = timezone.now()
        Record.objects.filter(pk=record.pk).update(modified_at=record.modified_at)
        after = public_state(Record.objects.get(pk=record.pk))
        Change.objects.create(
            record_id=record.pk,
            revision=record.revision,
            action=action,
            before=before,
            after=after,
            reason=reason,
            by=by,
        )
