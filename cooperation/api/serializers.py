"""The shapes of the subject's records."""

from typing import ClassVar

from rest_framework import serializers

from config.rest.rows import RowSerializer
from cooperation.api.discrepancies import DisagreeingRecordsField, DiscrepanciesAroundField
from cooperation.models import (
    Alias,
    Authority,
    Discrepancy,
    Event,
    Funding,
    Indicator,
    Observation,
    Organization,
    Participant,
    Place,
    Program,
    ProgramOrganization,
)
from sources.api.fields import RecordSerializer
from sources.api.relations import ManySlugsField, PartsField, RelatedListField
from sources.api.serializers import CLAIM, FIRST, LAST, ClaimSerializer, KindSerializer, dated

FIGURE = ("calendar", "fiscal_year", *dated("period"), "basis")
# What lists inside the details of other records show.
BRIEF_FUNDING = ("id", "url", "amount", "amount_max", "currency", "qualifier", "stage", "flow", "basis", "period")
BRIEF_EVENT = ("id", "url", "title", "kind", "start", "end", "is_planned")
BRIEF_PROGRAM = ("id", "url", "name", "kind", "stage")
BRIEF_ORGANIZATION = ("id", "url", "name", "kind")
BRIEF_OBSERVATION = (
    "id", "url", "indicator", "value", "value_max", "qualifier", "basis", "fiscal_year", "period", "place", "is_planned",
)  # fmt: skip


class AliasSerializer(RowSerializer):
    """Another name of a record."""

    class Meta:
        model = Alias
        fields = ("name", "kind")
        read_only_fields = fields


class ProgramOrganizationSerializer(RecordSerializer):
    """An organization's part in a program."""

    class Meta:
        model = ProgramOrganization
        fields = ("organization", "role")


class ParticipantSerializer(RecordSerializer):
    """Who takes part in an event."""

    class Meta:
        model = Participant
        fields = ("organization", "person", "office", "role")


class OrganizationSerializer(ClaimSerializer):
    """A body with staff and command."""

    aliases = PartsField(AliasSerializer, help_text="Other names under which sources speak of it.")

    class Meta:
        model = Organization
        fields: ClassVar[tuple[str, ...]] = (
            *FIRST, "name", "native_name", "aliases", "kind", "country", "parent", "successor", *CLAIM, *LAST,
        )  # fmt: skip


class OrganizationDetailSerializer(OrganizationSerializer):
    """An organization, with what is known of its part in the cooperation."""

    children = RelatedListField(Organization, "parent", BRIEF_ORGANIZATION, help_text="The bodies under its command.")
    programs = RelatedListField(
        Program,
        "organization",
        BRIEF_PROGRAM,
        lookup="organizations__organization",
        help_text="Programs that it takes part in.",
    )
    events = RelatedListField(
        Event,
        "organization",
        BRIEF_EVENT,
        lookup="participants__organization",
        order="start_earliest",
        help_text="Events that it takes part in, in order of time.",
    )
    funding_provided = RelatedListField(Funding, "provider", BRIEF_FUNDING, help_text="Money that it hands over.")
    funding_received = RelatedListField(Funding, "recipient", BRIEF_FUNDING, help_text="Money that it receives.")
    observations = RelatedListField(
        Observation, "organization", BRIEF_OBSERVATION, order="period_earliest", help_text="Figures that tell of it."
    )

    class Meta(OrganizationSerializer.Meta):
        fields = (
            *OrganizationSerializer.Meta.fields[: -len(LAST)],
            "children", "programs", "events", "funding_provided", "funding_received", "observations", *LAST,
        )  # fmt: skip


class PlaceSerializer(KindSerializer):
    """A place."""

    aliases = PartsField(AliasSerializer, help_text="Other names under which sources speak of it.")

    class Meta:
        model = Place
        fields: ClassVar[tuple[str, ...]] = (
            *FIRST, "name", "aliases", "kind", "iso_3166_1", "iso_3166_2", "latitude", "longitude", "parent", "citations",
            *LAST,
        )  # fmt: skip


class PlaceDetailSerializer(PlaceSerializer):
    """A place, with what happened and was counted there."""

    children = RelatedListField(Place, "parent", ("id", "url", "name", "kind"), help_text="The places inside it.")
    programs = RelatedListField(
        Program, "place", BRIEF_PROGRAM, lookup="places", help_text="Programs that take place there."
    )
    events = RelatedListField(
        Event,
        "place",
        BRIEF_EVENT,
        lookup="places",
        order="start_earliest",
        help_text="Events there, in order of time.",
    )
    observations = RelatedListField(
        Observation, "place", BRIEF_OBSERVATION, order="period_earliest", help_text="Figures counted there."
    )

    class Meta(PlaceSerializer.Meta):
        fields = (
            *PlaceSerializer.Meta.fields[: -len(LAST)], "children", "programs", "events", "observations", *LAST,
        )  # fmt: skip


class AuthoritySerializer(KindSerializer):
    """A law or budget line that pays for training and aid."""

    aliases = PartsField(AliasSerializer, help_text="The spellings under which reports print it.")

    class Meta:
        model = Authority
        fields = (
            *FIRST, "code", "name", "aliases", "statute", "department", *dated("valid_from"), *dated("valid_to"),
            "successor", "citations", *LAST,
        )  # fmt: skip


class ProgramSerializer(ClaimSerializer):
    """A continuing effort."""

    aliases = PartsField(AliasSerializer, help_text="Other names under which sources speak of it.")
    organizations = PartsField(ProgramOrganizationSerializer, help_text="The organizations that take part, and how.")
    places = ManySlugsField(help_text="Public ids of the places where it takes place.")

    class Meta:
        model = Program
        fields: ClassVar[tuple[str, ...]] = (
            *FIRST, "name", "aliases", "kind", "parent", "body", "organizations", "places", "recipient_country",
            *dated("start"), *dated("end"), "stage", *dated("stage_as_of"), "description", *CLAIM, *LAST,
        )  # fmt: skip


class ProgramDetailSerializer(ProgramSerializer):
    """A program, with its money, events, figures and parts."""

    subprograms = RelatedListField(Program, "parent", BRIEF_PROGRAM, help_text="The programs that are parts of it.")
    funding = RelatedListField(
        Funding, "program", BRIEF_FUNDING, order="period_earliest", help_text="Money for it, as somebody states it."
    )
    events = RelatedListField(
        Event,
        "program",
        BRIEF_EVENT,
        lookup="programs",
        order="start_earliest",
        help_text="Its events, in order of time.",
    )
    observations = RelatedListField(
        Observation, "program", BRIEF_OBSERVATION, order="period_earliest", help_text="Figures that tell of it."
    )

    discrepancies_around = DiscrepanciesAroundField(
        help_text="Discrepancies in which it, its money, its events or its figures stand."
    )

    class Meta(ProgramSerializer.Meta):
        fields = (
            *ProgramSerializer.Meta.fields[: -len(LAST)], "subprograms", "funding", "events", "observations",
            "discrepancies_around", *LAST,
        )  # fmt: skip


class FundingSerializer(ClaimSerializer):
    """One amount of money, as somebody states it."""

    class Meta:
        model = Funding
        fields = (
            *FIRST, "program", "amount", "amount_max", "currency", "qualifier", "precision", "stage", "flow", *FIGURE, "provider",
            "recipient", "recipient_country", "covers", "sector", *CLAIM, *LAST,
        )  # fmt: skip


class EventSerializer(ClaimSerializer):
    """Something that happened, or is to."""

    places = ManySlugsField(help_text="Public ids of the places where it happened.")
    participants = PartsField(ParticipantSerializer, help_text="Who takes part, and how.")
    programs = ManySlugsField(help_text="Public ids of the programs that it belongs to.")

    class Meta:
        model = Event
        fields: ClassVar[tuple[str, ...]] = (
            *FIRST, "title", "kind", *dated("start"), *dated("end"), "is_planned", "places", "participants", "programs",
            "description", *CLAIM, *LAST,
        )  # fmt: skip


class EventDetailSerializer(EventSerializer):
    """An event, with the figures that tell of it."""

    observations = RelatedListField(Observation, "event", BRIEF_OBSERVATION, help_text="Figures that tell of it.")

    class Meta(EventSerializer.Meta):
        fields = (*EventSerializer.Meta.fields[: -len(LAST)], "observations", *LAST)


class IndicatorSerializer(KindSerializer):
    """A quantity that somebody counts or measures."""

    class Meta:
        model = Indicator
        fields: ClassVar[tuple[str, ...]] = (*FIRST, "name", "unit", "definition", "population", "citations", *LAST)


class IndicatorDetailSerializer(IndicatorSerializer):
    """An indicator, with its series."""

    series = RelatedListField(
        Observation,
        "indicator",
        ("id", "url", "value", "value_max", "qualifier", "precision", *FIGURE, "is_planned", "place", "citations"),
        order="period_earliest",
        help_text="Its values in order of time, each with its citations.",
    )

    class Meta(IndicatorSerializer.Meta):
        fields = (*IndicatorSerializer.Meta.fields[: -len(LAST)], "series", *LAST)


class ObservationSerializer(ClaimSerializer):
    """One value of an indicator, as somebody states it."""

    unit = serializers.CharField(source="indicator.unit", read_only=True, help_text="Unit of the value.")

    class Meta:
        model = Observation
        fields = (
            *FIRST, "indicator", "value", "value_max", "unit", "qualifier", "precision", *FIGURE, "is_planned", "place",
            "organization", "program", "event", *CLAIM, *LAST,
        )  # fmt: skip


class DiscrepancySerializer(KindSerializer):
    """Records that disagree, or may seem to."""

    records = DisagreeingRecordsField(help_text="The records that disagree.")

    class Meta:
        model = Discrepancy
        fields = (*FIRST, "title", "kind", "explanation", "records", "note", "modified_at")
