"""How the version moves on when transactions end, beside each other and around migrations."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections, transaction

from config.rest.caching.versions import Version
from cooperation.trainings.models import Training
from sources.models import Dataset, Record, Status
from sources.models.dataset import current_version
from sources.models.triggers import bring_back, engine, take_away
from tests import factories


def number() -> int:
    """The number of the version."""
    version = current_version()
    assert version is not None
    return version.number


def publish(pk: int) -> None:
    """What the public sees at once."""
    Record.objects.filter(pk=pk).update(status=Status.PUBLISHED)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_transaction_is_one_step_of_the_version() -> None:
    places = [factories.make_place() for _ in range(3)]
    before = number()

    with transaction.atomic():
        for place in places:
            publish(place.pk)

    assert number() == before + 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT COUNT(*) FROM sources_dataset_pending")
        assert cursor.fetchone() == (0,)


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_keeps_nobody_else_from_moving_the_version_on() -> None:
    first, second = factories.make_training(), factories.make_training()
    before = number()

    def change_elsewhere() -> None:
        Training.objects.filter(pk=second.pk).update(quantity=3)
        seen.append(number())
        connections.close_all()

    seen: list[int] = []
    with transaction.atomic():
        Training.objects.filter(pk=first.pk).update(quantity=3)
        other = threading.Thread(target=change_elsewhere)
        other.start()
        other.join(timeout=10)
        assert seen == [before + 1]

    assert number() == before + 2


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_a_part_that_is_rolled_back_counts_for_nothing() -> None:
    place = factories.make_place()
    before = number()

    with transaction.atomic(), transaction.atomic():
        publish(place.pk)
        transaction.set_rollback(True)

    assert number() == before


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_emptying_a_table_changes_the_version() -> None:
    factories.make_training()
    before = number()

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE cooperation_training")

    assert number() == before + 1


@pytest.mark.django_db
def test_the_time_of_a_version_never_goes_back() -> None:
    future = datetime(2100, 1, 1, tzinfo=UTC)
    Dataset.objects.update(changed_at=future)

    factories.make_place(status="published")

    version = current_version()
    assert version is not None
    assert version.changed_at == future


@pytest.mark.django_db
def test_a_migration_takes_the_triggers_away_brings_them_back_and_counts_as_a_change() -> None:
    database = engine(DEFAULT_DB_ALIAS)
    before = number()

    take_away(plan=["a migration"])
    with connection.cursor() as cursor:
        between = database.existing(cursor)
    factories.make_place(status="published")
    unseen = Dataset.objects.get().version
    bring_back(plan=["a migration"])

    assert between == {}
    assert unseen == before
    assert number() == before + 1
    factories.make_place(status="published")
    assert number() > before + 1


@pytest.mark.django_db
def test_without_a_row_there_is_no_version_and_the_next_start_makes_one() -> None:
    Dataset.objects.all().delete()
    missing = current_version()

    bring_back()

    assert missing is None
    assert number() == 1


@pytest.mark.parametrize(
    ("age", "is_told"), [(timedelta(seconds=2), True), (timedelta(seconds=-2), False)], ids=["past", "this second"]
)
def test_a_second_that_is_not_over_is_not_told(age: timedelta, is_told: bool) -> None:
    version = Version.read(1, "state", datetime.now(UTC) - age)

    assert (version.last_modified is not None) is is_told
    assert ("Last-Modified" in version.headers()) is is_told
