from django.db import migrations, models

OLD = [
    "country_year", "year", "year_descending", "authority", "place", "flags", "course_title", "recipient_unit", "start",
    "start_descending", "cost_descending", "quantity_descending",
]  # fmt: skip
LISTED_COLUMNS = [
    "country", "fiscal_year", "report", "region", "department", "authority", "place", "location_country", "in_country",
    "is_counted", "flags", "end", "start_ascending", "start_descending", "total_cost_descending", "quantity_descending",
]  # fmt: skip
LISTED_BY = {
    "listed": [],
    "country": ["country"],
    "country_year": ["country", "fiscal_year"],
    "year": ["fiscal_year"],
    "authority": ["authority"],
    "place": ["place"],
    "flags": ["flags"],
    "start": ["start_ascending"],
    "start_descending": ["start_descending"],
    "cost_descending": ["total_cost_descending"],
    "quantity_descending": ["quantity_descending"],
}
TEXTS = {
    "program": "program",
    "course_title": "course_title_normalized",
    "delivery_unit": "delivery_unit_normalized",
    "recipient_unit": "recipient_unit_normalized",
}


def added(name: str, fields: list[str]) -> migrations.AddIndex:
    """Add an index of the rows that the newest file holds."""
    columns = list(dict.fromkeys([*fields, "withdrawn_at"]))
    condition = models.Q(("withdrawn_at", None))
    return migrations.AddIndex("training", models.Index(condition=condition, fields=columns, name=f"training_{name}"))


class Migration(migrations.Migration):
    """Indexes that find what lists of training activities are asked and ordered by, and count it, without the rows."""

    dependencies = [("cooperation", "0003_reported_year")]

    operations = [
        *(migrations.RemoveIndex("training", f"training_{name}") for name in OLD),
        *(added(name, [*first, "published_id", *LISTED_COLUMNS]) for name, first in LISTED_BY.items()),
        *(added(name, [column, "published_id"]) for name, column in TEXTS.items()),
    ]
