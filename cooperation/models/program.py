"""Continuing efforts, and who takes part in them."""

from django.db import models
from django.db.models import Q

from cooperation.models.organization import Organization
from cooperation.models.place import Place
from cooperation.models.vocabulary import country_field
from sources.models import Claim, ClaimManager, EdtfField, Kind, Part, RecordKind, bounds_constraint


class ProgramKind(models.TextChoices):
    """What sort of effort it is."""

    INITIATIVE = "initiative"
    COURSE = "course"
    UNIT = "unit"
    FACILITY = "facility"
    INTELLIGENCE_SHARING = "intelligence_sharing"
    EQUIPMENT = "equipment"
    OPERATION = "operation"
    VETTING = "vetting"
    LAW_OR_POLICY = "law_or_policy"


class ProgramStage(models.TextChoices):
    """How far an effort has come."""

    RECOMMENDED = "recommended", "recommended (from outside government)"
    REQUESTED = "requested", "requested (by the recipient)"
    PROPOSED = "proposed", "proposed (inside government)"
    ANNOUNCED = "announced"
    ACTIVE = "active"
    COMPLETED = "completed"
    ABANDONED = "abandoned"
    UNKNOWN = "unknown"


class Program(Claim, Kind):
    """A continuing effort: an initiative, course, unit being built, facility, operation, law or policy."""

    KIND = RecordKind.PROGRAM
    LABEL = "name"
    NAMES = ("name", "aliases__name")
    PARTS = ("aliases", "organizations")

    name = models.CharField(max_length=200, help_text="Name in English.")
    kind = models.CharField(max_length=20, choices=ProgramKind.choices, help_text="What sort of effort it is.")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        help_text="The program that it is a part of.",
    )
    body = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="as_programs",
        help_text="The organization that it is, if it is one.",
    )
    places = models.ManyToManyField(Place, blank=True, related_name="programs", help_text="Where it takes place.")
    recipient_country = country_field("Country that receives it (ISO 3166-1 alpha-3).")
    start = EdtfField(help_text="When it began or is to begin (EDTF).")
    end = EdtfField(help_text="When it ended or is to end (EDTF).")
    stage = models.CharField(max_length=11, choices=ProgramStage.choices, help_text="How far it has come.")
    stage_as_of = EdtfField(help_text="Date at which the stage is known (EDTF).")
    description = models.TextField(help_text="What it is, in our own words.")

    objects = ClaimManager()

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=ProgramKind.values), name="program_kind_is_known"),
            models.CheckConstraint(condition=Q(stage__in=ProgramStage.values), name="program_stage_is_known"),
            *(bounds_constraint("program", name) for name in ("start", "end", "stage_as_of")),
        ]

    def __str__(self) -> str:
        return self.name


class OrganizationRole(models.TextChoices):
    """What an organization does in a program."""

    LEAD = "lead"
    PARTNER = "partner"
    FUNDER = "funder"
    RECIPIENT = "recipient"
    HOST = "host"


class ProgramOrganization(Part):
    """An organization's part in a program."""

    NATURAL_KEY = ("program__record_kind", "program__slug", "organization__slug", "role")

    program = models.ForeignKey(Program, models.CASCADE, related_name="organizations", help_text="The program.")
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="program_roles", help_text="The organization."
    )
    role = models.CharField(max_length=9, choices=OrganizationRole.choices, help_text="What it does in the program.")

    class Meta:
        ordering = ["program", "role", "organization__slug"]
        constraints = [
            models.UniqueConstraint(fields=["program", "organization", "role"], name="program_role_given_once"),
            models.CheckConstraint(condition=Q(role__in=OrganizationRole.values), name="program_role_is_known"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} ({self.get_role_display()})"
