import cooperation.models.reconciliation
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Claims that the training records can test."""

    dependencies = [
        ("cooperation", "0004_indexes_of_present_trainings"),
        ("sources", "0003_reconciliation_kind"),
    ]

    operations = [
        migrations.CreateModel(
            name="Reconciliation",
            fields=[
                (
                    "record_ptr",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        parent_link=True,
                        primary_key=True,
                        related_name="as_%(class)s",
                        serialize=False,
                        to="sources.record",
                    ),
                ),
                ("title", models.CharField(help_text="What is compared, in a few words.", max_length=200)),
                (
                    "claim",
                    models.ForeignKey(
                        help_text="The claim: an observation, a funding record, a program or an event.",
                        limit_choices_to={"record_kind__in": ("observation", "funding", "program", "event")},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reconciliations",
                        to="sources.record",
                    ),
                ),
                (
                    "measure",
                    models.CharField(
                        choices=[
                            ("rows", "Rows"),
                            ("trainees", "Trainees"),
                            ("cost", "Cost"),
                            ("courses", "different course titles"),
                            ("runs", "times that a course was held: different titles, days and locations"),
                            ("weeks", "mean length in weeks, first and last day included"),
                        ],
                        help_text="What of the training records is held against the claim.",
                        max_length=8,
                    ),
                ),
                (
                    "query",
                    models.CharField(
                        help_text="The rows that test the claim: parameters of /api/v1/trainings/, such as country=MEX&fiscal_year=2011.",
                        max_length=500,
                        validators=[cooperation.models.reconciliation.validate_query],
                    ),
                ),
                (
                    "baseline",
                    models.CharField(
                        blank=True,
                        help_text="The rows that a rise or fall is measured from, where the claim is of one; parameters as in the query.",
                        max_length=500,
                        null=True,
                        validators=[cooperation.models.reconciliation.validate_query],
                    ),
                ),
                (
                    "not_covered",
                    models.TextField(help_text="What the claim counts and the records do not, or the other way round."),
                ),
            ],
            options={"verbose_name": "reconciliation"},
            bases=("sources.record",),
        ),
        migrations.AddConstraint(
            model_name="reconciliation",
            constraint=models.CheckConstraint(
                condition=models.Q(("measure__in", ["rows", "trainees", "cost", "courses", "runs", "weeks"])),
                name="reconciliation_measure_is_known",
            ),
        ),
    ]
