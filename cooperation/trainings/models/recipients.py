"""What the units of trainees say: the bodies that received a training, each with the rule that found it."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q

from cooperation.models.organization import Organization
from sources.models import Imported, Status


class RecipientLevel(models.TextChoices):
    """How exactly a body is known that received training."""

    MINISTRY = "ministry"
    FORCE = "force"
    UNIT = "unit"


class RecipientReading(models.Model):
    """What rules make of a printed unit of trainees; rows in which they find the same, by the same rules, share one."""

    # Made from what is read, so that an import knows the number of a reading before it has stored it.
    id = models.BigIntegerField(primary_key=True, help_text="First 63 bits of the digest of what is read.")
    bodies = models.TextField(
        null=True,
        help_text="Public ids of the organizations in their order, separated by commas; null if none is known.",
    )
    reason = models.TextField(null=True, help_text="Why no organization is known; null if one is.")
    rule = models.CharField(max_length=80, null=True, help_text="The rule that says why; null if none does.")

    class Meta:
        app_label = "cooperation"

    def __str__(self) -> str:
        return self.bodies or self.reason or "unknown"

    @classmethod
    def hidden(cls) -> dict[int, str | None]:
        """Readings with an organization that is not public, as the public may know them; few, or none."""
        links = RecipientLink.objects.exclude(organization__status=Status.PUBLISHED)
        names: dict[int, list[str]] = {pk: [] for pk in links.values_list("reading", flat=True)}
        known = RecipientLink.objects.filter(reading__in=names, organization__status=Status.PUBLISHED)
        for pk, slug in known.order_by("organization__slug").values_list("reading", "organization__slug"):
            names[pk].append(slug)
        return {pk: ",".join(slugs) or None for pk, slugs in names.items()}


class RecipientLinkQuerySet(models.QuerySet):
    """Questions about the bodies that rows name."""

    def present(self) -> Self:
        """Those of rows that the newest file holds."""
        rows = RecipientReading.objects.filter(
            pk=OuterRef("reading"), trainings__isnull=False, trainings__withdrawn_at=None
        )
        return self.filter(Exists(rows))


class RecipientLink(Imported):
    """One body that a printed unit of trainees names, and the rule that says so."""

    reading = models.ForeignKey(RecipientReading, models.CASCADE, related_name="links", help_text="What is read.")
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        related_name="trainings_received",
        help_text="The body that received the training.",
    )
    level = models.CharField(max_length=8, choices=RecipientLevel.choices, help_text="How exactly the body is known.")
    rule = models.CharField(max_length=80, help_text="The rule of seeds/trainings/recipients.yaml that finds it.")

    objects = RecipientLinkQuerySet.as_manager()

    class Meta:
        app_label = "cooperation"
        ordering = ["reading", "organization"]
        constraints = [
            models.UniqueConstraint(fields=["reading", "organization"], name="recipient_link_unique"),
            models.CheckConstraint(condition=Q(level__in=RecipientLevel.values), name="recipient_level_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} ({self.level})"
