"""The endpoints of sources and citations, and what those of every kind share."""

from typing import Any, ClassVar, NoReturn

from django.http import Http404, HttpRequest
from rest_framework.decorators import action

from config.rest.errors import Gone
from config.rest.operations import Operation
from config.rest.ordering import Ordering, SortKey
from config.rest.parameters import page_parameters
from config.rest.views import ReadOnlyView
from sources.api.filters import CitationFilterSet, SourceFilterSet
from sources.api.serializers import (
    ChangeSerializer,
    CitationSerializer,
    SourceDetailSerializer,
    SourceSerializer,
)
from sources.models import Action, Change, Citation, Record, Source, Status

ID = SortKey("slug")
MODIFIED = SortKey("modified_at", type="time")
BY_REVISION = Ordering("revision", SortKey("revision", type="number"), SortKey("record__slug"), descending=False)


class RecordView(ReadOnlyView):
    """One kind of record: its list, its details, and the history of each record."""

    sort_keys: ClassVar[dict[str, SortKey]] = {"id": ID, "modified_at": MODIFIED}

    can_be_gone = True

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """Lists and details, and the history."""
        pages = page_parameters({BY_REVISION.name: BY_REVISION})
        return {**super().operations(), "history": Operation(ChangeSerializer, pages, BY_REVISION, is_page=True)}

    def explain_missing(self, slug: str) -> NoReturn:
        """Say that a record was withdrawn, and why; anything else does not exist."""
        record = self.withdrawn(slug)
        if record is None:
            raise Http404
        change = record.changes.filter(action=Action.WITHDRAWN).order_by("-revision").first()
        reason = f" Reason: {change.reason}" if change and change.reason else ""
        raise Gone(f"This record has been withdrawn.{reason}")

    def withdrawn(self, slug: str) -> Record | None:
        """The record of that public id, if it was once public."""
        kind = self.queryset.model.KIND
        return Record.objects.filter(record_kind=kind, slug=slug, status=Status.WITHDRAWN).first()

    @action(detail=True, url_path="history")
    def history(self, request: HttpRequest, slug: str) -> Any:
        """What the public could see of a record, change by change, the oldest first; 410 once it is withdrawn."""
        self.operation(self.action).check(request.GET)
        record = self.queryset.filter(slug=slug).first()
        if record is None:
            self.explain_missing(slug)
        changes = Change.objects.public().filter(record=record)
        return self.page(request, self.parse(request), ChangeSerializer, changes)


class BaseSourceView(RecordView):
    """Documents and speakers that claims lean on."""

    queryset = Source.objects.published()
    serializer_class = SourceSerializer
    detail_serializer_class = SourceDetailSerializer
    filterset_class = SourceFilterSet
    sort_keys: ClassVar[dict[str, SortKey]] = {
        **RecordView.sort_keys,
        "title": SortKey("title"),
        "published": SortKey("published_earliest", type="day"),
    }


class BaseCitationView(ReadOnlyView):
    """Places in sources, with the words that stand there."""

    queryset = Citation.objects.published()
    serializer_class = CitationSerializer
    filterset_class = CitationFilterSet
    sort_keys: ClassVar[dict[str, SortKey]] = {"id": ID, "paragraph": SortKey("paragraph", type="number")}
