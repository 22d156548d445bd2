"""The words that several kinds of record share, and the rules between them."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from cooperation.countries.meant import codes_meant
from cooperation.countries.table import COUNTRY_CODES
from sources.dates import Interval, fiscal_year_bounds


class Qualifier(models.TextChoices):
    """How exactly a figure is given."""

    EXACT = "exact"
    ABOUT = "about"
    NEARLY = "nearly"
    MORE_THAN = "more_than"
    LESS_THAN = "less_than"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class Basis(models.TextChoices):
    """What stretch of time a figure counts."""

    ONE_YEAR = "one_year"
    PER_YEAR = "per_year"
    CUMULATIVE = "cumulative"
    POINT_IN_TIME = "point_in_time"


class Calendar(models.TextChoices):
    """Whose year a figure's year is."""

    US_FISCAL = "us_fiscal", "US fiscal year (October to September)"
    MEXICAN_FISCAL = "mexican_fiscal", "Mexican fiscal year (January to December)"
    CALENDAR_YEAR = "calendar_year", "calendar year"


def validate_country(code: str) -> None:
    """Refuse what is not an ISO 3166-1 alpha-3 code."""
    if code not in COUNTRY_CODES:
        meant = " or ".join(found for found in codes_meant(code) if found in COUNTRY_CODES)
        question = f" Is {meant} meant?" if meant else ""
        raise ValidationError(f"“{code}” is no ISO 3166-1 alpha-3 country code, such as MEX or USA.{question}")


def validate_subdivision(code: str) -> None:
    """Refuse what does not look like an ISO 3166-2 code."""
    if not re.fullmatch(r"[A-Z]{2}-[A-Z0-9]{1,3}", code):
        raise ValidationError(f"“{code}” is no ISO 3166-2 code, such as MX-CHH.")


def country_field(help_text: str) -> models.CharField:
    """A column for an ISO 3166-1 alpha-3 code; null if unknown."""
    return models.CharField(max_length=3, null=True, blank=True, validators=[validate_country], help_text=help_text)


def figure_constraints(model: str, low: str, high: str) -> list[models.CheckConstraint]:
    """The rules between a figure, its upper end, its qualifier and its fiscal year; source: design, section 3."""
    return [
        models.CheckConstraint(
            condition=Q(**{low: None, "qualifier": None}) | Q(**{f"{low}__isnull": False, "qualifier__isnull": False}),
            name=f"{model}_has_qualifier_exactly_with_figure",
            violation_error_message="A figure has a qualifier, and a qualifier has a figure.",
        ),
        models.CheckConstraint(
            condition=Q(**{high: None}) & (~Q(qualifier=Qualifier.RANGE) | Q(qualifier=None))
            | Q(
                **{f"{low}__isnull": False, f"{high}__isnull": False, f"{high}__gte": F(low)}, qualifier=Qualifier.RANGE
            ),
            name=f"{model}_has_upper_end_exactly_for_range",
            violation_error_message="A range has an upper end, no smaller than the lower; nothing else has one.",
        ),
        models.CheckConstraint(
            condition=Q(precision=None) | Q(precision__gt=0, **{f"{low}__isnull": False}),
            name=f"{model}_precision_is_of_a_figure",
            violation_error_message="Only a figure has a precision, and that is more than 0.",
        ),
        models.CheckConstraint(
            condition=Q(fiscal_year=None) | Q(fiscal_year__range=(2, 9999), calendar__isnull=False),
            name=f"{model}_fiscal_year_has_calendar",
            violation_error_message="A fiscal year needs its calendar.",
        ),
        models.CheckConstraint(
            condition=Q(qualifier=None) | Q(qualifier__in=Qualifier.values), name=f"{model}_qualifier_is_known"
        ),
        models.CheckConstraint(condition=Q(basis=None) | Q(basis__in=Basis.values), name=f"{model}_basis_is_known"),
        models.CheckConstraint(
            condition=Q(calendar=None) | Q(calendar__in=Calendar.values), name=f"{model}_calendar_is_known"
        ),
    ]


class FigureFields(models.Model):
    """What an amount of money and an observed value share: how exact, and of which time."""

    qualifier = models.CharField(
        max_length=10,
        choices=Qualifier.choices,
        null=True,
        blank=True,
        help_text="How exactly the figure is given (“nearly 4,500” is not 4,500); null exactly when there is no figure.",
    )
    precision = models.DecimalField(
        max_digits=20,
        decimal_places=4,
        null=True,
        blank=True,
        help_text="The step to which the figure is printed, in its unit: 100,000 for “$15.2 million”, which 15.17 million "
        "are, too; null where every digit is printed.",
    )
    calendar = models.CharField(
        max_length=14, choices=Calendar.choices, null=True, blank=True, help_text="Whose year the fiscal year is."
    )
    fiscal_year = models.PositiveSmallIntegerField(
        null=True, blank=True, help_text="The year, in its calendar; US fiscal 2011 began on 1 October 2010."
    )
    basis = models.CharField(
        max_length=13,
        choices=Basis.choices,
        null=True,
        blank=True,
        help_text="One year, a yearly rate, any other total (cumulative), or a stock at a point in time.",
    )

    class Meta:
        abstract = True

    def fiscal_interval(self) -> Interval | None:
        """The days of the record's fiscal year, or None if it has none."""
        if self.fiscal_year is None or not self.calendar:
            return None
        return fiscal_year_bounds(self.calendar, self.fiscal_year)
