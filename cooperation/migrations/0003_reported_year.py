from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models import Count, Max, Sum


def add_up(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """The sums of what was imported before there was a table for them."""
    trainings = apps.get_model("cooperation", "Training").objects.filter(withdrawn_at=None).order_by()
    reported = apps.get_model("cooperation", "ReportedYear")
    sums = trainings.values("report", "country", "fiscal_year", "is_counted").annotate(
        region=Max("region"),
        rows=Count("*"),
        trainees=Sum("quantity"),
        known_quantities=Count("quantity"),
        cost=Sum("total_cost"),
        known_costs=Count("total_cost"),
        courses=Count("course_title_normalized", distinct=True),
    )
    reported.objects.bulk_create((reported(**row) for row in sums), batch_size=1000)


class Migration(migrations.Migration):
    """The sums of each country and fiscal year, and an index that holds all that a summary reads."""

    dependencies = [("cooperation", "0002_training")]

    operations = [
        migrations.CreateModel(
            name="ReportedYear",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report", models.CharField(help_text="The report, by its years, such as 2010_2011.", max_length=9)),
                ("country", models.CharField(help_text="Country trained, as in Training.", max_length=3)),
                ("fiscal_year", models.PositiveSmallIntegerField(help_text="US fiscal year.")),
                (
                    "region",
                    models.CharField(help_text="Region of the report, as in Training.", max_length=24, null=True),
                ),
                (
                    "is_counted",
                    models.BooleanField(help_text="False where a later report covers the same country and fiscal year."),
                ),
                ("rows", models.PositiveIntegerField(help_text="Training activities.")),
                (
                    "trainees",
                    models.PositiveBigIntegerField(
                        help_text="Sum of the known quantities; null if none is.", null=True
                    ),
                ),
                ("known_quantities", models.PositiveIntegerField(help_text="Rows that give a quantity.")),
                (
                    "cost",
                    models.PositiveBigIntegerField(
                        help_text="US dollars: sum of the known costs; null if none is.", null=True
                    ),
                ),
                ("known_costs", models.PositiveIntegerField(help_text="Rows that give a cost.")),
                (
                    "courses",
                    models.PositiveIntegerField(
                        help_text="Different course titles, apart from case, accents and punctuation."
                    ),
                ),
            ],
            options={"ordering": ["country", "fiscal_year", "report"]},
        ),
        migrations.AddConstraint(
            model_name="reportedyear",
            constraint=models.UniqueConstraint(
                fields=("country", "fiscal_year", "report"), name="reported_year_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedyear",
            constraint=models.UniqueConstraint(
                condition=models.Q(("is_counted", True)),
                fields=("country", "fiscal_year"),
                name="reported_year_one_is_counted",
            ),
        ),
        migrations.RemoveIndex(model_name="training", name="training_summary"),
        migrations.AddIndex(
            model_name="training",
            index=models.Index(
                condition=models.Q(("withdrawn_at", None)),
                fields=[
                    "country", "fiscal_year", "course_title_normalized", "quantity", "total_cost", "is_counted",
                    "withdrawn_at", "report", "authority", "department", "region", "place", "in_country", "start",
                    "recipient_unit_normalized",
                ],
                name="training_summary",
            ),
        ),
        # After the index, which makes it quick.
        migrations.RunPython(add_up, migrations.RunPython.noop),
    ]  # fmt: skip
