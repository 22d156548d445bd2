from django.db import migrations, models


class Migration(migrations.Migration):
    """The order of the feed of changes, and what of the ledger is in it."""

    dependencies = [("sources", "0004_dataset")]

    operations = [
        migrations.AddIndex(
            model_name="change",
            index=models.Index(
                condition=models.Q(("before__isnull", False), ("after__isnull", False), _connector="OR"),
                fields=["at"],
                name="change_public_by_time",
            ),
        ),
    ]
