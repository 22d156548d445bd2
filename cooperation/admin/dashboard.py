"""The home page of the admin: the work that waits."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from cooperation.models import Discrepancy
from sources.admin.words import list_url
from sources.models import Change, Confidence, Record, Source, Status, claim_models

MOST_CHANGES = 10


@dataclass(frozen=True)
class Work:
    """Records that wait for somebody, with a link to them."""

    title: str
    explanation: str
    count: int
    url: str


def dashboard(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    if request.user.has_perm("sources.view_record"):
        latest = Change.objects.select_related("record", "by").order_by("-id")[:MOST_CHANGES]
        context |= {"work": [*queues(), *low_confidence()], "latest": latest}
    return context


def queues() -> list[Work]:
    undated = Source.objects.outside_trash().filter(Q(published=None) | Q(published=""))
    unexplained = Discrepancy.objects.outside_trash().filter(explanation="")
    return [
        queue("Waiting for review", "Read them, then publish them or return them.", Status.IN_REVIEW),
        queue("Drafts", "Complete them, then submit them for review.", Status.DRAFT),
        work("Sources without a date", "No text says when, or nobody has looked yet.", undated, published__isempty=1),
        work(
            "Discrepancies without an explanation",
            "Say what is known of the reason.",
            unexplained,
            explanation__isempty=1,
        ),
    ]


def queue(title: str, explanation: str, status: Status) -> Work:
    return work(title, explanation, Record.objects.filter(status=status), status__exact=status.value)


def low_confidence() -> list[Work]:
    found = []
    for model in claim_models():
        doubtful = model._default_manager.outside_trash().filter(confidence=Confidence.LOW)
        title = f"{str(model._meta.verbose_name_plural).capitalize()} with low confidence"
        found.append(work(title, "Look for a better reading or a further source.", doubtful, confidence__exact="low"))
    return [item for item in found if item.count]


def work(title: str, explanation: str, rows: QuerySet, **filters: Any) -> Work:
    return Work(title, explanation, rows.count(), list_url(rows.model, **filters))
