"""Training activities as the US Foreign Military Training Reports print them, one row each.

A training is no Record: nobody curates it, there are hundreds of thousands, and it changes only with the file that it
comes from. Doubts about a row are one integer, a bit each: rows share a hundred or two distinct combinations, so that
"rows with this flag" is `flags IN (the combinations that hold it)`, which an ordinary index answers on every database,
and a row costs no second table.
"""

from datetime import date
from enum import IntFlag, auto
from typing import Self

from django.db import models
from django.db.models import F, Index, Q, Value
from django.db.models.functions import Coalesce

from cooperation.models.authority import Authority
from cooperation.models.place import Place

# What a row holds whose country nobody can tell: ISO 3166-1 leaves the code to its users.
UNKNOWN_COUNTRY = "ZZZ"


class TrainingFlag(IntFlag):
    """What is doubtful about a row; its values stay as they are."""

    DATES_REVERSED = auto()
    DATE_OUTSIDE_FISCAL_YEAR = auto()
    DATE_IMPLAUSIBLE = auto()
    DATE_UNREADABLE = auto()
    DATES_DISAGREE = auto()
    COST_UNKNOWN = auto()
    COST_ZERO = auto()
    COST_UNREADABLE = auto()
    QUANTITY_UNKNOWN = auto()
    QUANTITY_ZERO = auto()
    QUANTITY_UNREADABLE = auto()
    CELLS_SHIFTED = auto()
    MOJIBAKE = auto()
    COUNTRY_DISAGREES = auto()
    COUNTRY_UNKNOWN = auto()
    PROGRAM_UNMAPPED = auto()
    DEPARTMENT_DISAGREES = auto()
    FISCAL_YEAR_FROM_REPORT = auto()
    COURSE_TITLE_MISSING = auto()
    LOCATION_UNMAPPED = auto()
    PAGE_UNREADABLE = auto()
    STRAY_QUOTE = auto()
    NUMBER_MASKED = auto()

    @property
    def word(self) -> str:
        """The flag as the API and the report of an import write it."""
        return (self.name or "").lower()


def flags_of(mask: int) -> list[str]:
    """The words of the flags that a row's integer holds."""
    return [flag.word for flag in TrainingFlag if flag & mask]


class Region(models.TextChoices):
    """The regions into which the reports are divided; the older ones have one more."""

    AFRICA = "africa"
    EAST_ASIA_PACIFIC = "east_asia_pacific", "East Asia and Pacific"
    EUROPE = "europe"
    NEAR_EAST = "near_east"
    NEWLY_INDEPENDENT_STATES = "newly_independent_states"
    SOUTH_ASIA = "south_asia", "South and Central Asia"
    WESTERN_HEMISPHERE = "western_hemisphere"


class Department(models.TextChoices):
    """The department whose money pays for a training."""

    STATE = "state", "US Department of State"
    DEFENSE = "defense", "US Department of Defense"
    HOMELAND_SECURITY = "homeland_security", "US Department of Homeland Security"
    TRANSPORTATION = "transportation", "US Department of Transportation"


class ImportBatch(models.Model):
    """One import of a file of training activities that changed something."""

    file_name = models.CharField(max_length=255, help_text="Name of the file.")
    sha256 = models.CharField(max_length=64, help_text="SHA-256 of the file, compressed or not, as it was given.")
    parser_version = models.CharField(max_length=16, help_text="Version of the parser that read it.")
    vocabulary = models.CharField(
        max_length=64, help_text="Digest of the authorities and places that the rows were resolved against."
    )
    is_quoted = models.BooleanField(help_text="Whether the file's fields are quoted as in CSV.")
    rows = models.PositiveIntegerField(help_text="Rows in the file.")
    rows_new = models.PositiveIntegerField(help_text="Rows that were not there before.")
    rows_changed = models.PositiveIntegerField(help_text="Rows that say something else than before.")
    rows_unchanged = models.PositiveIntegerField(help_text="Rows that say what they said before.")
    rows_withdrawn = models.PositiveIntegerField(help_text="Rows that the file no longer has.")
    doubts = models.JSONField(help_text="Number of doubts by kind.")
    started_at = models.DateTimeField(help_text="When the import began.")
    finished_at = models.DateTimeField(help_text="When what it brought became public.")
    is_current = models.BooleanField(default=True, help_text="Whether this is the newest import.")

    class Meta:
        ordering = ["-finished_at"]
        verbose_name_plural = "import batches"
        constraints = [
            models.UniqueConstraint(fields=["is_current"], condition=Q(is_current=True), name="import_one_is_current")
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.finished_at:%Y-%m-%d})"


class ReportPage(models.Model):
    """The citation of a training activity: a page of a report; all rows of the page share it."""

    # Made from what the page is, so that an import knows the number of a page before it has stored it.
    id = models.BigIntegerField(primary_key=True, help_text="First 63 bits of the digest of the other columns.")
    report = models.CharField(max_length=9, help_text="The report, by its years, such as 2010_2011.")
    section = models.TextField(help_text="Title of the report with volume and section.")
    page = models.CharField(max_length=40, null=True, help_text="Page as printed; null where the report has none.")
    url = models.CharField(max_length=500, null=True, help_text="Address of the report.")

    class Meta:
        ordering = ["report", "id"]

    def __str__(self) -> str:
        return f"{self.report}, page {self.page or 'unknown'}"


class TrainingQuerySet(models.QuerySet):
    """Questions about training activities."""

    def present(self) -> Self:
        """What the newest file holds: all but the withdrawn."""
        return self.filter(withdrawn_at=None)

    def counted(self) -> Self:
        """What adds up: of a country's year that several reports cover, the rows of the latest report."""
        return self.present().filter(is_counted=True)

    def flagged(self, flags: TrainingFlag) -> Self:
        """Rows that hold every one of some flags, found through the index on the combinations that exist."""
        masks = self.model._default_manager.order_by("flags").values_list("flags", flat=True).distinct()
        return self.filter(flags__in=[mask for mask in masks if mask & flags == flags])


def sort_key(column: str, field: models.Field, unknown: date | int, help_text: str) -> models.GeneratedField:
    """A column that the database keeps: another one, with a value in the place of null."""
    expression = Coalesce(F(column), Value(unknown), output_field=field)
    return models.GeneratedField(expression=expression, output_field=field, db_persist=True, help_text=help_text)


class Training(models.Model):
    """One training activity: one row of a Foreign Military Training Report, as printed and as understood."""

    published_id = models.UUIDField(
        unique=True, help_text="Public id: the one that the published dataset gives the row."
    )
    batch = models.ForeignKey(
        ImportBatch, models.PROTECT, db_index=False, related_name="+", help_text="The import that last wrote the row."
    )
    page = models.ForeignKey(
        ReportPage, models.PROTECT, db_index=False, related_name="trainings", help_text="Where the report prints it."
    )
    report = models.CharField(max_length=9, help_text="The report, by its years, such as 2010_2011.")
    fiscal_year = models.PositiveSmallIntegerField(help_text="US fiscal year that the program text names.")
    country = models.CharField(
        max_length=3, help_text="Country trained (ISO 3166-1 alpha-3, or the code it had then); ZZZ if nobody can tell."
    )
    country_as_printed = models.TextField(help_text="The country as the report names it.")
    region = models.CharField(max_length=24, choices=Region.choices, null=True, help_text="Region of the report.")
    program = models.TextField(help_text="The program as printed, with its fiscal year and department.")
    authority = models.ForeignKey(
        Authority, models.PROTECT, null=True, db_index=False, related_name="trainings", help_text="What pays for it."
    )
    department = models.CharField(
        max_length=17, choices=Department.choices, null=True, help_text="The department that pays for it."
    )
    course_title = models.TextField(null=True, help_text="The course as printed.")
    course_title_normalized = models.CharField(
        max_length=200, null=True, help_text="The same without case, accents and punctuation, cut at 200 characters."
    )
    delivery_unit = models.TextField(null=True, help_text="The US unit as printed, often with its number of personnel.")
    delivery_unit_normalized = models.CharField(
        max_length=200, null=True, help_text="The same without personnel, case, accents and punctuation."
    )
    recipient_unit = models.TextField(null=True, help_text="The unit of the trainees as printed.")
    recipient_unit_normalized = models.CharField(
        max_length=200, null=True, help_text="The same without case, accents and punctuation."
    )
    start = models.DateField(null=True, help_text="First day.")
    end = models.DateField(null=True, help_text="Last day.")
    location = models.TextField(null=True, help_text="Where it took place, as printed.")
    location_country = models.CharField(
        max_length=3,
        null=True,
        help_text="Country of the location (ISO 3166-1 alpha-3); null if the text does not tell.",
    )
    place = models.ForeignKey(
        Place, models.PROTECT, null=True, db_index=False, related_name="trainings", help_text="The place that it names."
    )
    in_country = models.BooleanField(
        null=True, help_text="Whether it took place in the country trained; null if the location does not tell."
    )
    quantity = models.PositiveIntegerField(null=True, help_text="Trainees; null if not printed or not readable.")
    total_cost = models.PositiveBigIntegerField(
        null=True, help_text="US dollars; 0 is printed, null is not printed or not readable."
    )
    is_counted = models.BooleanField(
        default=True, help_text="False where a later report covers the same country and fiscal year."
    )
    flags = models.PositiveIntegerField(default=0, help_text="Doubts about the row, a bit each (TrainingFlag).")
    raw = models.JSONField(help_text="All cells as published, in the order of the columns; service numbers masked.")
    digest = models.CharField(max_length=32, help_text="Digest of all that the import says of the row.")
    withdrawn_at = models.DateTimeField(null=True, help_text="Since when the newest file no longer has the row.")

    # What lists are sorted by is never null, so that pages go by the index; unknown sorts last.
    start_ascending = sort_key("start", models.DateField(), date.max, "First day, unknown ones after all others.")
    start_descending = sort_key("start", models.DateField(), date.min, "First day, unknown ones before all others.")
    total_cost_descending = sort_key("total_cost", models.BigIntegerField(), -1, "Cost, unknown ones below all others.")
    quantity_descending = sort_key("quantity", models.BigIntegerField(), -1, "Trainees, unknown ones below all others.")

    objects = TrainingQuerySet.as_manager()

    class Meta:
        ordering = ["published_id"]
        indexes = [
            Index(fields=["country", "fiscal_year", "published_id"], name="training_country_year"),
            # All that a summary by country and year adds up, so that it need not touch the rows.
            Index(
                fields=["country", "fiscal_year", "is_counted", "withdrawn_at", "quantity", "total_cost"],
                name="training_summary",
            ),
            Index(fields=["fiscal_year", "published_id"], name="training_year"),
            Index(fields=["-fiscal_year", "published_id"], name="training_year_descending"),
            Index(fields=["authority", "published_id"], name="training_authority"),
            Index(fields=["place", "published_id"], name="training_place"),
            Index(fields=["flags", "published_id"], name="training_flags"),
            Index(fields=["course_title_normalized", "published_id"], name="training_course_title"),
            Index(fields=["recipient_unit_normalized", "published_id"], name="training_recipient_unit"),
            Index(fields=["start_ascending", "published_id"], name="training_start"),
            Index(fields=["-start_descending", "published_id"], name="training_start_descending"),
            Index(fields=["-total_cost_descending", "published_id"], name="training_cost_descending"),
            Index(fields=["-quantity_descending", "published_id"], name="training_quantity_descending"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(fiscal_year__range=(1900, 2999)), name="training_fiscal_year_is_a_year"),
            models.CheckConstraint(
                condition=Q(region=None) | Q(region__in=Region.values), name="training_region_is_known"
            ),
            models.CheckConstraint(
                condition=Q(department=None) | Q(department__in=Department.values), name="training_department_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country_as_printed}, {self.program}: {self.course_title or 'no title'}"

    def get_absolute_url(self) -> str:
        """Address of the training in the API, relative to the host."""
        return f"/api/v1/trainings/{self.published_id}/"


class PrintedTotal(models.Model):
    """What a report itself prints as the total of a country and program; no training activity."""

    report = models.CharField(max_length=9, help_text="The report, by its years, such as 2010_2011.")
    fiscal_year = models.PositiveSmallIntegerField(help_text="US fiscal year.")
    country = models.CharField(max_length=3, help_text="Country trained, as in Training.")
    country_as_printed = models.TextField(help_text="The country as the report names it.")
    program = models.TextField(help_text="The program as printed with the total.")
    program_spellings = models.JSONField(help_text="The spellings of the program in the rows that the total covers.")
    quantity = models.PositiveIntegerField(null=True, help_text="Trainees; null if not printed.")
    total_cost = models.PositiveBigIntegerField(null=True, help_text="US dollars; null if not printed.")

    class Meta:
        ordering = ["report", "fiscal_year", "country_as_printed", "program"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "fiscal_year", "country_as_printed", "program"], name="printed_total_unique"
            )
        ]

    def __str__(self) -> str:
        return f"{self.report}: {self.country_as_printed}, {self.program}"
