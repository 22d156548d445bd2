"""What the list and its CSV file say of training activities, made ahead and kept.

The serializer and the writer of CSV say it, as they would when asked: they are the only declaration of a shape.
"""

from itertools import chain

from django.conf import settings
from django.db import connection, transaction
from tqdm import tqdm

from config.rest.exporting import Listing
from config.rest.kept import made_by
from cooperation.files.tables import QueryTable
from cooperation.files.writers import made_lines, made_objects
from cooperation.trainings.api.serializers import TrainingSerializer
from cooperation.trainings.importer.staging import lock_imports
from cooperation.trainings.models import KeptTraining, Training
from sources.models import Record, RecordKind

# Rows that are made and kept in one transaction: nobody who writes has to wait for longer than these take.
ROWS = 2_000
STATEMENT = f"""INSERT INTO {KeptTraining._meta.db_table} (id, made_by, answer, line) VALUES (%s, %s, %s, %s) ON CONFLICT (id)
DO UPDATE SET made_by = excluded.made_by, answer = excluded.answer, line = excluded.line"""  # noqa: S608


def keep_trainings() -> int:
    """Make and keep what is not; how many rows that were."""
    maker = made_by(settings.PUBLIC_URL)
    ready = KeptTraining.objects.filter(made_by=maker)
    if ready.count() == Training.objects.present().count():
        return 0
    waiting = Training.objects.present().exclude(pk__in=ready.values("pk")).order_by("pk")
    keys = list(waiting.values_list("pk", flat=True))
    batches = [keys[first : first + ROWS] for first in range(0, len(keys), ROWS)]
    for batch in tqdm(batches, unit=" batches", desc="keeping answers", disable=None):
        keep(batch, maker)
    return len(keys)


@transaction.atomic
def keep(keys: list[int], maker: int) -> None:
    """Make and keep what is said of some rows; meanwhile nobody changes them, nor what they name."""
    lock_imports()
    named = Record.objects.filter(record_kind__in=(RecordKind.AUTHORITY, RecordKind.PLACE))
    list(named.select_for_update(no_key=True).values_list("pk"))
    trainings = Training.objects.present().filter(pk__range=(keys[0], keys[-1])).order_by("pk")
    table = QueryTable(Listing("trainings", TrainingSerializer.shaped(), trainings))
    texts = (chain.from_iterable(make(table)) for make in (made_objects, made_lines))
    found = trainings.values_list("pk", flat=True)
    rows = [(key, maker, answer, line) for key, answer, line in zip(found, *texts, strict=True)]
    with connection.cursor() as cursor:
        cursor.executemany(STATEMENT, rows)
