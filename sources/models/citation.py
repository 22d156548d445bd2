"""Places in sources, and what rests on them."""

import hashlib
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import slugify

from sources.locators import format_locator, word_count
from sources.models.record import Kind, Part, Record, RecordQuerySet, Status
from sources.models.source import Source


def citation_slug(source_slug: str, place: str, as_stated: str, attributed_to: str | None) -> str:
    """Public id of a citation: the source, the place, and eight hexadecimal digits of its words and speaker."""
    digest = hashlib.sha256(f"{as_stated}\n{attributed_to or ''}".encode()).hexdigest()[:8]
    return f"{source_slug[:80]}-{slugify(place)[:30]}-{digest}".replace("-paragraph-", "-p")


def claim_models() -> list[type[Kind]]:
    """The kinds of record that rest on a citation of their own."""
    return [model for model in Kind.__subclasses__() if issubclass(model, Claim)]


def cited_by_the_public() -> models.Q:
    """Condition on citations: a published record rests on it."""
    condition = models.Q(pk__in=Support.objects.filter(record__status=Status.PUBLISHED).values("citation"))
    for model in claim_models():
        condition |= models.Q(pk__in=model.objects.filter(status=Status.PUBLISHED).values("citation"))
    return condition


class CitationQuerySet(models.QuerySet):
    """Questions about places in sources."""

    def published(self) -> "CitationQuerySet":
        """Places in published sources on which a published record rests."""
        return self.filter(cited_by_the_public(), source__status=Status.PUBLISHED)


class CitationManager(models.Manager.from_queryset(CitationQuerySet)):  # type: ignore[misc]
    """Finds citations by their public id."""

    def get_by_natural_key(self, slug: str) -> "Citation":
        """The citation of that public id."""
        return self.get(slug=slug)


class Citation(models.Model):
    """A place in a source, with the words that stand there."""

    slug = models.CharField(
        "public id",
        max_length=120,
        unique=True,
        editable=False,
        help_text="Public id: source, place and a digest of the words.",
    )
    source = models.ForeignKey(
        Source, models.PROTECT, related_name="citations", help_text="The document that was read."
    )
    paragraph = models.PositiveIntegerField(
        null=True, blank=True, help_text="Paragraph: lines of the text that are not empty, counted from 1."
    )
    section = models.CharField(max_length=200, null=True, blank=True, help_text="Section of a paginated report.")
    page_printed = models.CharField(max_length=40, null=True, blank=True, help_text="Page as the report prints it.")
    page_file = models.PositiveIntegerField(null=True, blank=True, help_text="Page of the file, counted from 1.")
    row = models.PositiveIntegerField(null=True, blank=True, help_text="Row of a dataset, counted from 1.")
    as_stated = models.CharField(max_length=120, help_text="The figure, or at most seven words, exactly as printed.")
    attributed_to = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions",
        help_text="Who says it inside the document; empty is the document's own voice.",
    )
    rests_on = models.ManyToManyField(
        Source,
        blank=True,
        related_name="carried_claims",
        help_text="Sources that the document gives for it in a note or link.",
    )

    objects = CitationManager()

    class Meta:
        ordering = ["source", "paragraph", "page_file", "row", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(
                    paragraph__isnull=False, paragraph__gte=1, section=None, page_printed=None, page_file=None, row=None
                )
                | models.Q(paragraph=None, section__isnull=False, row=None)
                | models.Q(
                    paragraph=None, section=None, page_printed=None, page_file=None, row__isnull=False, row__gte=1
                ),
                name="citation_has_one_kind_of_place",
                violation_error_message="Give a paragraph, or a section (with its page), or a row.",
            ),
            models.CheckConstraint(condition=~models.Q(as_stated=""), name="citation_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.source.slug}, {self.place}: “{self.as_stated}”"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give a citation the public id of its words; once the public has seen them, `clean` keeps them as they are."""
        if not self.slug or (self.pk and self.is_changed()):
            self.slug = citation_slug(
                self.source.slug,
                self.place,
                self.as_stated,
                self.attributed_to.slug if self.attributed_to else None,
            )
        super().save(*args, **kwargs)

    @property
    def place(self) -> str:
        """The place in words, such as `paragraph 17`; empty while a curator has not given one."""
        page = self.page_printed or self.page_file
        if not any((self.paragraph, self.section, page, self.row)):
            return ""
        return format_locator(paragraph=self.paragraph, section=self.section, page=page, row=self.row)

    def natural_key(self) -> tuple[str]:
        """The public id."""
        return (self.slug,)

    def clean(self) -> None:
        """A place lies inside its document, has at most seven words, and stays as it is once the public has seen it."""
        if self.source_id and self.paragraph and self.paragraph > (self.source.paragraphs or self.paragraph):
            raise ValidationError({"paragraph": f"The document has {self.source.paragraphs} paragraphs."})
        if word_count(self.as_stated) > 7:
            raise ValidationError({"as_stated": "At most seven words."})
        if self.pk and self.is_changed() and Citation.objects.filter(cited_by_the_public(), pk=self.pk).exists():
            raise ValidationError("A published record rests on this citation: add another one instead of changing it.")

    def is_changed(self) -> bool:
        """Whether the place or its words differ from what is stored."""
        stored = Citation.objects.filter(pk=self.pk).first()
        fields = [field.attname for field in self._meta.concrete_fields if field.name not in ("id", "slug")]
        return stored is not None and any(getattr(stored, name) != getattr(self, name) for name in fields)


class Stance(models.TextChoices):
    """What a further citation does for a record."""

    SUPPORTS = "supports"
    MENTIONS = "mentions"


class Support(Part):
    """A further place that bears on a record, or on one field of it."""

    NATURAL_KEY = ("record__record_kind", "record__slug", "citation__slug", "field")

    record = models.ForeignKey(Record, models.CASCADE, related_name="supports", help_text="The record.")
    citation = models.ForeignKey(Citation, models.PROTECT, related_name="supports", help_text="The place.")
    field = models.CharField(
        max_length=40, default="", blank=True, help_text="The field that it bears on; empty for the whole."
    )
    stance = models.CharField(
        max_length=10,
        choices=Stance.choices,
        default=Stance.SUPPORTS,
        help_text="Whether it says so too, or only speaks of it.",
    )

    class Meta:
        ordering = ["record", "citation__source__slug", "citation__paragraph", "citation__slug", "field"]
        constraints = [
            models.UniqueConstraint(fields=["record", "citation", "field"], name="support_says_a_thing_once"),
            models.CheckConstraint(condition=models.Q(stance__in=Stance.values), name="support_stance_is_known"),
        ]

    def __str__(self) -> str:
        return str(self.citation)


class Confidence(models.TextChoices):
    """The lower of how sure the reading is and whether the speaker can know it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class Assertion(models.TextChoices):
    """How a claim is made."""

    STATED = "stated"
    REPORTED = "reported"
    ALLEGED = "alleged"


class ClaimQuerySet(RecordQuerySet):
    """Questions about records that rest on a citation."""

    def published(self) -> "ClaimQuerySet":
        """Published claims of published sources."""
        return super().published().filter(citation__source__status=Status.PUBLISHED)


class Claim(models.Model):
    """What only exists with the place that says so."""

    citation = models.ForeignKey(
        Citation, models.PROTECT, related_name="%(class)s_claims", help_text="The place that makes the claim."
    )
    confidence = models.CharField(
        max_length=6,
        choices=Confidence.choices,
        default=Confidence.MEDIUM,
        help_text="The lower of how sure the reading is and whether the speaker can know it.",
    )
    assertion = models.CharField(
        max_length=8,
        choices=Assertion.choices,
        default=Assertion.STATED,
        help_text="Whether it is stated as known, reported from others, or alleged.",
    )

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confidence__in=Confidence.values), name="%(class)s_confidence_is_known"
            ),
            models.CheckConstraint(
                condition=models.Q(assertion__in=Assertion.values), name="%(class)s_assertion_is_known"
            ),
        ]
