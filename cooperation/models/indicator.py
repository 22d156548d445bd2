"""Quantities, and their values as somebody states them."""

from django.db import models

from cooperation.models.event import Event
from cooperation.models.organization import Organization
from cooperation.models.place import Place
from cooperation.models.program import Program
from cooperation.models.vocabulary import FigureFields, figure_constraints
from sources.models import Claim, ClaimManager, EdtfField, Kind, RecordKind, bounds_constraint


class Indicator(Kind):
    """A quantity that somebody counts or measures."""

    KIND = RecordKind.INDICATOR
    LABEL = "name"
    NAMES = ("name",)

    name = models.CharField(max_length=200, help_text="What is counted or measured.")
    unit = models.CharField(max_length=60, help_text="Unit of the values, such as persons, percent or per 100,000.")
    definition = models.TextField(help_text="What counts and what does not, in our own words.")
    population = models.CharField(max_length=200, null=True, blank=True, help_text="Of whom or what it is counted.")

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"


class Observation(Claim, FigureFields, Kind):
    """One value of an indicator, as somebody states it."""

    KIND = RecordKind.OBSERVATION

    indicator = models.ForeignKey(
        Indicator, models.PROTECT, related_name="observations", help_text="The quantity that it is a value of."
    )
    value = models.DecimalField(
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="The value in the indicator's unit; null if no figure is given.",
    )
    value_max = models.DecimalField(
        max_digits=20, decimal_places=4, null=True, blank=True, help_text="Upper end, only of a range."
    )
    period = EdtfField(
        fallback="fiscal_interval", help_text="Time that the value counts or at which it was taken (EDTF)."
    )
    is_planned = models.BooleanField(default=False, help_text="Whether it is a plan or target instead of an outcome.")
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, blank=True, related_name="observations", help_text="Where it was counted."
    )
    organization = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        help_text="The organization that it tells of.",
    )
    program = models.ForeignKey(
        Program,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        help_text="The program that it tells of.",
    )
    event = models.ForeignKey(
        Event,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        help_text="The event that it tells of.",
    )

    objects = ClaimManager()

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            *figure_constraints("observation", "value", "value_max"),
            bounds_constraint("observation", "period"),
        ]
