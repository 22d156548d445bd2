"""The endpoint of training activities."""

from dataclasses import replace
from functools import cache
from typing import ClassVar

from django.db import connections
from django.http import Http404

from config.rest.errors import Gone
from config.rest.ordering import Ordering, SortKey
from config.rest.pages import NarrowPage
from config.rest.reading import Found
from cooperation.api.geometry import PointOfPlace
from cooperation.search import Finds
from cooperation.trainings.api.filters import CANONICAL, TrainingFilterSet
from cooperation.trainings.api.serializers import TrainingDetailSerializer, TrainingSerializer
from cooperation.trainings.api.summary import TrainingSummaryView
from cooperation.trainings.models import Training
from cooperation.trainings.models.training import primary_key_of

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

    @property
    def finds(self) -> Finds | None:
        """What SQLite's index finds, if nothing else is asked than a full text."""
        is_alone = tuple(self.values) == ("q",) and connections[self.using].vendor == "sqlite"
        return Finds(self.values["q"], self.using) if is_alone else None

    def count(self) -> int:
        """How many rows the whole list has."""
        return super().count() if self.finds is None else self.finds.count()

    def rows(self, columns: tuple[str, ...]) -> Found:
        """Columns of the rows of the page, and of one more that tells whether the list goes on."""
        if self.ordering.key == ID and self.finds is not None:
            begin = primary_key_of(self.cursor.value) if self.cursor else None
            falls = self.ordering.descending != self.is_backwards
            # One more row than is wanted, and the one that the cursor names.
            if condition := self.finds.within(begin, self.size + 2, falls=falls):
                return replace(self, condition=condition, values={}).rows(columns)
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
    @cache
    def orderings(cls) -> dict[str, Ordering]:
        """The orders that indexes carry: not each in both directions."""
        return {word: Ordering(word, key, ID, word.startswith("-")) for word, key in ORDERS.items()}

    def explain_missing(self, slug: str) -> None:
        """Say that a row was withdrawn; anything else does not exist."""
        if Training.objects.filter(published_id=slug).exists():
            raise Gone("This record has been withdrawn: the newest edition of the dataset does not have it.")
        raise Http404
