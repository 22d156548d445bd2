"""The buttons of a record's page and the actions of a list that take a record to the public."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from unfold.decorators import action
from unfold.enums import ActionVariant
from unfold.widgets import UnfoldAdminTextInputWidget

from sources.admin.base import CurationAdmin
from sources.admin.moves import MOVES, Move, is_own_work, may_discard, may_publish, take
from sources.admin.words import change_url
from sources.models import ConflictError, Record, Status

MOST_AT_ONCE = 200


class MoveForm(forms.Form):
    """What a step asks for: the reason, if it needs one, and the revision that was read."""

    seen_revision = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(max_length=300, widget=UnfoldAdminTextInputWidget)

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not move.needs_reason:
            del self.fields["reason"]


def refusal_of(move: Move, record: Record, by: Any, reason: str | None = None) -> str | None:
    """Take a step; return in words what stood in the way, or None if it is done."""
    try:
        take(move, record, by, reason)
    except ValidationError as error:
        return " ".join(error.messages)
    except ConflictError:
        return f"{record} was changed by somebody else since you opened it: read it again first."
    return None


class WorkflowAdmin(CurationAdmin):
    """Steps that ask before they act: a link alone never changes a record."""

    actions_detail = ["submit", "publish", "send_back", "withdraw", "restore", "discard", "recover"]
    actions = ["submit_selected", "publish_selected", "restore_selected"]

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whether the user is a reviewer; named for the permissions of list actions."""
        return may_publish(request.user)

    def may_take(self, request: HttpRequest, move: Move, record: Record) -> bool:
        if move is MOVES["submit"]:
            return self.has_change_permission(request, record)
        if move in (MOVES["discard"], MOVES["recover"]):
            return may_discard(request.user, record)
        return may_publish(request.user)

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        """All but the trash, unless it is asked for: by the filter of a list, or by the number of a record."""
        found: Any = super().get_queryset(request)
        is_of_one = request.resolver_match and "object_id" in request.resolver_match.kwargs
        return found if is_of_one or request.GET.get("status__exact") == Status.DISCARDED else found.outside_trash()

    def get_actions_detail(self, request: HttpRequest, object_id: str) -> list[Any]:
        record = self.get_object(request, unquote(str(object_id)))
        offered = zip(self.actions_detail, self._get_base_actions_detail(), strict=True)
        return [
            button
            for name, button in offered
            if record and record.status in MOVES[name].start and self.may_take(request, MOVES[name], record)
        ]

    @action(description="Submit for review", url_path="submit", icon="rate_review", variant=ActionVariant.PRIMARY)
    def submit(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.ask(request, object_id, MOVES["submit"])

    @action(description="Publish", url_path="publish", icon="public", variant=ActionVariant.SUCCESS)
    def publish(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.ask(request, object_id, MOVES["publish"])

    @action(description="Return to draft", url_path="send-back", icon="undo")
    def send_back(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.ask(request, object_id, MOVES["send_back"])

    @action(description="Withdraw", url_path="withdraw", icon="block", variant=ActionVariant.DANGER)
    def withdraw(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.ask(request, object_id, MOVES["withdraw"])

    @action(description="Restore", url_path="restore", icon="restore", variant=ActionVariant.SUCCESS)
    def restore(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.ask(request, object_id, MOVES["restore"])

    @action(description="Move to the trash", url_path="discard", icon="delete")
    def discard(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.ask(request, object_id, MOVES["discard"])

    @action(description="Put back", url_path="recover", icon="restore_from_trash", variant=ActionVariant.SUCCESS)
    def recover(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return self.ask(request, object_id, MOVES["recover"])

    def ask(self, request: HttpRequest, object_id: str, move: Move) -> HttpResponse:
        """Say what a step does and ask for the reason; take it when the answer is sent."""
        record = self.get_object(request, unquote(object_id))
        if record is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.may_take(request, move, record):
            raise PermissionDenied
        form = MoveForm(move, request.POST or None, initial={"seen_revision": record.revision})
        if request.method == "POST" and form.is_valid():
            return self.answer(request, record, move, form.cleaned_data)
        context = {
            **self.admin_site.each_context(request),
            **{"title": f"{move.verb}: {record}", "opts": self.opts, "original": record, "move": move, "form": form},
            **{"change_url": change_url(record), "obstacle": self.obstacle(request, record, move)},
        }
        return TemplateResponse(request, "admin/record_step.html", context)

    def obstacle(self, request: HttpRequest, record: Record, move: Move) -> str | None:
        """Why the step would be refused, as far as can be said before it is tried."""
        if record.status not in move.start:
            return f"It is {record.get_status_display().lower()}, so it cannot be {move.done}."
        if move.target == Status.PUBLISHED and not request.user.is_superuser and is_own_work(record, request.user):
            return "It is your own work: another reviewer has to publish it."
        return None

    def answer(self, request: HttpRequest, record: Record, move: Move, given: dict[str, Any]) -> HttpResponse:
        """Take a step with the record as it was when the question was asked."""
        record.revision = given["seen_revision"]
        refusal = refusal_of(move, record, request.user, given.get("reason"))
        if refusal:
            messages.error(request, refusal)
        else:
            messages.success(request, f"{record} was {move.done}.")
        return HttpResponseRedirect(change_url(record))

    @action(description="Submit the selected for review", permissions=["change"])
    def submit_selected(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.take_all(request, queryset, MOVES["submit"])

    @action(description="Publish the selected", permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.take_all(request, queryset, MOVES["publish"])

    @action(description="Restore the selected", permissions=["publish"])
    def restore_selected(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self.take_all(request, queryset, MOVES["restore"])

    def take_all(self, request: HttpRequest, queryset: models.QuerySet, move: Move) -> None:
        """Take a step with each record; those that wait for another one of them are tried again."""
        waiting = list(queryset[: MOST_AT_ONCE + 1])
        if len(waiting) > MOST_AT_ONCE:
            messages.error(request, f"Select at most {MOST_AT_ONCE} records at a time.")
            return
        done = 0
        refused = self.take_each(request, waiting, move)
        while done < len(waiting) - len(refused):
            done = len(waiting) - len(refused)
            refused = self.take_each(request, [record for record, _ in refused], move)
        self.report(request, move, done, [refusal for _, refusal in refused])

    def take_each(self, request: HttpRequest, records: Iterable[Record], move: Move) -> list[tuple[Record, str]]:
        """Take a step with each record once; return those that refused, with the reason."""
        tried = ((record, refusal_of(move, record, request.user)) for record in records)
        return [(record, refusal) for record, refusal in tried if refusal]

    def report(self, request: HttpRequest, move: Move, done: int, refusals: list[str]) -> None:
        if done:
            messages.success(request, f"{done} record{'s' if done != 1 else ''} {move.done}.")
        for refusal in refusals[:10]:
            messages.error(request, refusal)
        if len(refusals) > 10:
            messages.error(request, f"... and {len(refusals) - 10} more.")
