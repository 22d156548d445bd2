"""What a restore would change about people, and what of their work would be lost."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.contrib.auth.models import Group, Permission, User
from django.db import connections
from django.db.models import Prefetch

from cooperation.importers.backups.tables import LEFT_OUT
from cooperation.importers.fixtures import LOADED
from sources.models import Change, verified_chain

LONGEST = 20


# Number and time of a change: two databases have the same one only if one was copied from the other.
LedgerKey = tuple[int, datetime]


class Account(NamedTuple):
    """What an account may do, and its password's digest."""

    groups: tuple[str, ...]
    permissions: tuple[str, ...]
    is_active: bool
    is_staff: bool
    is_superuser: bool
    password: str

    def changes(self, other: "Account") -> Iterator[str]:
        """What the other account of the same name has otherwise, in words; no password."""
        for name, mine, theirs in zip(self._fields[:-1], self[:-1], other[:-1], strict=True):
            if mine != theirs:
                yield f"{name} {described(mine)} → {described(theirs)}"
        if self.password != other.password:
            yield "another password"


def differences(live: str, restored: str) -> list[str]:
    """What people and the ledger would have otherwise afterwards, and how many rows; nothing if the database is empty."""
    tables = set(connections[live].introspection.table_names())
    if not {User._meta.db_table, Change._meta.db_table} <= tables:
        return []
    return [*account_lines(live, restored), *ledger_lines(live, restored), *row_lines(live, restored, tables)]


def account_lines(live: str, restored: str) -> Iterator[str]:
    """The accounts that come back, vanish or change, by name."""
    now, then = accounts_of(live), accounts_of(restored)
    for name in sorted(now.keys() | then.keys()):
        if name not in now:
            yield f"Account {name} comes back: {described(then[name].groups)}, {activity(then[name])}."
        elif name not in then:
            yield f"Account {name} vanishes."
        elif changes := list(now[name].changes(then[name])):
            yield f"Account {name} changes: {', '.join(changes)}."


def ledger_lines(live: str, restored: str) -> Iterator[str]:
    """The changes that the backup does not know, the newest first; not those that a load could write again."""
    entries = entries_of(live)
    lost = sorted(entries.keys() - entries_of(restored).keys(), reverse=True)
    if not lost:
        return
    yield f"Changes that the backup does not know: {len(lost):,}, the newest of {lost[0][1]:%Y-%m-%d %H:%M} UTC."
    for key in lost[:LONGEST]:
        yield f"  {key[1]:%Y-%m-%d %H:%M} {entries[key]}"
    if len(lost) > LONGEST:
        yield f"  and {len(lost) - LONGEST:,} more"


def chain_lines(restored: str) -> Iterator[str]:
    """What does not fit in the chain of the ledger that would come back."""
    if fault := verified_chain(restored).fault:
        yield f"The ledger of the backup is broken: {fault}"


def row_lines(live: str, restored: str, tables: set[str]) -> Iterator[str]:
    """The tables that would have more or fewer rows."""
    stored = set(connections[restored].introspection.table_names())
    for table in sorted(
        name for name in tables & stored if name.startswith(("auth", "cooperation", "django", "sources"))
    ):
        now, then = count_rows(live, table), count_rows(restored, table)
        if now != then and table not in LEFT_OUT and "_index" not in table:
            yield f"{table}: {now:,} rows now, {then:,} afterwards."


def accounts_of(using: str) -> dict[str, Account]:
    """All accounts, by name."""
    permissions = Permission.objects.using(using).select_related("content_type")
    users = User.objects.using(using).prefetch_related(
        # Each names the database: what is related to a row would be read from the live one otherwise.
        Prefetch("groups", Group.objects.using(using)),
        Prefetch("user_permissions", permissions),
    )
    return {
        user.username: Account(
            tuple(sorted(group.name for group in user.groups.all())),
            tuple(sorted("/".join(permission.natural_key()) for permission in user.user_permissions.all())),
            user.is_active,
            user.is_staff,
            user.is_superuser,
            user.password,
        )
        for user in users
    }


def entries_of(using: str) -> dict[LedgerKey, str]:
    """The entries of the ledger that no load could write again, in words."""
    entries = Change.objects.using(using).exclude(by=None, reason=LOADED)
    rows = entries.values_list("pk", "at", "action", "record__record_kind", "record__slug", "revision", "by__username")
    return {
        (number, at): f"{action} {kind}/{slug}, revision {revision}, by {by or 'nobody'}"
        for number, at, action, kind, slug, revision, by in rows.iterator()
    }


def count_rows(using: str, table: str) -> int:
    """How many rows a table has."""
    with connections[using].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {connections[using].ops.quote_name(table)}")  # noqa: S608
        return int(cursor.fetchone()[0])


def activity(account: Account) -> str:
    """Whether somebody can log in."""
    return "active" if account.is_active else "not active"


def described(value: object) -> str:
    """A value of an account."""
    return (", ".join(value) or "nothing") if isinstance(value, tuple) else str(value)
