"""Training activities as the US Foreign Military Training Reports print them, one row each.

A training is no Record: it is not curated, there are hundreds of thousands, and it changes only with the file that it
comes from. Doubts about a row are one integer, a bit each: rows share a hundred or two distinct combinations, so that
"rows with this flag" is `flags IN (the combinations that hold it)`, which an ordinary index answers on every database,
and a row costs no second table.
"""

from datetime import date
from enum import IntFlag, auto
from functools import cache
from typing import Any, Self
from uuid import UUID

from django.db import connections, models
from django.db.models import F, Index, Q, Value
from django.db.models.functions import Coalesce

from cooperation.models.authority import Authority
from cooperation.models.organization import Organization
from cooperation.models.place import Place
from cooperation.trainings.models.recipients import RecipientReading
from sources.models import Imported

# The code of an unknown country: ISO 3166-1 leaves it to its users.
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
        return (self.name or "").lower()


@cache
def flags_of(mask: int) -> list[str]:
    """The words of the flags that a row's integer holds; the same list each time."""
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


class ImportBatch(Imported):
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
        app_label = "cooperation"
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
        app_label = "cooperation"
        ordering = ["report", "id"]

    def __str__(self) -> str:
        return f"{self.report}, page {self.page or 'unknown'}"


class TrainingQuerySet(models.QuerySet):
    """Questions about training activities."""

    def present(self) -> Self:
        """What the newest file holds: all but the withdrawn."""
        return self.filter(withdrawn_at=None)

    def is_in_order(self) -> bool:
        """Whether the primary keys go the way of the public ids, as they do unless two of these begin alike."""
        with connections[self.db].cursor() as cursor:
            cursor.execute(f'SELECT MIN("id") FROM "{self.model._meta.db_table}"')  # noqa: S608
            (first,) = cursor.fetchone()
        return first is None or first >= 0

    def counted(self) -> Self:
        """What adds up: of a country's year that several reports cover, the rows of the latest report."""
        return self.present().filter(is_counted=True)

    def flagged(self, flags: TrainingFlag) -> Self:
        return self.filter(flags__in=[mask for mask in self.masks() if mask & flags == flags])

    def flagged_any(self, flags: TrainingFlag) -> Self:
        return self.filter(flags__in=[mask for mask in self.masks() if mask & flags])

    def masks(self) -> list[int]:
        """The combinations of flags that exist."""
        return self.different("flags")

    def programs(self) -> list[str]:
        """The texts under which programs are printed."""
        return self.different("program")

    def different(self, column: str) -> list[Any]:
        """The different values of a column that has few, each found by one step through the index on it."""
        table = self.model._meta.db_table
        present = f'FROM "{table}" WHERE "withdrawn_at" IS NULL'
        with connections[self.db].cursor() as cursor:
            cursor.execute(
                f'WITH RECURSIVE found("value") AS (SELECT MIN("{column}") {present} UNION ALL '  # noqa: S608
                f'SELECT (SELECT MIN("{column}") {present} AND "{column}" > found."value") FROM found '
                'WHERE "value" IS NOT NULL) SELECT "value" FROM found WHERE "value" IS NOT NULL'
            )
            return [row[0] for row in cursor.fetchall()]


def sort_key(column: str, field: models.Field, unknown: date | int, help_text: str) -> models.GeneratedField:
    """A column that the database keeps: another one, with a value in the place of null."""
    expression = Coalesce(F(column), Value(unknown), output_field=field)
    return models.GeneratedField(expression=expression, output_field=field, db_persist=True, help_text=help_text)


# All that a summary groups by and adds up, so that it need not touch the rows; SQLite asks for `withdrawn_at` all the same.
SUMMARY_COLUMNS = [
    "country", "fiscal_year", "course_title_normalized", "quantity", "total_cost", "is_counted", "withdrawn_at", "report",
    "authority", "department", "region", "place", "in_country", "start", "recipient_unit_normalized", "school", "school_base",
    "is_mobile", "recipients",
]  # fmt: skip
# All that lists are asked by and ordered by, but for texts.
LISTED_COLUMNS = [
    "country", "fiscal_year", "report", "region", "department", "authority", "place", "location_country", "in_country",
    "is_counted", "flags", "end", "start_ascending", "start_descending", "total_cost_descending", "quantity_descending",
    "school", "school_base", "is_mobile", "recipients",
]  # fmt: skip
# The indexes of lists, by the columns that they begin with, before the public id. Whichever the database takes, it finds a page
# without reading a row that is not on it: decision 8 says what that costs and saves.
LISTED_BY = {
    "listed": [],
    "country": ["country"],
    "country_year": ["country", "fiscal_year"],
    "year": ["fiscal_year"],
    "authority": ["authority"],
    "place": ["place"],
    "school": ["school"],
    "recipients": ["recipients"],
    "flags": ["flags"],
    "start": ["start_ascending"],
    "start_descending": ["start_descending"],
    "cost_descending": ["total_cost_descending"],
    "quantity_descending": ["quantity_descending"],
}
# A text is shared by few rows: they are soon read.
TEXTS = {
    "program": "program",
    "course_title": "course_title_normalized",
    "delivery_unit": "delivery_unit_normalized",
    "recipient_unit": "recipient_unit_normalized",
}


def present_index(name: str, fields: list[str]) -> Index:
    """An index of the rows that the newest file holds and no others, so that counting does not touch the rows.

    It ends with the column of its own condition: without it SQLite believes that it has to read the rows.
    """
    columns = list(dict.fromkeys([*fields, "withdrawn_at"]))
    return Index(fields=columns, condition=Q(withdrawn_at=None), name=f"training_{name}")


def primary_key_of(published_id: UUID) -> int:
    """The primary key of a training activity: the first 63 bits of its public id.

    So the table, whatever hangs on its keys, and the list stand in one order. Of two public ids that begin alike the import
    gives the later one a negative number (`is_in_order`).
    """
    return published_id.int >> 65


class Training(Imported):
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
    school = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="trainings_given",
        help_text="The institution that gave it; null if it is not known.",
    )
    school_base = models.ForeignKey(
        Place,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="trainings_at_base",
        help_text="The base where it was given, where no more than that is known of the institution.",
    )
    school_rule = models.CharField(
        max_length=80,
        null=True,
        help_text="The rule that finds the institution or the base, or says why there is none.",
    )
    school_reason = models.TextField(
        null=True, help_text="Why neither institution nor base is known; null if one of them is."
    )
    is_mobile = models.BooleanField(
        default=False, help_text="Whether a team of the institution taught abroad, as far as the report tells."
    )
    mobile_rule = models.CharField(
        max_length=80,
        null=True,
        help_text="The rule that says that a team taught abroad; “abroad” where the place lies in another country than "
        "the institution.",
    )
    recipients = models.ForeignKey(
        RecipientReading,
        models.PROTECT,
        null=True,
        db_index=False,
        related_name="trainings",
        help_text="The bodies that received it, as far as the unit of the trainees tells.",
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
        app_label = "cooperation"
        ordering = ["published_id"]
        indexes = [
            present_index("summary", SUMMARY_COLUMNS),
            *(present_index(name, [*first, "published_id", *LISTED_COLUMNS]) for name, first in LISTED_BY.items()),
            *(present_index(name, [column, "published_id"]) for name, column in TEXTS.items()),
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

    def save(self, **options: Any) -> None:
        if self.pk is None:
            self.pk = primary_key_of(UUID(str(self.published_id)))
        super().save(**options)

    def __str__(self) -> str:
        return f"{self.country_as_printed}, {self.program}: {self.course_title or 'no title'}"

    def get_absolute_url(self) -> str:
        return f"/api/v1/trainings/{self.published_id}/"
