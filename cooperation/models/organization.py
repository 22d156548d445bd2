"""Bodies with staff and command, and the other names of things."""

from django.db import models
from django.db.models import Q

from cooperation.models.vocabulary import country_field
from sources.models import Claim, ClaimManager, Kind, Part, Record, RecordKind


class OrganizationKind(models.TextChoices):
    """What sort of body it is."""

    GOVERNMENT = "government"
    LOCAL_GOVERNMENT = "local_government"
    MINISTRY = "ministry"
    AGENCY = "agency"
    FORCE = "force"
    UNIT = "unit"
    SCHOOL = "school"
    COURT = "court"
    LEGISLATURE = "legislature"
    PARTY = "party"
    COMPANY = "company"
    MEDIA = "media"
    NGO = "ngo", "NGO"
    RESEARCH_INSTITUTE = "research_institute"
    INTERNATIONAL_BODY = "international_body"
    CRIMINAL_GROUP = "criminal_group"
    ARMED_GROUP = "armed_group"


class AliasKind(models.TextChoices):
    """Why a thing has another name."""

    ACRONYM = "acronym"
    FORMER_NAME = "former_name"
    TRANSLATION = "translation"
    MISPRINT = "misprint"
    VARIANT = "variant"


class Alias(Part):
    """Another name under which sources speak of a record."""

    NATURAL_KEY = ("record__record_kind", "record__slug", "name")

    record = models.ForeignKey(Record, models.CASCADE, related_name="aliases", help_text="The record.")
    name = models.CharField(max_length=200, help_text="The other name.")
    kind = models.CharField(max_length=12, choices=AliasKind.choices, help_text="Why it is called so.")

    class Meta:
        ordering = ["record", "name"]
        verbose_name_plural = "aliases"
        constraints = [
            models.UniqueConstraint(fields=["record", "name"], name="alias_unique_within_record"),
            models.CheckConstraint(condition=Q(kind__in=AliasKind.values), name="alias_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name


class Organization(Claim, Kind):
    """A body with staff and command: a ministry, force, agency, school, company, party, NGO, criminal group."""

    KIND = RecordKind.ORGANIZATION
    LABEL = "name"
    NAMES = ("name", "native_name", "aliases__name")
    PARTS = ("aliases",)

    name = models.CharField(max_length=200, help_text="Name in English.")
    native_name = models.CharField(max_length=200, null=True, blank=True, help_text="Name in its own language.")
    kind = models.CharField(max_length=20, choices=OrganizationKind.choices, help_text="What sort of body it is.")
    country = country_field("Country that it belongs to (ISO 3166-1 alpha-3).")
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", help_text="The body that commands it."
    )
    successor = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="predecessors",
        help_text="The body that replaced it; a new name alone is an alias.",
    )

    objects = ClaimManager()

    class Meta(Claim.Meta):
        constraints = [
            *Claim.Meta.constraints,
            models.CheckConstraint(condition=Q(kind__in=OrganizationKind.values), name="organization_kind_is_known"),
        ]

    def __str__(self) -> str:
        return self.name
