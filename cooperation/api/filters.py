"""What each list can be asked."""

from config.rest.filters import FIGURES, REQUIRED_WORDS, WORDS, Filter
from config.rest.values import BooleanField
from cooperation.api.search import Search
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
from sources.api import filters as of_sources
from sources.api.filters import KindFilterSet, during, related

CLAIM = {"assertion": REQUIRED_WORDS, "confidence": REQUIRED_WORDS}
FIGURE = {
    "qualifier": WORDS,
    "calendar": WORDS,
    "fiscal_year": FIGURES,
    "basis": WORDS,
    "period": ("isnull",),
}


def uncertain(column: str) -> dict[str, Filter]:
    """The filter for whether a date is in doubt."""
    field = BooleanField(description=f"Whether the source leaves the {column} in doubt.")
    return {f"{column}_is_uncertain": Filter(field, field_name=f"{column}_is_uncertain")}


class SearchedFilterSet(KindFilterSet):
    """The filters of every kind of record, and full text."""

    q = Search()


class SearchedSourceFilterSet(of_sources.SourceFilterSet):
    """The filters of sources, and full text."""

    q = Search()


class SearchedCitationFilterSet(of_sources.CitationFilterSet):
    """The filters of citations, and full text."""

    q = Search()


class OrganizationFilterSet(SearchedFilterSet):
    """The filters of organizations."""

    more = {
        **related("parent", Organization, "The body that commands it.", within=True),
        **related("successor", Organization, "The body that replaced it."),
    }

    class Meta:
        model = Organization
        fields = {"kind": REQUIRED_WORDS, "country": WORDS, "name": ("exact",), **CLAIM}


class PlaceFilterSet(SearchedFilterSet):
    """The filters of places."""

    more = related("parent", Place, "The place that contains it.", within=True)

    class Meta:
        model = Place
        fields = {
            "kind": REQUIRED_WORDS,
            "name": ("exact",),
            "iso_3166_1": WORDS,
            "iso_3166_2": WORDS,
            "latitude": ("gte", "lte", "isnull"),
            "longitude": ("gte", "lte", "isnull"),
        }


class AuthorityFilterSet(SearchedFilterSet):
    """The filters of authorities."""

    more = related("successor", Authority, "What replaced it.")

    class Meta:
        model = Authority
        fields = {"code": ("exact", "in"), "department": ("exact", "isnull")}


class ProgramFilterSet(SearchedFilterSet):
    """The filters of programs."""

    more = {
        **during("start"),
        **uncertain("start"),
        **related("parent", Program, "The program that it is a part of.", within=True),
        **related("body", Organization, "The organization that it is."),
        **related("place", Place, "Where it takes place.", within=True, many=True, column="places"),
        **related(
            "organization",
            Organization,
            "An organization that takes part.",
            within=True,
            many=True,
            column="organizations__organization",
        ),
    }

    class Meta:
        model = Program
        fields = {
            "kind": REQUIRED_WORDS,
            "stage": REQUIRED_WORDS,
            "recipient_country": WORDS,
            "start": ("isnull",),
            "end": ("isnull",),
            **CLAIM,
        }


class FundingFilterSet(SearchedFilterSet):
    """The filters of funding records."""

    more = {
        **during("period"),
        **uncertain("period"),
        **related("program", Program, "The program that it pays for.", within=True),
        **related("provider", Organization, "Who hands it over.", within=True),
        **related("recipient", Organization, "Who receives it.", within=True),
    }

    class Meta:
        model = Funding
        fields = {
            "amount": FIGURES,
            "amount_max": FIGURES,
            "currency": WORDS,
            "stage": WORDS,
            "flow": WORDS,
            "recipient_country": WORDS,
            "sector": WORDS,
            **FIGURE,
            **CLAIM,
        }


class EventFilterSet(SearchedFilterSet):
    """The filters of events."""

    more = {
        **during("start"),
        **uncertain("start"),
        **related("program", Program, "A program that it belongs to.", within=True, many=True, column="programs"),
        **related("place", Place, "Where it happened.", within=True, many=True, column="places"),
        **related(
            "organization",
            Organization,
            "An organization that takes part.",
            within=True,
            many=True,
            column="participants__organization",
        ),
    }

    class Meta:
        model = Event
        fields = {
            "kind": REQUIRED_WORDS,
            "is_planned": ("exact",),
            "start": ("isnull",),
            "end": ("isnull",),
            **CLAIM,
        }


class IndicatorFilterSet(SearchedFilterSet):
    """The filters of indicators."""

    class Meta:
        model = Indicator
        fields = {"unit": ("exact",), "name": ("exact",)}


class ObservationFilterSet(SearchedFilterSet):
    """The filters of observations."""

    more = {
        **during("period"),
        **uncertain("period"),
        **related("indicator", Indicator, "The quantity that it is a value of."),
        **related("place", Place, "Where it was counted.", within=True),
        **related("organization", Organization, "The organization that it tells of.", within=True),
        **related("program", Program, "The program that it tells of.", within=True),
        **related("event", Event, "The event that it tells of."),
    }

    class Meta:
        model = Observation
        fields = {"value": FIGURES, "value_max": FIGURES, "is_planned": ("exact",), **FIGURE, **CLAIM}


class DiscrepancyFilterSet(SearchedFilterSet):
    """The filters of discrepancies."""

    more = {
        name: related("record", model, f"A {model._meta.verbose_name} that stands in it.", many=True, column="records")[
            "record"
        ]
        for name, model in {
            "funding": Funding,
            "event": Event,
            "observation": Observation,
            "program": Program,
            "organization": Organization,
        }.items()
    }

    class Meta:
        model = Discrepancy
        fields = {"kind": REQUIRED_WORDS}
