"""Amounts of money, as somebody states them."""

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from cooperation.models.organization import Organization
from cooperation.models.program import Program
from cooperation.models.vocabulary import FigureFields, country_field, figure_constraints
from sources.models import Claim, ClaimQuerySet, EdtfField, Kind, RecordKind, RecordManager, bounds_constraint


class FundingStage(models.TextChoices):
    """How far the money has come; stages are never added up."""

    REQUESTED = "requested"
    APPROPRIATED = "appropriated"
    ANNOUNCED = "announced"
    OBLIGATED = "obligated"
    DISBURSED = "disbursed"
    DELIVERED = "delivered"
    SOLD = "sold"
    TRAINING_VALUE = "training_value", "value of training given"


class Flow(models.TextChoices):
    """Whose money goes where."""

    US_ASSISTANCE = "us_assistance", "US assistance"
    US_SALE = "us_sale", "US sale"
    RECIPIENT_OWN = "recipient_own", "recipient's own spending"
    PRIVATE_GIFT = "private_gift", "private gift"


class FundingManager(RecordManager.from_queryset(ClaimQuerySet)):  # type: ignore[misc]
    """Funding records by kind and slug."""


class Funding(Claim, FigureFields, Kind):
    """One amount of money, as somebody states it."""

    KIND = RecordKind.FUNDING

    program = models.ForeignKey(
        Program,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="funding",
        help_text="The program that it pays for.",
    )
    amount = models.DecimalField(
        max_digits=20,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Amount in units of the currency; null if no figure is given.",
    )
    amount_max = models.DecimalField(
        max_digits=20, decimal_places=2, null=True, blank=True, help_text="Upper end, only of a range."
    )
    currency = models.CharField(
        max_length=3,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^[A-Z]{3}\Z", "Three capital letters (ISO 4217), such as USD.")],
        help_text="Currency (ISO 4217).",
    )
    stage = models.CharField(
        max_length=14,
        choices=FundingStage.choices,
        null=True,
        blank=True,
        help_text="How far the money has come: requested, appropriated, announced, ... delivered; null if the text is unclear.",
    )
    flow = models.CharField(
        max_length=13, choices=Flow.choices, null=True, blank=True, help_text="Whose money goes where; null if unclear."
    )
    period = EdtfField(fallback="fiscal_interval", help_text="Time that the amount covers (EDTF).")
    provider = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="provided", help_text="Who hands it over."
    )
    recipient = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="received", help_text="Who receives it."
    )
    recipient_country = country_field("Country that receives it (ISO 3166-1 alpha-3).")
    covers = models.TextField(
        null=True, blank=True, help_text="What is in the amount and what is not, gifts in kind too; in our own words."
    )
    sector = models.CharField(
        max_length=5,
        null=True,
        blank=True,
        validators=[RegexValidator(r"^\d{3}(\d{2})?\Z", "Three or five digits (OECD DAC sector or purpose code).")],
        help_text="Sector (OECD DAC code).",
    )

    objects = FundingManager()

    class Meta(Claim.Meta):
        verbose_name = "funding record"
        constraints = [
            *Claim.Meta.constraints,
            *figure_constraints("funding", "amount", "amount_max"),
            bounds_constraint("funding", "period"),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gte=0, currency__isnull=False),
                name="funding_amount_is_positive_and_has_currency",
                violation_error_message="An amount is not negative and has a currency.",
            ),
            models.CheckConstraint(
                condition=Q(stage=None) | Q(stage__in=FundingStage.values), name="funding_stage_is_known"
            ),
            models.CheckConstraint(condition=Q(flow=None) | Q(flow__in=Flow.values), name="funding_flow_is_known"),
        ]
