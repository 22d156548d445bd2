"""Training activities as their list and its files give them, rendered ahead and kept.

The serializer and the writers of files render them as they would when asked: they are the only declaration of a shape.
"""

from django.db import connection, transaction
from tqdm import tqdm

from config.rest.rendered import can_be_kept, rendering, software_number
from cooperation.files.columns import file_columns
from cooperation.files.csv_format import csv_lines
from cooperation.files.json_formats import json_lines
from cooperation.trainings.api.serializers import TrainingSerializer
from cooperation.trainings.importer.staging import lock_imports
from cooperation.trainings.models import KeptTraining, Training
from cooperation.trainings.models.training import TrainingQuerySet
from sources.models import Record, RecordKind

# Rows rendered in one transaction: writers wait no longer than these take.
ROWS = 2_000
STATEMENT = f"""INSERT INTO {KeptTraining._meta.db_table} (id, made_by, answer, line) VALUES (%s, %s, %s, %s) ON CONFLICT (id)
DO UPDATE SET made_by = excluded.made_by, answer = excluded.answer, line = excluded.line"""  # noqa: S608


def render_trainings() -> int:
    """Render and keep what is not; how many rows that were."""
    software = software_number()
    if KeptTraining.objects.filter(made_by=software).count() == Training.objects.present().count():
        return 0
    keys = list(_waiting(software).order_by("pk").values_list("pk", flat=True))
    batches = [keys[first : first + ROWS] for first in range(0, len(keys), ROWS)]
    for batch in tqdm(batches, unit=" batches", desc="keeping answers", disable=None):
        _render_rows(batch[0], batch[-1], software)
    return len(keys)


def _waiting(software: int) -> TrainingQuerySet:
    ready = KeptTraining.objects.filter(made_by=software)
    return Training.objects.present().exclude(pk__in=ready.values("pk"))


@transaction.atomic
def _render_rows(first: int, last: int, software: int) -> None:
    """Render and keep a range of rows, locked together with the records that they name."""
    lock_imports()
    named = Record.objects.filter(record_kind__in=(RecordKind.AUTHORITY, RecordKind.PLACE))
    list(named.select_for_update(no_key=True).values_list("pk"))
    serializer = TrainingSerializer.with_fields()
    rows = serializer.raw(_waiting(software).filter(pk__range=(first, last)))
    with rendering():
        answers = serializer.shape(rows)
        lines = csv_lines(file_columns(serializer), answers)
    kept = [
        (row["pk"], software, answer, line)
        for row, answer, line in zip(rows, json_lines(answers), lines, strict=True)
        if can_be_kept(line)
    ]
    with connection.cursor() as cursor:
        cursor.executemany(STATEMENT, kept)
