"""The endpoint of claims that the training records can test."""

from typing import ClassVar

from config.rest.ordering import SortKey
from cooperation.api.reconciliation.filters import ReconciliationFilterSet
from cooperation.api.reconciliation.serializers import ReconciliationSerializer
from cooperation.models import Reconciliation
from sources.api.views import RecordView


class ReconciliationView(RecordView):
    """Claims of the documents beside what the training records add up to; neither is said to be right."""

    queryset = Reconciliation.objects.published()
    serializer_class = ReconciliationSerializer
    filterset_class = ReconciliationFilterSet
    sort_keys: ClassVar = {**RecordView.sort_keys, "title": SortKey("title")}
