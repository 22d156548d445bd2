"""The endpoint of training activities."""

from dataclasses import replace
from typing import ClassVar

from django.http import Http404

from config.rest.errors import Gone
from config.rest.ordering import Ordering, SortKey
from config.rest.pages import NarrowPage
from config.rest.reading import Found
from cooperation.api.geometry import PointOfPlace
from cooperation.api.training.filters import CANONICAL, TrainingFilterSet
from cooperation.api.training.serializers import TrainingDetailSerializer, TrainingSerializer
from cooperation.api.training.summary import TrainingSummaryView
from cooperation.models import Training
from cooperation.models.training import key_of
from cooperation.search import FoundTrainings, Stretch

ID = SortKey("published_id", type="uuid", is_known=True)
YEAR = SortKey("fiscal_year", type="integer", is_known=True)
# What an index carries, a column for each direction, so that unknown stands last and no page sorts.
ORDERS = {
    "id": ID,
    "-id": ID,
    "fiscal_year": YEAR,
    "-fiscal_year": YEAR,
    "start": SortKey("start_ascending", type="day", is_known=True),
    "-start": SortKey("start_descending", type="day", is_known=True),
    "-total_cost": SortKey("total_cost_descending", type="integer", is_known=True),
    "-quantity": SortKey("quantity_descending", type="integer", is_known=True),
}


class TrainingPage(NarrowPage):
    """A page of training activities; of finds in the order of ids, no more are looked at than are on it."""

    def rows(self, columns: tuple[str, ...]) -> Found:
        """Columns of the rows of the page, and of one more that tells whether the list goes on."""
        if self.condition is None and isinstance(self.queryset, FoundTrainings) and self.ordering.key == ID:
            begin = key_of(self.cursor.value) if self.cursor else None
            # One more row than is wanted, and the one that the cursor names.
            stretch = Stretch(begin, self.ordering.descending != self.is_backwards, self.size + 2)
            if (condition := self.queryset.within(stretch)) is not None:
                return replace(self, condition=condition).rows(columns)
        return super().rows(columns)


class TrainingView(TrainingSummaryView):
    """Training activities, as the US Foreign Military Training Reports print them."""

    queryset = Training.objects.present()
    lookup_field = "published_id"
    lookup_value_regex = CANONICAL.pattern
    serializer_class = TrainingSerializer
    detail_serializer_class = TrainingDetailSerializer
    filterset_class = TrainingFilterSet
    geometry = PointOfPlace()
    sort_keys: ClassVar = {"id": ID}
    page_class = TrainingPage

    @classmethod
    def orderings(cls) -> dict[str, Ordering]:
        """The orders that indexes carry: not each in both directions."""
        return {word: Ordering(word, key, ID, word.startswith("-")) for word, key in ORDERS.items()}

    def explain_missing(self, slug: str) -> None:
        """Say that a row was withdrawn; anything else does not exist."""
        if Training.objects.filter(published_id=slug).exists():
            raise Gone("This record has been withdrawn: the newest edition of the dataset does not have it.")
        raise Http404
