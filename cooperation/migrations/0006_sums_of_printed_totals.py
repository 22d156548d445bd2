from typing import Any

import django.db.models.expressions
from django.db import migrations, models

from cooperation.trainings.models.printed_total import total_slug

NUMBER = models.BigIntegerField()


def fill_slugs(apps: Any, schema_editor: Any) -> None:
    totals = apps.get_model("cooperation", "PrintedTotal").objects.all()
    for total in totals:
        total.slug = total_slug(total.report, total.fiscal_year, total.country, total.country_as_printed, total.program)
    totals.bulk_update(totals, ["slug"], batch_size=500)


def less(recorded: str, printed: str) -> models.ExpressionWrapper:
    return models.ExpressionWrapper(
        django.db.models.expressions.CombinedExpression(models.F(recorded), "-", models.F(printed)),
        output_field=NUMBER,
    )


class Migration(migrations.Migration):
    """What the rows add up to, beside each total that a report prints; the next import fills it in."""

    dependencies = [("cooperation", "0005_reconciliation")]

    operations = [
        migrations.AddField(
            model_name="printedtotal",
            name="slug",
            field=models.CharField(help_text="Public id.", max_length=100, null=True, verbose_name="public id"),
        ),
        migrations.RunPython(fill_slugs, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="printedtotal",
            name="slug",
            field=models.CharField(help_text="Public id.", max_length=100, unique=True, verbose_name="public id"),
        ),
        migrations.AddField(
            model_name="printedtotal",
            name="recorded_rows",
            field=models.PositiveIntegerField(
                help_text="How many rows the total covers; null if the import has none of the country and year in this report.",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="printedtotal",
            name="recorded_quantity",
            field=models.BigIntegerField(help_text="Sum of their known trainees; null as for the rows.", null=True),
        ),
        migrations.AddField(
            model_name="printedtotal",
            name="recorded_cost",
            field=models.BigIntegerField(help_text="Sum of their known costs; null as for the rows.", null=True),
        ),
        migrations.AddField(
            model_name="printedtotal",
            name="quantity_difference",
            field=models.GeneratedField(
                db_persist=True,
                expression=less("recorded_quantity", "quantity"),
                help_text="Trainees recorded less printed.",
                output_field=NUMBER,
            ),
        ),
        migrations.AddField(
            model_name="printedtotal",
            name="cost_difference",
            field=models.GeneratedField(
                db_persist=True,
                expression=less("recorded_cost", "total_cost"),
                help_text="US dollars recorded less printed.",
                output_field=NUMBER,
            ),
        ),
        migrations.AddField(
            model_name="printedtotal",
            name="agrees",
            field=models.GeneratedField(
                db_persist=True,
                expression=models.Case(
                    models.When(
                        models.Q(("recorded_rows", None), ("quantity", None), ("total_cost", None), _connector="OR"),
                        then=models.Value(None),
                    ),
                    models.When(
                        recorded_cost__range=(
                            django.db.models.expressions.CombinedExpression(
                                models.F("total_cost"), "-", models.Value(2)
                            ),
                            django.db.models.expressions.CombinedExpression(
                                models.F("total_cost"), "+", models.Value(2)
                            ),
                        ),
                        recorded_quantity=models.F("quantity"),
                        then=models.Value(True),
                    ),
                    default=models.Value(False),
                ),
                help_text="Whether trainees are equal, and dollars to within 2; null where there is nothing to compare.",
                output_field=models.BooleanField(null=True),
            ),
        ),
        migrations.AddIndex(
            model_name="printedtotal",
            index=models.Index(fields=["country", "fiscal_year"], name="printed_total_country_year"),
        ),
    ]
