"""How a record becomes public and stops being so."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from sources.models.change import Action, recorded
from sources.models.citation import Citation
from sources.models.record import Imported, Kind, Record, Status

STEPS: dict[Action, tuple[tuple[Status, ...], Status]] = {
    Action.SUBMITTED: ((Status.DRAFT,), Status.IN_REVIEW),
    Action.RETURNED: ((Status.IN_REVIEW,), Status.DRAFT),
    Action.PUBLISHED: ((Status.DRAFT, Status.IN_REVIEW), Status.PUBLISHED),
    Action.WITHDRAWN: ((Status.PUBLISHED,), Status.WITHDRAWN),
    Action.RESTORED: ((Status.WITHDRAWN,), Status.PUBLISHED),
    Action.DISCARDED: ((Status.DRAFT,), Status.DISCARDED),
    Action.RECOVERED: ((Status.DISCARDED,), Status.DRAFT),
}
# Records of these need what they refer to: to stay public, or to stay at all.
PUBLIC = (Status.PUBLISHED,)
OUTSIDE_TRASH = tuple(status for status in Status if status != Status.DISCARDED)


def references_of(record: Record) -> set[Record]:
    """The records that a record refers to, in any column, part or citation."""
    record = record.specific()
    rows: list[models.Model] = [record]
    for part in (*record.PARTS, "supports"):
        rows.extend(getattr(record, part).all())
    found: set[Record] = set()
    for row in rows:
        for field in row._meta.concrete_fields:
            if isinstance(field, models.ForeignKey) and field.name != "record_ptr":
                found |= records_behind(getattr(row, field.name))
    for relation in record._meta.many_to_many:
        found.update(Record.objects.filter(pk__in=getattr(record, relation.name).values("pk")))
    return {Record.objects.get(pk=other.pk) for other in found if other.pk != record.pk}


def records_behind(value: Any) -> set[Record]:
    """The records that one related object stands for: itself, or the sources of a citation."""
    if isinstance(value, Citation):
        return {value.source, *filter(None, [value.attributed_to]), *value.rests_on.all()}
    return {value} if isinstance(value, Record) else set()


def referrers_of(record: Record, among: tuple[Status, ...]) -> set[str]:
    """What refers to a record and is of some statuses: keys of records and of citations that these use (of drafts, all), and of
    rows that are imported, which have no key of their own, the number."""
    record = record.specific()
    found: set[str] = set()
    for relation in record._meta.related_objects:
        model: Any = relation.related_model
        rows = model.objects.filter(**{relation.field.name: record.pk})
        if model is Citation:
            found |= {citation.slug for citation in (rows.published() if among == PUBLIC else rows.all())}
        elif issubclass(relation.related_model, Record) and not relation.parent_link:
            found |= {row.key for row in rows.filter(status__in=among)}
        elif issubclass(relation.related_model, Imported):
            found |= number_of(rows.present())
        elif owner := owner_field(relation.related_model):
            kept = rows.filter(**{f"{owner}__status__in": among}).exclude(**{owner: record.pk})
            found |= {getattr(row, owner).key for row in kept}
    return found


def number_of(rows: models.QuerySet) -> set[str]:
    """How many rows there are, such as “193 trainings”; nothing if there are none."""
    count = rows.count()
    name = rows.model._meta.verbose_name if count == 1 else rows.model._meta.verbose_name_plural
    return {f"{count:,} {name}"} if count else set()


def owner_field(model: type[models.Model]) -> str | None:
    """The column by which a row of a part belongs to its record, if the model is a part."""
    for kind in Kind.__subclasses__():
        for part in (*kind.PARTS, "supports"):
            relation: Any = kind._meta.get_field(part)
            if relation.related_model is model:
                return relation.field.name
    return None


def step(record: Record, action: Action, *, by: Any = None, reason: str | None = None) -> None:
    """Move a record one step towards publication or back; ValidationError says why it is refused."""
    allowed, target = STEPS[action]
    if record.status not in allowed:
        raise ValidationError(f"{record.key} is {record.get_status_display()}: it cannot be {action.label.lower()}.")
    if action in (Action.WITHDRAWN, Action.RETURNED) and not reason:
        raise ValidationError("This step needs a reason.")
    if target == Status.PUBLISHED:
        refuse_unpublished_references(record)
    if action == Action.WITHDRAWN:
        refuse_referrers(record, PUBLIC, "what is published")
    if action == Action.DISCARDED:
        refuse_referrers(record, OUTSIDE_TRASH, "what is not in the trash")
    if action == Action.RECOVERED:
        refuse_discarded_references(record)
    with recorded(record, action, by=by, reason=reason):
        record.status = target
        Record.objects.filter(pk=record.pk).update(status=target)


def refuse_unpublished_references(record: Record) -> None:
    """A published record refers only to published ones, and stands on its own feet."""
    missing = sorted(other.key for other in references_of(record) if not other.is_published)
    if missing:
        raise ValidationError(f"{record.key} refers to what is not published: {', '.join(missing)}.")
    if obstacles := record.specific().obstacles():
        raise ValidationError(f"{record.key} cannot be public: {'; '.join(obstacles)}.")


def refuse_referrers(record: Record, among: tuple[Status, ...], words: str) -> None:
    """What a published record refers to stays published, and what a draft refers to stays out of the trash."""
    referrers = sorted(referrers_of(record, among))
    if referrers:
        raise ValidationError(f"{record.key} is still used by {words}: {', '.join(referrers[:10])}.")


def refuse_discarded_references(record: Record) -> None:
    """What is put back refers to nothing that is still in the trash."""
    missing = sorted(other.key for other in references_of(record) if other.status == Status.DISCARDED)
    if missing:
        raise ValidationError(f"{record.key} refers to what is in the trash: {', '.join(missing)}.")
