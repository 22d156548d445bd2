"""What happens to the accounts of people, for those who run the site to read: nobody edits it."""

import logging
from typing import Any

from axes.signals import user_locked_out
from django.contrib.auth.models import Group, User
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_save
from django.http import HttpRequest
from django.utils import timezone

from config.rest.limits import client_address
from config.rest.middleware import current_request

logger = logging.getLogger(__name__)

# What an account may do beside its groups.
RIGHTS = ("is_active", "is_staff", "is_superuser")
LONGEST_DETAIL = 300


class AccountAction(models.TextChoices):
    """What happened to an account."""

    LOGGED_IN = "logged_in"
    REFUSED = "refused", "login refused"
    LOCKED = "locked", "login locked"
    LOGGED_OUT = "logged_out"
    CREATED = "created"
    PASSWORD = "password", "password changed"
    ROLES = "roles", "roles changed"
    DELETED = "deleted"
    PRUNED = "pruned", "old events removed"


class AccountEvent(models.Model):
    """One thing that happened to one account; names instead of references, so that it stays when the account goes."""

    at = models.DateTimeField(default=timezone.now, db_index=True, help_text="When.")
    action = models.CharField(max_length=10, choices=AccountAction.choices, help_text="What happened.")
    account = models.CharField(
        max_length=150, help_text="The account, or the group; at a refused login, what was typed."
    )
    by = models.CharField(max_length=150, null=True, help_text="Who did it; empty for a command or for nobody known.")
    address = models.CharField(max_length=64, null=True, help_text="From which address; IPv6 as its network.")
    detail = models.CharField(max_length=LONGEST_DETAIL, blank=True, help_text="What exactly.")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["account", "address"], condition=models.Q(action="logged_in"), name="account_logged_in_from"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}: {self.account}"


def note(action: AccountAction, account: str, detail: str = "", request: HttpRequest | None = None) -> None:
    """Write into the table, and into the log, what happened to an account in the request that is under way."""
    request = request or current_request()
    user = getattr(request, "user", None)
    event = AccountEvent.objects.create(
        action=action,
        account=account[:150],
        by=user.get_username() if user and user.is_authenticated else None,
        address=client_address(request) if request else None,
        detail=detail[:LONGEST_DETAIL],
    )
    logger.info("%s account=%r by=%r address=%s %s", action.value, event.account, event.by, event.address, event.detail)


def note_login(sender: Any, request: HttpRequest, user: User, **kwargs: Any) -> None:
    """Somebody has logged in."""
    note(AccountAction.LOGGED_IN, user.get_username(), request=request)


def note_refusal(sender: Any, credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """Somebody has given a wrong name or password."""
    note(AccountAction.REFUSED, str(credentials.get("username", "")), request=request)


def note_lock(sender: Any, request: HttpRequest, username: str | None, **kwargs: Any) -> None:
    """An account has been locked for an address."""
    note(AccountAction.LOCKED, username or "", "for this address only", request=request)


def note_logout(sender: Any, request: HttpRequest, user: User | None, **kwargs: Any) -> None:
    """Somebody has logged out."""
    if user:
        note(AccountAction.LOGGED_OUT, user.get_username(), request=request)


def remember_user(sender: Any, instance: User, update_fields: Any = None, **kwargs: Any) -> None:
    """Keep what an account was before it is saved; a login that renews the hash of the same password saves nothing else."""
    fields = {"username", "password", *RIGHTS}
    if update_fields is None or (fields & set(update_fields) and set(update_fields) != {"password"}):
        instance.before = User.objects.filter(pk=instance.pk).values(*fields).first()  # type: ignore[attr-defined]


def note_user(sender: Any, instance: User, created: bool, **kwargs: Any) -> None:
    """An account has been made, or its password or rights have changed."""
    before = instance.__dict__.pop("before", None)
    name = instance.get_username()
    rights = [f"{right}={getattr(instance, right)}" for right in RIGHTS]
    if created:
        note(AccountAction.CREATED, name, " ".join(rights))
    if not before:
        return
    if before["password"] != instance.password:
        note(AccountAction.PASSWORD, name)
    changed = [text for text, right in zip(rights, RIGHTS, strict=True) if before[right] != getattr(instance, right)]
    if before["username"] != name:
        changed.append(f"was called {before['username']!r}")
    if changed:
        note(AccountAction.ROLES, name, " ".join(changed))


def note_deletion(sender: Any, instance: User, **kwargs: Any) -> None:
    """An account has been deleted."""
    note(AccountAction.DELETED, instance.get_username())


def note_roles(sender: Any, instance: Any, action: str, model: Any, pk_set: set[Any] | None, **kwargs: Any) -> None:
    """Groups or permissions have been given or taken, to an account or to a group."""
    verb, others = {
        "post_add": ("given", model._default_manager.filter(pk__in=pk_set or ())),
        "post_remove": ("taken", model._default_manager.filter(pk__in=pk_set or ())),
        "pre_clear": ("taken", "all"),
    }.get(action, ("", ()))
    if others:
        names = (
            others if isinstance(others, str) else ", ".join(sorted(getattr(it, "codename", str(it)) for it in others))
        )
        kind = "group " if isinstance(instance, Group) else ""
        note(AccountAction.ROLES, f"{kind}{instance}", f"{verb} {model._meta.verbose_name_plural}: {names}")


def watch_accounts() -> None:
    """Have everything that happens to accounts noted, whichever code does it."""
    user_logged_in.connect(note_login)
    user_login_failed.connect(note_refusal)
    user_locked_out.connect(note_lock)
    user_logged_out.connect(note_logout)
    pre_save.connect(remember_user, sender=User)
    post_save.connect(note_user, sender=User)
    post_delete.connect(note_deletion, sender=User)
    for through in (User.groups.through, User.user_permissions.through, Group.permissions.through):
        m2m_changed.connect(note_roles, sender=through)
