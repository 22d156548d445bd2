"""What happened to accounts long ago goes, as much as may, and an event says so."""

from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from sources.models import AccountAction, AccountEvent, pruning
from tests.ledger import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def old_events() -> None:
    """An event and a login attempt of each of several ages, in days."""
    with unguarded():
        for days in (500, 400, 300, 100, 80, 0):
            at = timezone.now() - timedelta(days=days)
            AccountEvent.objects.create(at=at, action=AccountAction.LOGGED_IN, account=f"{days} days ago")
            AccessAttempt.objects.create(username=f"{days} days ago", failures_since_start=1)
            AccessAttempt.objects.filter(username=f"{days} days ago").update(attempt_time=at)


def accounts() -> list[str]:
    """The accounts that events are of, the oldest first."""
    return list(AccountEvent.objects.order_by("pk").values_list("account", flat=True))


def test_what_is_older_than_the_setting_goes_and_an_event_says_so(settings: Any) -> None:
    settings.ACCOUNT_EVENT_DAYS = 200

    call_command("prune_accounts")

    assert accounts() == ["100 days ago", "80 days ago", "0 days ago", ""]
    assert AccessAttempt.objects.count() == 3
    pruned = AccountEvent.objects.latest("pk")
    assert pruned.action == AccountAction.PRUNED
    assert pruned.detail.startswith("3 account events and 3 login attempts from before ")


def test_where_nothing_is_old_enough_nothing_is_written(settings: Any) -> None:
    settings.ACCOUNT_EVENT_DAYS = 1000

    call_command("prune_accounts")

    assert len(accounts()) == 6


def test_one_run_removes_only_so_much(
    settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.ACCOUNT_EVENT_DAYS = 200
    monkeypatch.setattr(pruning, "AT_ONCE", 1)
    monkeypatch.setattr(pruning, "MOST", 2)

    call_command("prune_accounts")

    assert accounts()[0] == "300 days ago"
    assert "There are more" in capsys.readouterr().out


def test_database_itself_keeps_what_is_younger_than_90_days(settings: Any) -> None:
    settings.ACCOUNT_EVENT_DAYS = 89

    with pytest.raises(CommandError, match="keeps account events for 90 days"):
        call_command("prune_accounts")
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        AccountEvent.objects.filter(account="80 days ago").delete()
    assert AccountEvent.objects.filter(account="100 days ago").delete()[0] == 1
