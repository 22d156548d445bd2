"""The ledger is a chain of seals, and what was done to it past its guards is seen."""

import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, connection, connections, transaction

from sources.models import Action, Change, LedgerCheck, Seal, check_ledger, seal_all, step, unsealed
from sources.models import seal as sealing
from sources.models.seal import START, digest_after
from tests import factories
from tests.ledger import drop_guards


def submitted(number: int) -> list[Change]:
    """The lines of the ledger of as many drafts that were submitted."""
    for _ in range(number):
        step(factories.make_place(), Action.SUBMITTED)
    return list(Change.objects.order_by("pk"))


def run_sql(*statements: str) -> None:
    """What somebody writes who knows how to get past the guards."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.fixture
def sealed(db: None) -> Iterator[list[Change]]:
    """Five lines that are sealed and were found whole, and that nothing guards any more."""
    changes = submitted(5)
    assert check_ledger().fault is None
    connection.check_constraints()
    with transaction.atomic():
        drop_guards()
        yield changes
        transaction.set_rollback(True)


def test_what_is_written_is_sealed_once_it_is_committed(django_capture_on_commit_callbacks: Any, db: None) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        submitted(1)
        assert unsealed().count() == 1

    assert unsealed().count() == 0
    assert Seal.objects.get().change == Change.objects.get()


def test_row_with_a_smaller_number_that_appears_late_is_sealed_after_the_others(db: None) -> None:
    place = factories.make_place()
    Change.objects.create(pk=20, record_id=place.pk, revision=2, action=Action.CHANGED)
    seal_all()
    Change.objects.create(pk=10, record_id=place.pk, revision=3, action=Action.CHANGED)

    seal_all()

    assert list(Seal.objects.values_list("number", "change")) == [(1, 20), (2, 10)]
    assert check_ledger().fault is None


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_row_that_is_committed_late_is_neither_waited_for_nor_forgotten() -> None:
    place = factories.make_place()
    with closing(connection.copy("late")) as late:
        late.set_autocommit(False)
        with late.cursor() as cursor:
            cursor.execute(
                "INSERT INTO sources_change (record_id, revision, action, at) VALUES (%s, 2, 'changed', now()) RETURNING id",
                [place.pk],
            )
            [number] = cursor.fetchone()
        Change.objects.create(record_id=place.pk, revision=3, action=Action.CHANGED)
        late.commit()

    seal_all()

    last = Change.objects.latest("pk").pk
    assert number < last
    assert list(Seal.objects.values_list("number", "change")) == [(1, last), (2, number)]
    assert check_ledger().fault is None


@pytest.mark.django_db(transaction=True)
def test_many_who_seal_at_once_make_one_chain(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "AT_ONCE", 3)
    place = factories.make_place()
    Change.objects.bulk_create(
        Change(record_id=place.pk, revision=number, action=Action.CHANGED) for number in range(2, 62)
    )

    def seal() -> None:
        try:
            seal_all()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    found = check_ledger()
    assert (found.sealed, found.unsealed, found.fault) == (60, 0, None)


def test_failed_sealing_costs_nobody_the_save(
    django_capture_on_commit_callbacks: Any, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    def fail() -> None:
        raise OperationalError("the database is locked")

    monkeypatch.setattr(sealing, "take_turn", fail)

    with django_capture_on_commit_callbacks(execute=True):
        [change] = submitted(1)

    assert unsealed().get() == change


@pytest.mark.parametrize(
    ("statements", "fault"),
    [
        (["UPDATE sources_change SET reason = 'Another.' WHERE id = {2}"], "Change {2} "),
        (["UPDATE sources_change SET at = '2020-01-01' WHERE id = {4}"], "Change {4} "),
        (["DELETE FROM sources_change WHERE id = {2}"], "Change {2}, sealed as 3, is missing."),
        (
            ["DELETE FROM sources_seal WHERE number = 3", "DELETE FROM sources_change WHERE id = {2}"],
            "Seal 3 is missing.",
        ),
        (
            [
                "UPDATE sources_change SET revision = revision + 7 WHERE id = {1}",
                "UPDATE sources_change SET record_id = (SELECT sum(record_id) FROM sources_change WHERE id IN ({1}, {2})) "
                "- record_id WHERE id IN ({1}, {2})",
                "UPDATE sources_change SET revision = revision - 7 WHERE id = {1}",
            ],
            "Change {1} ",
        ),
        (["UPDATE sources_seal SET digest = '{0}' WHERE number = 5"], "Change {4} "),
        (["DELETE FROM sources_seal WHERE number = 1"], "Seal 1 is missing."),
    ],
)
def test_first_row_that_is_not_what_was_sealed_is_named(
    sealed: list[Change], statements: list[str], fault: str
) -> None:
    numbers = [change.pk for change in sealed]

    run_sql(*(statement.format(*numbers) for statement in statements))

    assert (check_ledger().fault or "").startswith(fault.format(*numbers))


CUT = ["DELETE FROM sources_seal WHERE number > 3", "DELETE FROM sources_change WHERE id > {2}"]


def test_cut_off_end_is_seen_by_what_was_found_before(sealed: list[Change]) -> None:
    run_sql(*(statement.format(*(change.pk for change in sealed)) for statement in CUT))

    assert check_ledger().fault == "Seal 4 is missing: there were 5 before."


def test_who_makes_the_chain_anew_with_its_checks_is_seen_only_by_what_was_noted_elsewhere(
    sealed: list[Change],
) -> None:
    noted = {5: Seal.objects.get(number=5).digest}
    run_sql("DELETE FROM sources_ledgercheck", "DELETE FROM sources_seal", "UPDATE sources_change SET reason = 'No.'")
    seal_all()

    assert check_ledger().fault is None
    assert check_ledger(noted).fault == "Seal 5 is another one than before: the chain was made anew."


def test_chain_that_was_made_anew_is_not_the_one_that_was_checked(sealed: list[Change]) -> None:
    run_sql("DELETE FROM sources_seal", "UPDATE sources_change SET reason = 'No.'")

    assert check_ledger().fault == "Seal 5 is another one than before: the chain was made anew."


def test_command_says_that_the_ledger_is_whole_and_how_far(capsys: pytest.CaptureFixture[str], db: None) -> None:
    submitted(2)

    call_command("check_ledger")

    last = Seal.objects.latest("number")
    assert capsys.readouterr().out == f"The ledger is whole, 2 sealed, 0 unsealed; the last seal is {last}.\n"
    assert LedgerCheck.objects.get().fault is None


def test_command_fails_where_a_row_does_not_fit(sealed: list[Change]) -> None:
    run_sql(f"UPDATE sources_change SET action = 'returned' WHERE id = {sealed[0].pk}")

    with pytest.raises(CommandError, match=rf"broken: Change {sealed[0].pk} \(place/"):
        call_command("check_ledger")


def test_digest_is_the_same_on_every_database() -> None:
    change = Change(
        pk=7, record_id=3, revision=2, action="changed", before={"b": ["é", None], "a": 1}, after=None, reason="Why."
    )
    change.at = datetime(2026, 11, 30, 12, 0, tzinfo=UTC)

    assert digest_after(START, change) == "7bee284decd43d740d940090ea6231a17157bb98b18dbbfdbcc6e452be4eb8d5"
