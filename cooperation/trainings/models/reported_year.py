"""What a report says of a country's fiscal year, added up: the table that answers the most asked question."""

from django.db import models
from django.db.models import Count, Max, Q, Sum

from cooperation.trainings.models.training import Training

# What is added up of training activities, wherever it is; the courses of two groups do not add up.
SUMS = {
    "rows": Count("*"),
    "trainees": Sum("quantity"),
    "known_quantities": Count("quantity"),
    "cost": Sum("total_cost"),
    "known_costs": Count("total_cost"),
    "courses": Count("course_title_normalized", distinct=True),
}


class ReportedYearQuerySet(models.QuerySet):
    """The sums, and how they are kept."""

    def refresh(self) -> None:
        """Add up the training activities anew; belongs into every transaction that changes them."""
        keys = ("report", "country", "fiscal_year", "is_counted")
        sums = Training.objects.present().order_by().values(*keys).annotate(region=Max("region"), **SUMS)
        self.all().delete()
        self.bulk_create((self.model(**row) for row in sums), batch_size=1000)


class ReportedYear(models.Model):
    """What one report holds about one country and fiscal year."""

    report = models.CharField(max_length=9, help_text="The report, by its years, such as 2010_2011.")
    country = models.CharField(max_length=3, help_text="Country trained, as in Training.")
    fiscal_year = models.PositiveSmallIntegerField(help_text="US fiscal year.")
    region = models.CharField(max_length=24, null=True, help_text="Region of the report, as in Training.")
    is_counted = models.BooleanField(help_text="False where a later report covers the same country and fiscal year.")
    rows = models.PositiveIntegerField(help_text="Training activities.")
    trainees = models.PositiveBigIntegerField(null=True, help_text="Sum of the known quantities; null if none is.")
    known_quantities = models.PositiveIntegerField(help_text="Rows that give a quantity.")
    cost = models.PositiveBigIntegerField(null=True, help_text="US dollars: sum of the known costs; null if none is.")
    known_costs = models.PositiveIntegerField(help_text="Rows that give a cost.")
    courses = models.PositiveIntegerField(
        help_text="Different course titles, apart from case, accents and punctuation."
    )

    objects = ReportedYearQuerySet.as_manager()

    class Meta:
        app_label = "cooperation"
        ordering = ["country", "fiscal_year", "report"]
        constraints = [
            models.UniqueConstraint(fields=["country", "fiscal_year", "report"], name="reported_year_unique"),
            models.UniqueConstraint(
                fields=["country", "fiscal_year"], condition=Q(is_counted=True), name="reported_year_one_is_counted"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.country}, {self.fiscal_year} ({self.report})"

    @property
    def unknown_quantities(self) -> int:
        """Rows that give no number of trainees."""
        return self.rows - self.known_quantities

    @property
    def unknown_costs(self) -> int:
        """Rows that give no cost."""
        return self.rows - self.known_costs
