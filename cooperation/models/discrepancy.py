"""Records that disagree, or may seem to."""

from django.db import models
from django.db.models import Q

from sources.models import Kind, Record, RecordKind


class DiscrepancyKind(models.TextChoices):
    """Why records disagree, or seem to."""

    SCOPE = "scope"
    DEFINITION = "definition"
    PERIOD = "period"
    SOURCE = "source"
    PLAN_AGAINST_OUTCOME = "plan_against_outcome"
    CLAIM_AGAINST_DENIAL = "claim_against_denial"
    OVERLAP_UNKNOWN = "overlap_unknown"
    INTERPRETATION = "interpretation"
    SUPERSEDED = "superseded"
    INTERNAL = "internal"


class Discrepancy(Kind):
    """Records that disagree, or may seem to, and what is known of the reason."""

    KIND = RecordKind.DISCREPANCY
    LABEL = "title"

    title = models.CharField(max_length=200, help_text="What disagrees, in a few words.")
    kind = models.CharField(max_length=20, choices=DiscrepancyKind.choices, help_text="Why they disagree.")
    explanation = models.TextField(help_text="What is known of the reason, in our own words.")
    records = models.ManyToManyField(Record, related_name="discrepancies", help_text="The records, of any kind.")

    class Meta:
        verbose_name_plural = "discrepancies"
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DiscrepancyKind.values), name="discrepancy_kind_is_known")
        ]

    def __str__(self) -> str:
        return self.title
