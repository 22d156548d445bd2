"""The parent of every curated kind."""

from functools import reduce
from typing import Any, Self, cast

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now

# Words that are addresses of their own below a kind, and so cannot be public ids.
RESERVED_SLUGS = ("summary", "facets", "history", "schema", "new", "printed-totals")


def validate_slug_is_free(slug: str) -> None:
    """Refuse a public id that is also the last word of another address."""
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is reserved for an address of the API.")


IRREGULAR_PLURALS = {
    "authority": "authorities",
    "funding": "funding",
    "discrepancy": "discrepancies",
    "reconciliation": "reconciliation",
}


class RecordKind(models.TextChoices):
    """The kinds of record; each has a table, an endpoint and a section in the seeds."""

    SOURCE = "source"
    ORGANIZATION = "organization"
    PLACE = "place"
    AUTHORITY = "authority"
    PROGRAM = "program"
    FUNDING = "funding"
    EVENT = "event"
    INDICATOR = "indicator"
    OBSERVATION = "observation"
    DISCREPANCY = "discrepancy"
    RECONCILIATION = "reconciliation"

    @property
    def plural(self) -> str:
        """The kind's word in addresses and in the seeds."""
        return IRREGULAR_PLURALS.get(self.value, f"{self.value}s")


class Status(models.TextChoices):
    """Where a record stands on its way to the public."""

    DRAFT = "draft"
    IN_REVIEW = "in_review", "in review"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    # A draft that nobody wants: it stays as it was, with its ledger, until somebody puts it back.
    DISCARDED = "discarded", "in the trash"


def address_of(plural: str, slug: str) -> str:
    """Address of a record in the API, relative to the host."""
    return f"/api/v1/{plural}/{slug}/"


class RecordQuerySet(models.QuerySet):
    """Questions that every kind of record can be asked."""

    def published(self) -> Self:
        """What the public may see."""
        return self.filter(status=Status.PUBLISHED)

    def withdrawn(self) -> Self:
        """What the public could once see."""
        return self.filter(status=Status.WITHDRAWN)

    def outside_trash(self) -> Self:
        """What curators work with."""
        return self.exclude(status=Status.DISCARDED)


class RecordManager(models.Manager.from_queryset(RecordQuerySet)):  # type: ignore[misc]
    """Finds records by kind and slug, so that fixtures need no numbers."""

    def get_by_natural_key(self, record_kind: str, slug: str) -> "Record":
        return self.get(record_kind=record_kind, slug=slug)


class Record(models.Model):
    """One entry of the dataset, of any kind: its public id, and where it stands on its way to the public."""

    record_kind = models.CharField(
        max_length=20, choices=RecordKind.choices, editable=False, help_text="Which kind of record this is."
    )
    slug = models.CharField(
        "public id",
        max_length=80,
        validators=[
            RegexValidator(r"^[a-z0-9]+(?:-[a-z0-9]+)*\Z", "Lower-case letters, digits and single hyphens only."),
            validate_slug_is_free,
        ],
        help_text="Public id, part of the address; unique within its kind, never changed once published, never reused.",
    )
    status = models.CharField(
        max_length=10,
        choices=Status.choices,
        default=Status.DRAFT,
        editable=False,
        db_index=True,
        help_text="Draft, in review, published, withdrawn or in the trash; only published records are public.",
    )
    note = models.TextField(
        null=True, blank=True, help_text="Why the curator read it so, where that is not obvious; in our own words."
    )
    revision = models.PositiveIntegerField(
        default=1, editable=False, help_text="Counts the edits; a form that holds an older one is refused."
    )
    loaded_fixture = models.CharField(
        max_length=64, null=True, editable=False, help_text="Digest of the fixture last loaded."
    )
    loaded_state = models.CharField(
        max_length=64, null=True, editable=False, help_text="Digest of the state right after."
    )
    created_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When the record was first stored.")
    modified_at = models.DateTimeField(db_default=Now(), editable=False, help_text="When the record last changed.")

    objects = RecordManager()

    class Meta:
        ordering = ["record_kind", "slug"]
        permissions = [("publish_record", "Can publish, withdraw and restore records")]
        constraints = [
            models.UniqueConstraint(fields=["record_kind", "slug"], name="record_slug_unique_within_kind"),
            models.CheckConstraint(condition=models.Q(record_kind__in=RecordKind.values), name="record_kind_is_known"),
            models.CheckConstraint(condition=models.Q(status__in=Status.values), name="record_status_is_known"),
            models.CheckConstraint(condition=~models.Q(slug__in=RESERVED_SLUGS), name="record_slug_is_not_reserved"),
        ]

    def __str__(self) -> str:
        return self.key

    def get_absolute_url(self) -> str:
        return address_of(RecordKind(self.record_kind).plural, self.slug)

    def natural_key(self) -> tuple[str, str]:
        return (self.record_kind, self.slug)

    @property
    def key(self) -> str:
        """Kind and slug in one text, as the seeds write a reference to a record of any kind."""
        return f"{self.record_kind}/{self.slug}"

    @property
    def is_published(self) -> bool:
        return self.status == Status.PUBLISHED

    def specific(self) -> "Kind":
        """The same record as its own kind."""
        return self if isinstance(self, Kind) else model_of(self.record_kind).objects.get(pk=self.pk)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Refused: its ledger would have to go with it."""
        raise ValidationError(
            "A record is never deleted: a draft goes to the trash, what has been public is withdrawn."
        )


class Kind(Record):
    """What every kind of record is built on: its own table, one row for each Record of the kind."""

    KIND: RecordKind
    # The column by which a person knows the record.
    LABEL = "slug"
    # All columns, along relations too, that hold a name by which somebody may ask for it.
    NAMES: tuple[str, ...] = ()
    # Rows of other tables that belong to the record and are part of its state, by related name.
    PARTS: tuple[str, ...] = ()

    record_ptr = models.OneToOneField(
        Record, models.CASCADE, parent_link=True, primary_key=True, related_name="as_%(class)s"
    )

    class Meta:
        abstract = True

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.record_kind:
            self.record_kind = self.KIND

    @classmethod
    def has_titles(cls) -> bool:
        """Whether records of the kind are known by a title; amounts and values have none."""
        return cls.LABEL != Kind.LABEL

    def obstacles(self) -> list[str]:
        """Reasons in the record itself why it cannot be published, in words."""
        return []


class PartManager(models.Manager):
    """Finds rows of a part by what they say, so that fixtures need no numbers."""

    def get_by_natural_key(self, *values: Any) -> Any:
        names = cast(type[Part], self.model).NATURAL_KEY
        return self.get(**dict(zip(names, values, strict=True)))


class Part(models.Model):
    """A row that belongs to one record and is part of its state."""

    NATURAL_KEY: tuple[str, ...]

    objects = PartManager()

    class Meta:
        abstract = True

    def natural_key(self) -> tuple[Any, ...]:
        """The values of the columns by which the row is known."""
        return tuple(reduce(getattr, lookup.split("__"), self) for lookup in self.NATURAL_KEY)


class Imported(models.Model):
    """What an import writes: rows that no curator edits, and that may refer to records.

    The queryset of those that refer to records says with `present()` which of its rows the public sees.
    """

    class Meta:
        abstract = True


def model_of(record_kind: str) -> type[Kind]:
    """The model of a kind of record."""
    return next(model for model in Kind.__subclasses__() if record_kind == model.KIND)
