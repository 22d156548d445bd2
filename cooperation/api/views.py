"""The endpoints of the subject: each names its rows, its shape, its filters and its orders."""

from typing import ClassVar

from config.rest.ordering import SortKey
from cooperation.aggregates.claims import FUNDING, OBSERVATIONS
from cooperation.api import filters, serializers
from cooperation.api.facets import FacetedView
from cooperation.api.geometry import OwnPoint, PointsOfEvent
from cooperation.api.summaries import SummaryView
from cooperation.models import (
    Authority,
    Discrepancy,
    Event,
    Funding,
    Indicator,
    Observation,
    Organization,
    Place,
    Program,
)
from sources.api import views as of_sources
from sources.api.views import RecordView

NAME = SortKey("name")
TITLE = SortKey("title")
YEAR = SortKey("fiscal_year", type="number")
START = SortKey("start_earliest", type="day")
PERIOD = SortKey("period_earliest", type="day")


class OrganizationView(FacetedView, RecordView):
    """Bodies with staff and command."""

    queryset = Organization.objects.published()
    serializer_class = serializers.OrganizationSerializer
    detail_serializer_class = serializers.OrganizationDetailSerializer
    filterset_class = filters.OrganizationFilterSet
    sort_keys: ClassVar = {**RecordView.sort_keys, "name": NAME}


class PlaceView(FacetedView, RecordView):
    """Regions, countries, states, cities, facilities, ports and bases."""

    queryset = Place.objects.published()
    serializer_class = serializers.PlaceSerializer
    detail_serializer_class = serializers.PlaceDetailSerializer
    filterset_class = filters.PlaceFilterSet
    geometry = OwnPoint()
    sort_keys: ClassVar = {**RecordView.sort_keys, "name": NAME}


class AuthorityView(FacetedView, RecordView):
    """Laws and budget lines that pay for training and aid."""

    queryset = Authority.objects.published()
    serializer_class = serializers.AuthoritySerializer
    filterset_class = filters.AuthorityFilterSet
    sort_keys: ClassVar = {**RecordView.sort_keys, "code": SortKey("code")}


class ProgramView(FacetedView, RecordView):
    """Continuing efforts: initiatives, courses, units being built, facilities, operations, laws."""

    queryset = Program.objects.published()
    serializer_class = serializers.ProgramSerializer
    detail_serializer_class = serializers.ProgramDetailSerializer
    filterset_class = filters.ProgramFilterSet
    sort_keys: ClassVar = {**RecordView.sort_keys, "name": NAME, "start": START}


class FundingView(FacetedView, SummaryView):
    """Amounts of money, as somebody states them."""

    queryset = Funding.objects.published()
    serializer_class = serializers.FundingSerializer
    filterset_class = filters.FundingFilterSet
    measure = FUNDING
    sort_keys: ClassVar = {
        **RecordView.sort_keys,
        "amount": SortKey("amount", type="number"),
        "fiscal_year": YEAR,
        "period": PERIOD,
    }


class EventView(FacetedView, RecordView):
    """What happened, or is to."""

    queryset = Event.objects.published()
    serializer_class = serializers.EventSerializer
    detail_serializer_class = serializers.EventDetailSerializer
    filterset_class = filters.EventFilterSet
    geometry = PointsOfEvent()
    sort_keys: ClassVar = {**RecordView.sort_keys, "title": TITLE, "start": START}


class IndicatorView(RecordView):
    """Quantities that somebody counts or measures."""

    queryset = Indicator.objects.published()
    serializer_class = serializers.IndicatorSerializer
    detail_serializer_class = serializers.IndicatorDetailSerializer
    filterset_class = filters.IndicatorFilterSet
    sort_keys: ClassVar = {**RecordView.sort_keys, "name": NAME}


class ObservationView(FacetedView, SummaryView):
    """Values of indicators, as somebody states them."""

    queryset = Observation.objects.published()
    serializer_class = serializers.ObservationSerializer
    filterset_class = filters.ObservationFilterSet
    measure = OBSERVATIONS
    sort_keys: ClassVar = {
        **RecordView.sort_keys,
        "value": SortKey("value", type="number"),
        "fiscal_year": YEAR,
        "period": PERIOD,
    }


class DiscrepancyView(FacetedView, RecordView):
    """Records that disagree, or may seem to, and what is known of the reason."""

    queryset = Discrepancy.objects.published()
    serializer_class = serializers.DiscrepancySerializer
    filterset_class = filters.DiscrepancyFilterSet
    sort_keys: ClassVar = {**RecordView.sort_keys, "title": TITLE}


class SourceView(FacetedView, of_sources.BaseSourceView):
    """Documents and speakers that claims lean on."""

    filterset_class = filters.SearchedSourceFilterSet


class CitationView(FacetedView, of_sources.BaseCitationView):
    """Places in sources, with the words that stand there."""

    filterset_class = filters.SearchedCitationFilterSet
