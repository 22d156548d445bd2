"""Answers about training activities, rendered beforehand."""

from django.db import models


class KeptTraining(models.Model):
    """What the list and its CSV file say of one training activity; derived, and removed by triggers when it no longer holds."""

    id = models.BigAutoField(primary_key=True, help_text="Key of the training activity.")
    made_by = models.BigIntegerField(
        db_index=True, help_text="The software that said it: the first 63 bits of its digest."
    )
    answer = models.TextField(help_text="The row as the list gives it, as JSON.")
    line = models.TextField(help_text="The row as a line of CSV, without its end.")

    class Meta:
        app_label = "cooperation"

    def __str__(self) -> str:
        return self.line
