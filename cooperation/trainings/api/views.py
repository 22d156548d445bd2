"""The endpoint of training activities."""

from dataclasses import replace
from functools import cache
from typing import Any, ClassVar, NoReturn
from uuid import UUID

from django.db import connections
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from config.databases.routing import reading_alias
from config.rest.errors import Gone
from config.rest.operations import ApiRequest, Operation
from config.rest.ordering import Ordering, SortKey
from config.rest.pages import CURSOR
from config.rest.statements import Slot
from cooperation.api.facets import FacetedView
from cooperation.api.geometry import PointOfPlace
from cooperation.search import first_matches, number_of_trainings
from cooperation.trainings.api.filters import CANONICAL, TrainingFilterSet
from cooperation.trainings.api.not_held import NotHeldSerializer, not_held_answer
from cooperation.trainings.api.serializers import TrainingDetailSerializer, TrainingSerializer
from cooperation.trainings.api.summary import TrainingSummaryView
from cooperation.trainings.groups import COLUMNS
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


class TrainingView(FacetedView, TrainingSummaryView):
    """Training activities, as the US Foreign Military Training Reports print them."""

    queryset = Training.objects.present()
    lookup_field = "published_id"
    lookup_value_regex = CANONICAL.pattern
    serializer_class = TrainingSerializer
    detail_serializer_class = TrainingDetailSerializer
    filterset_class = TrainingFilterSet
    geometry = PointOfPlace()
    text_facets: ClassVar = {
        name: COLUMNS[name] for name in ("course_title", "delivery_unit", "recipient_unit", "program_as_printed")
    }
    sort_keys: ClassVar = {"id": ID}
    keys_first = True
    can_be_gone = True

    @classmethod
    @cache
    def orderings(cls) -> dict[str, Ordering]:
        """The orders that indexes carry: not each in both directions."""
        return {word: Ordering(word, key, ID, word.startswith("-")) for word, key in ORDERS.items()}

    @classmethod
    def operations(cls) -> dict[str, Operation]:
        """A page says of which countries and years that are asked for nothing is imported."""
        operations = super().operations()
        return {**operations, "list": replace(operations["list"], beside={"not_held": NotHeldSerializer})}

    def beside(self, request: HttpRequest, query: ApiRequest, count: int) -> dict[str, Any]:
        return {"not_held": not_held_answer(request, query.filters, finds_nothing=not count)}

    def unprepared_source(self, query: ApiRequest) -> tuple[QuerySet, bool]:
        """The rows; of those that SQLite finds, in the order of ids no more are looked at than are on the page."""
        is_sqlite = connections[reading_alias()].vendor == "sqlite"
        if not (is_sqlite and is_search(query) and query.ordering.key == ID and Training.objects.is_in_order()):
            return super().unprepared_source(query)
        begin = Slot(CURSOR, 1, UUID, primary_key_of) if query.page.cursor else None
        falls = query.ordering.descending != query.page.backwards
        # One more row than is wanted, and the one that the cursor names.
        return first_matches(begin, query.page.size + 2, falls=falls), True

    def count(self, query: ApiRequest, queryset: QuerySet) -> int:
        return number_of_trainings(query.filters["q"]) if is_search(query) else super().count(query, queryset)

    def explain_missing(self, slug: str) -> NoReturn:
        if Training.objects.filter(published_id=slug).exists():
            raise Gone("This record has been withdrawn: the newest edition of the dataset does not have it.")
        raise Http404


def is_search(query: ApiRequest) -> bool:
    """Whether nothing is asked but a full text."""
    return tuple(query.filters) == ("q",)
