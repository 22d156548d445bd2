from django.db import migrations, models

KINDS = [
    "source",
    "organization",
    "place",
    "authority",
    "program",
    "funding",
    "event",
    "indicator",
    "observation",
    "discrepancy",
    "reconciliation",
]


class Migration(migrations.Migration):
    """One kind of record more, and the address below it that is nobody's public id."""

    dependencies = [("sources", "0002_append_only_ledger")]

    operations = [
        migrations.RemoveConstraint(model_name="record", name="record_kind_is_known"),
        migrations.RemoveConstraint(model_name="record", name="record_slug_is_not_reserved"),
        migrations.AlterField(
            model_name="record",
            name="record_kind",
            field=models.CharField(
                choices=[(kind, kind.capitalize()) for kind in KINDS],
                editable=False,
                help_text="Which kind of record this is.",
                max_length=20,
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(("record_kind__in", KINDS)), name="record_kind_is_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="record",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("slug__in", ("summary", "history", "schema", "new", "printed-totals")), _negated=True
                ),
                name="record_slug_is_not_reserved",
            ),
        ),
    ]
