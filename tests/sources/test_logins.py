"""Guessing passwords is slow, locks nobody else out, and is seen."""

import logging
import time
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sources.admin import login
from sources.models import AccountEvent
from sources.models.dataset import current_version
from sources.models.groups import create_groups
from tests import factories
from tests.curation import change, log_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_static_files")]
ADDRESS = "/admin/login/?next=/admin/"


@pytest.fixture
def curator() -> User:
    create_groups()
    return factories.make_user("curator", "curators", password=make_password("right"))


def try_login(password: str = "wrong", name: str = "curator", address: str = "192.0.2.1", **headers: str) -> Any:
    form = {"username": name, "password": password, "next": "/admin/"}
    return Client(headers={"host": "localhost", **headers}, REMOTE_ADDR=address).post(ADDRESS, form)


def events(after: int = 0) -> list[tuple[str, str, str | None, str | None]]:
    rows = AccountEvent.objects.filter(pk__gt=after).exclude(action__in=["created", "roles"]).order_by("id")
    return list(rows.values_list("action", "account", "by", "address"))


def newest() -> int:
    return AccountEvent.objects.latest("id").pk


def test_the_pair_of_account_and_address_is_locked_after_five_wrong_passwords(curator: User) -> None:
    answers = [try_login().status_code for _ in range(5)]
    right = try_login("right")

    assert answers == [200, 200, 200, 200, 429]
    assert right.status_code == 429
    assert right["Retry-After"] == "900"


@pytest.mark.parametrize(
    ("name", "address", "status"),
    [
        ("curator", "192.0.2.2", 302),
        ("other", "192.0.2.1", 302),
        ("curator", "192.0.2.1", 429),
    ],
)
def test_neither_the_account_nor_the_address_is_locked_alone(
    curator: User, name: str, address: str, status: int
) -> None:
    factories.make_user("other", "curators", password=make_password("right"))
    for _ in range(6):
        try_login()

    assert try_login("right", name, address).status_code == status


def test_a_network_of_ipv6_is_one_address(curator: User) -> None:
    for number in range(5):
        try_login(address=f"2001:db8::{number}")

    assert try_login("right", address="2001:db8::9").status_code == 429
    assert try_login("right", address="2001:db8:0:1::9").status_code == 302


def test_an_address_that_a_trusted_proxy_names_is_the_one_that_is_locked(curator: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(5):
        try_login(x_forwarded_for="198.51.100.1, 203.0.113.9")

    assert try_login("right", x_forwarded_for="198.51.100.2, 203.0.113.9").status_code == 429
    assert try_login("right", x_forwarded_for="203.0.113.8").status_code == 302


def test_an_address_that_nobody_vouches_for_can_be_locked_as_well(curator: User, settings: Any) -> None:
    settings.TRUSTED_PROXIES = 1
    for _ in range(5):
        try_login(x_forwarded_for="nonsense")

    assert try_login("right", x_forwarded_for="rubbish").status_code == 429


def test_the_lock_ends_by_itself(curator: User, settings: Any) -> None:
    for _ in range(5):
        try_login()
    AccessAttempt.objects.update(attempt_time="2026-01-01T00:00:00Z")

    assert try_login("right").status_code == 302


def test_a_right_password_begins_the_count_anew(curator: User) -> None:
    for _ in range(4):
        try_login()
    try_login("right")

    assert [try_login().status_code for _ in range(4)] == [200] * 4


def test_whoever_is_locked_reads_what_happens(curator: User) -> None:
    for _ in range(5):
        last = try_login(accept="text/html")
    again = try_login(accept="text/html")

    for page in (last, again):
        assert page.status_code == 429
        assert "For 15 minutes it cannot be logged in to from there." in page.content.decode()
        assert page["Cache-Control"] == "no-store"


def test_guesses_beyond_the_lock_write_nothing_and_hash_nothing(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        try_login()
    monkeypatch.setattr("django.contrib.auth.hashers.check_password", lambda *_: pytest.fail("A password was hashed."))

    with CaptureQueriesContext(connection) as asked:
        assert {try_login().status_code for _ in range(3)} == {429}

    assert {query["sql"].split()[0] for query in asked} == {"SELECT"}


def test_one_address_may_try_so_many_logins_in_a_minute_whatever_the_accounts(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.LOGIN_LIMIT = 3
    monkeypatch.setattr(login.time, "time", lambda: 2_000_000_030.5)
    first = [try_login(name=f"name{number}").status_code for number in range(3)]

    with CaptureQueriesContext(connection) as asked:
        refused = try_login(name="name3", accept="text/html")

    assert first == [200] * 3
    assert refused.status_code == 429
    assert refused["Retry-After"] == "10"
    assert "Too many logins were tried from your network" in refused.content.decode()
    assert len(asked) == 0
    assert try_login(address="192.0.2.2").status_code == 200


def test_while_a_password_is_hashed_others_are_refused_at_once(curator: User) -> None:
    with login.hashing:
        refused = try_login("right")

    assert (refused.status_code, refused["Retry-After"]) == (429, "1")
    assert try_login("right").status_code == 302


def test_who_has_logged_in_from_there_before_waits_instead(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    try_login("right")
    monkeypatch.setattr(login, "PATIENCE", 0.2)

    with login.hashing:
        began = time.monotonic()
        known, waited = try_login("right").status_code, time.monotonic() - began
        elsewhere = try_login("right", address="192.0.2.2").status_code
        other = try_login("right", name="other").status_code
        in_all = time.monotonic() - began

    assert (known, elsewhere, other) == (429, 429, 429)
    assert waited >= 0.2
    assert in_all - waited < 0.2


def test_a_login_that_fails_inside_lets_the_next_one_in(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("django.contrib.auth.forms.AuthenticationForm.clean", raise_error)
        with pytest.raises(RuntimeError):
            try_login()

    assert try_login("right").status_code == 302


def raise_error(*args: Any) -> None:
    raise RuntimeError


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "javascript:alert(1)", ""])
def test_a_login_that_names_no_page_of_ours_leads_home(curator: User, next_page: str) -> None:
    client = Client(headers={"host": "localhost"})

    answer = client.post(f"/admin/login/?next={next_page}", {"username": "curator", "password": "right"})

    assert (answer.status_code, answer["Location"]) == (302, "/admin/")


def test_logins_and_refusals_are_in_the_table_and_the_log(curator: User, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "sources.models.account"):
        for _ in range(5):
            try_login(name="curator\nroot")
        try_login("right")

    refused = [("refused", "curator\nroot", None, "192.0.2.1")] * 5
    locked = [("locked", "curator\nroot", None, "192.0.2.1")]
    assert sorted(events()) == sorted([*refused, *locked, ("logged_in", "curator", "curator", "192.0.2.1")])
    assert "refused account='curator\\nroot' by=None address=192.0.2.1" in caplog.text
    assert "logged_in account='curator'" in caplog.text
    assert "right" not in caplog.text
    assert "wrong" not in caplog.text


def test_no_password_is_kept_of_a_refused_login(curator: User) -> None:
    try_login("my other password")

    assert "my other password" not in str(list(AccessAttempt.objects.values()))
    assert "my other password" not in str(list(AccountEvent.objects.values()))


def test_changes_of_roles_and_passwords_name_who_made_them(curator: User) -> None:
    client = log_in(name="chief", is_superuser=True)
    last = newest()

    change(client, curator, groups=[Group.objects.get(name="reviewers").pk], is_superuser="on")
    form = {"password1": "a new long password", "password2": "a new long password", "usable_password": "true"}
    client.post(f"/admin/auth/user/{curator.pk}/password/", form)

    told = set(AccountEvent.objects.filter(pk__gt=last).values_list("action", "account", "by", "address", "detail"))
    assert told == {
        ("roles", "curator", "chief", "127.0.0.1", "is_superuser=True"),
        ("roles", "curator", "chief", "127.0.0.1", "given groups: reviewers"),
        ("roles", "curator", "chief", "127.0.0.1", "taken groups: curators"),
        ("password", "curator", "chief", "127.0.0.1", ""),
    }


def test_changes_by_commands_are_told_too(curator: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "django.contrib.auth.management.commands.changepassword.getpass.getpass", lambda **_: "a-B-c-9-x-7"
    )
    last = newest()

    call_command("changepassword", "curator", verbosity=0)
    curator.refresh_from_db()
    curator.delete()

    assert events(last) == [("password", "curator", None, None), ("deleted", "curator", None, None)]


def test_a_hash_that_is_renewed_at_a_login_is_no_change_of_the_password(curator: User, settings: Any) -> None:
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        "django.contrib.auth.hashers.MD5PasswordHasher",
    ]
    last = newest()

    try_login("right")

    assert User.objects.get().password.startswith("scrypt")
    assert [event[0] for event in events(last)] == ["logged_in"]


def test_what_happens_to_accounts_is_no_change_of_the_dataset(curator: User) -> None:
    before = current_version()
    try_login()
    try_login("right")

    assert current_version() == before
