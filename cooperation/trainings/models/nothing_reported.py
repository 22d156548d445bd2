"""Lines of the published file that are no training activity: a report says there that a country had none."""

from django.db import models

from cooperation.trainings.models.training import Region, ReportPage
from sources.models import Imported


class NothingReported(Imported):
    """One line in which a report says itself that there is nothing to report of a country and fiscal year."""

    published_id = models.UUIDField(unique=True, help_text="The id that the published dataset gives the line.")
    page = models.ForeignKey(ReportPage, models.PROTECT, related_name="+", help_text="Where the report prints it.")
    report = models.CharField(max_length=9, help_text="The report, by its years, such as 2010_2011.")
    region = models.CharField(max_length=24, choices=Region.choices, null=True, help_text="Region of the report.")
    country = models.CharField(max_length=3, help_text="The country, as in Training.")
    fiscal_year = models.PositiveSmallIntegerField(help_text="US fiscal year.")
    statement = models.TextField(help_text="What the line says, as printed.")

    class Meta:
        app_label = "cooperation"
        ordering = ["report", "country"]
        verbose_name_plural = "nothing reported"

    def __str__(self) -> str:
        return self.statement
