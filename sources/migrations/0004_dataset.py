from django.db import migrations, models


class Migration(migrations.Migration):
    """The version of what the public sees; its row and its triggers are made after the migration."""

    dependencies = [("sources", "0003_reconciliation_kind")]

    operations = [
        migrations.CreateModel(
            name="Dataset",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "version",
                    models.BigIntegerField(default=0, help_text="Grows with every change that the public sees."),
                ),
                (
                    "state",
                    models.CharField(
                        help_text="Random name of the state; a restored backup brings its own back.", max_length=32
                    ),
                ),
                ("changed_at", models.DateTimeField(help_text="When the state began; never goes back.")),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="dataset_is_one")],
            },
        ),
    ]
