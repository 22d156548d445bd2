"""What each list can be asked."""

from typing import Any, ClassVar

from django.db.models import Field, Model, Q, QuerySet

from config.rest.filters import FIGURES, REQUIRED_WORDS, WORDS, Filter, StrictFilterSet
from config.rest.values import BooleanField, ValueField
from cooperation.api.countries import CountryField, PlaceField, SubdivisionField
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
from cooperation.models.vocabulary import validate_country, validate_subdivision
from sources.api import filters as of_sources
from sources.api.filters import (
    CitedKindFilterSet,
    KindFilterSet,
    SlugField,
    cited_claims,
    cited_condition,
    during,
    related,
)
from sources.api.texts import called, known_text
from sources.models import Kind, Record

CLAIM = {"assertion": REQUIRED_WORDS, "confidence": REQUIRED_WORDS}
FIGURE = {"qualifier": WORDS, "calendar": WORDS, "fiscal_year": FIGURES, "basis": WORDS, "period": ("isnull",)}


def uncertain(column: str) -> dict[str, Filter]:
    field = BooleanField(description=f"Whether the source leaves the {column} in doubt.")
    return {f"{column}_is_uncertain": Filter(field, field_name=f"{column}_is_uncertain")}


class SearchedFilterSet(CitedKindFilterSet):
    """The filters of every kind of record that citations bear on, and full text."""

    q = Search()

    @classmethod
    def field_for(cls, column: Field, description: str) -> ValueField:
        """The parameter field for values of a column; countries are known by their names, too."""
        if validate_country in column.validators:
            return CountryField(description=description)
        if validate_subdivision in column.validators:
            return SubdivisionField(description=description)
        return super().field_for(column, description)


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
        **called(Organization.NAMES, "Its names: in English, in its own language, and others."),
    }

    class Meta:
        model = Organization
        fields = {"kind": REQUIRED_WORDS, "country": WORDS, **CLAIM}


class PlaceFilterSet(SearchedFilterSet):
    """The filters of places."""

    more = {
        **related("parent", Place, "The place that contains it.", within=True, field=PlaceField),
        **called(Place.NAMES, "Its names."),
    }

    class Meta:
        model = Place
        fields = {
            "kind": REQUIRED_WORDS,
            "iso_3166_1": WORDS,
            "iso_3166_2": WORDS,
            "latitude": ("gte", "lte", "isnull"),
            "longitude": ("gte", "lte", "isnull"),
        }


class AuthorityFilterSet(KindFilterSet):
    """The filters of authorities, which are reference: no document is read for them."""

    q = Search()
    more = {
        **related("successor", Authority, "What replaced it."),
        **called(Authority.NAMES, "Its names and its code."),
        **known_text(Authority, "code", several=True),
        **known_text(Authority, "department"),
    }

    class Meta:
        model = Authority
        fields = {"department": ("isnull",)}


class ProgramFilterSet(SearchedFilterSet):
    """The filters of programs."""

    more = {
        **called(Program.NAMES, "Its names."),
        **during("start"),
        **uncertain("start"),
        **related("parent", Program, "The program that it is a part of.", within=True),
        **related("body", Organization, "The organization that it is."),
        **related("place", Place, "Where it takes place.", within=True, many=True, column="places", field=PlaceField),
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
        **related("place", Place, "Where it happened.", within=True, many=True, column="places", field=PlaceField),
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
        fields = {"kind": REQUIRED_WORDS, "is_planned": ("exact",), "start": ("isnull",), "end": ("isnull",), **CLAIM}


class IndicatorFilterSet(SearchedFilterSet):
    """The filters of indicators, which rest on what their observations rest on."""

    more = {**called(Indicator.NAMES, "What is counted or measured."), **known_text(Indicator, "unit")}

    class Meta:
        model = Indicator
        fields: ClassVar[dict[str, tuple[str, ...]]] = {}

    @classmethod
    def rests_on(cls, model: type[Model], citations: QuerySet) -> Q:
        observations = Observation.objects.published().filter(cited_condition(Observation, citations))
        return super().rests_on(model, citations) | Q(pk__in=observations.values("indicator"))


class ObservationFilterSet(SearchedFilterSet):
    """The filters of observations."""

    more = {
        **during("period"),
        **uncertain("period"),
        **related("indicator", Indicator, "The quantity that it is a value of."),
        **related("place", Place, "Where it was counted.", within=True, field=PlaceField),
        **related("organization", Organization, "The organization that it tells of.", within=True),
        **related("program", Program, "The program that it tells of.", within=True),
        **related("event", Event, "The event that it tells of."),
    }

    class Meta:
        model = Observation
        fields = {"value": FIGURES, "value_max": FIGURES, "is_planned": ("exact",), **FIGURE, **CLAIM}


# The filters by which records of other kinds are found that tell of a program or an organization.
TELLING: dict[type[Kind], list[tuple[type[StrictFilterSet], str]]] = {
    Program: [(FundingFilterSet, "program"), (EventFilterSet, "program"), (ObservationFilterSet, "program")],
    Organization: [
        (FundingFilterSet, "provider"),
        (FundingFilterSet, "recipient"),
        (EventFilterSet, "organization"),
        (ObservationFilterSet, "organization"),
        (ProgramFilterSet, "organization"),
    ],
}


class InDiscrepancy(Filter):
    """The record stands in the discrepancy, or one that tells of it does."""

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        condition = Q(records=value)
        for filters, name in TELLING.get(self.parameter_field.model, []):
            model = filters._meta.model
            found = filters.base_filters[name].filter(model.objects.published(), value)
            condition |= Q(records__in=found.values("pk"))
        return queryset.filter(condition).distinct()


def in_discrepancy(model: type[Kind]) -> InDiscrepancy:
    text = f"A {model._meta.verbose_name} that stands in it"
    text += ", or that a record in it tells of." if model in TELLING else "."
    return InDiscrepancy(SlugField(model, description=text), field_name="records")


class DiscrepancyFilterSet(SearchedFilterSet):
    """The filters of discrepancies, which rest on what their records rest on."""

    more = {model.KIND.value: in_discrepancy(model) for model in (Funding, Event, Observation, Program, Organization)}

    class Meta:
        model = Discrepancy
        fields = {"kind": REQUIRED_WORDS}

    @classmethod
    def rests_on(cls, model: type[Model], citations: QuerySet) -> Q:
        """Any of the public records in the discrepancy rests on one of the citations."""
        links = Discrepancy.records.through.objects.filter(record__in=Record.objects.filter(cited_claims(citations)))
        return super().rests_on(model, citations) | Q(pk__in=links.values("discrepancy"))
