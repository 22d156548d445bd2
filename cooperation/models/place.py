"""Places."""

from django.db import models
from django.db.models import Q

from cooperation.models.vocabulary import country_field, validate_subdivision
from sources.models import Kind, RecordKind


class PlaceKind(models.TextChoices):
    """What sort of place it is."""

    REGION = "region"
    COUNTRY = "country"
    STATE = "state"
    MUNICIPALITY = "municipality"
    CITY = "city"
    FACILITY = "facility"
    PORT = "port"
    BASE = "base"


class Place(Kind):
    """A region, country, state, municipality, city, facility, port or base."""

    KIND = RecordKind.PLACE
    LABEL = "name"
    NAMES = ("name", "aliases__name")
    PARTS = ("aliases",)

    name = models.CharField(max_length=200, help_text="Name in English, or the native one where there is no other.")
    kind = models.CharField(max_length=12, choices=PlaceKind.choices, help_text="What sort of place it is.")
    iso_3166_1 = country_field("Country (ISO 3166-1 alpha-3).")
    iso_3166_2 = models.CharField(
        max_length=6,
        null=True,
        blank=True,
        validators=[validate_subdivision],
        help_text="State or province (ISO 3166-2).",
    )
    latitude = models.DecimalField(
        max_digits=8,
        decimal_places=5,
        null=True,
        blank=True,
        help_text="Decimal degrees north (WGS 84), a point inside the place.",
    )
    longitude = models.DecimalField(
        max_digits=8, decimal_places=5, null=True, blank=True, help_text="Decimal degrees east (WGS 84)."
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", help_text="The place that contains it."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=PlaceKind.values), name="place_kind_is_known"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
                name="place_has_both_coordinates_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name
