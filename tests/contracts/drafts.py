"""Drafts of every kind, tied to what is published in every direction."""

from typing import Any

from cooperation.models import (
    Alias,
    Authority,
    Event,
    Funding,
    Indicator,
    Observation,
    Organization,
    Participant,
    Place,
    Program,
    ProgramOrganization,
    Reconciliation,
)
from cooperation.trainings.models import RecipientReading, Training
from sources.models import Action, Change, Citation, Kind, Record, Source, Support
from tests import factories

# Each looks like a published record of its kind, so that it would be suggested for a misspelt one.
SLUGS: dict[type[Kind], str] = {
    Source: "narco-news-us-training-of-mexican-troop",
    Organization: "mexican-arm",
    Place: "mexico-cit",
    Authority: "ime",
    Program: "merida-initiativ",
    Funding: "us-training-of-mexican-troops-fy201",
    Event: "el-chapo-capture-201",
    Indicator: "homicides-in-mexic",
    Observation: "homicides-2011-draft",
    Reconciliation: "mexican-trainees-fy201",
}


def published(model: type[Kind], **columns: Any) -> Any:
    """The first published record of a kind with these columns."""
    return model._default_manager.published().filter(**columns).order_by("slug").first()


def add_drafts(status: str, *, suffix: str) -> dict[type[Kind], Any]:
    """One record of each kind in the given status, which refers to published ones wherever it can."""
    given = {model: {"slug": f"{slug}{suffix}", "status": status} for model, slug in SLUGS.items()}
    program, organization, place = published(Program), published(Organization), published(Place)
    source = factories.make_source(**given[Source], derived_from=published(Source))
    source.reported_in.set([published(Source)])
    claim = {"citation": published(Event).citation}
    ours = factories.make_citation(source=published(Source), attributed_to=published(Source))
    ours.rests_on.set([published(Source)])
    theirs = factories.make_citation(source=source)
    drafts: dict[type[Kind], Any] = {
        Source: source,
        Organization: factories.make_organization(
            **given[Organization], parent=organization, successor=organization, **claim
        ),
        Place: factories.make_place(**given[Place], parent=place),
        Authority: factories.make_authority(**given[Authority], successor=published(Authority)),
        Program: factories.make_program(**given[Program], parent=program, body=organization, citation=ours),
        Funding: factories.make_funding(
            **given[Funding], program=program, provider=organization, recipient=organization, citation=theirs
        ),
        Event: factories.make_event(**given[Event], **claim),
        Indicator: factories.make_indicator(**given[Indicator]),
    }
    known = {"place": place, "organization": organization, "program": program, "event": published(Event)}
    drafts[Observation] = factories.make_observation(
        **given[Observation], indicator=published(Indicator), **known, citation=ours
    )
    claim_of_drafts = published(Observation, slug="mexican-personnel-trained-us-fy2011")
    drafts[Reconciliation] = factories.make_reconciliation(**given[Reconciliation], claim=claim_of_drafts)
    tie_parts(drafts, program, organization, place)
    factories.make_discrepancy(*drafts.values(), program, organization, place, status=status)
    return drafts


def tie_parts(drafts: dict[type[Kind], Any], program: Program, organization: Organization, place: Place) -> None:
    """Give the drafts places, programs, participants, supports, other names and a history, all of them published things."""
    for model in (Program, Event):
        drafts[model].places.set([place])
    drafts[Event].programs.set([program])
    Participant.objects.create(event=drafts[Event], organization=organization, role="actor")
    ProgramOrganization.objects.create(program=drafts[Program], organization=organization, role="lead")
    for citation in Citation.objects.published().order_by("slug")[:3]:
        for draft in drafts.values():
            Support.objects.create(record_id=draft.pk, citation=citation)
    for model in (Organization, Program, Place, Authority):
        Alias.objects.create(record_id=drafts[model].pk, name="Draft's other name", kind="variant")
    for draft in drafts.values():
        Change.objects.create(record_id=draft.pk, revision=1, action=Action.CREATED, reason="drafted")


LINKS: list[tuple[type[Kind], str, type[Kind]]] = [
    (Source, "derived_from", Source),
    (Organization, "parent", Organization),
    (Organization, "successor", Organization),
    (Place, "parent", Place),
    (Authority, "successor", Authority),
    (Program, "parent", Program),
    (Program, "body", Organization),
    (Funding, "program", Program),
    (Funding, "provider", Organization),
    (Funding, "recipient", Organization),
    (Observation, "place", Place),
    (Observation, "organization", Organization),
    (Observation, "program", Program),
    (Observation, "event", Event),
]


def point_at(drafts: dict[type[Kind], Any]) -> None:
    """Let published records point at drafts wherever they pointed at nothing, past every rule of the models."""
    for model, column, target in LINKS:
        model._default_manager.filter(status="published", **{column: None}).update(**{column: drafts[target]})
    Citation.objects.filter(attributed_to=None).update(attributed_to=drafts[Source])
    for citation in Citation.objects.published()[:5]:
        citation.rests_on.add(drafts[Source])
    for source in Source.objects.published()[:5]:
        source.reported_in.add(drafts[Source])
    for record in (*Program.objects.published()[:5], *Event.objects.published()[:5]):
        record.places.add(drafts[Place])
    for event in Event.objects.published()[:5]:
        event.programs.add(drafts[Program])
    Training.objects.filter(authority=None).update(authority=drafts[Authority])
    Training.objects.filter(place=None).update(place=drafts[Place])
    Training.objects.filter(school=None).update(school=drafts[Organization])
    Training.objects.filter(school_base=None).update(school_base=drafts[Place])
    for reading in RecipientReading.objects.all():
        reading.links.create(organization=drafts[Organization], level="force", rule="draft")
    hidden = factories.make_citation(source=drafts[Source])
    for record in Record.objects.published()[:50]:
        Support.objects.create(record=record, citation=hidden)
    for discrepancy in Record.objects.published().filter(record_kind="discrepancy")[:5]:
        discrepancy.specific().records.add(*Record.objects.filter(pk__in=[draft.pk for draft in drafts.values()]))
