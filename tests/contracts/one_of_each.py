"""One record of each kind, with all that its answer can show; what is a draft stands beside them and is not shown.

Public ids and times are always the same, and so are the answers.
"""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from cooperation.models import Alias, Organization, Participant, Place, Program, ProgramOrganization
from cooperation.trainings.models import TrainingFlag
from sources.models import Citation, Exclusion, Kind, Record, Source, Support
from tests import factories
from tests.ledger import unguarded

MOMENT = datetime(2026, 11, 21, 12, 30, tzinfo=UTC)
PUBLIC = {"status": "published"}
TRAINING = UUID("0008b8c2-90f2-5b09-a71a-fabdaa14f362")


def make_one_of_each() -> None:
    """Fill an empty database."""
    article, citation = make_sources()
    army = make_organizations(citation)
    city = make_places()
    authority = factories.make_authority(slug="imet", code="IMET", name="Training", valid_from="1976", **PUBLIC)
    program = make_program(citation, army, city)
    funding = make_funding(citation, program, army)
    event = make_event(citation, program, army, city)
    claim = make_observation(citation, city, event)
    second = factories.make_citation(slug="article-3", source=article, paragraph=3, as_stated="thirty")
    Support.objects.create(record_id=funding.pk, citation=second, stance="mentions", field="amount")
    factories.make_discrepancy(
        funding, event, slug="two-figures", title="Two figures", explanation="Why.", note="A note.", **PUBLIC
    )
    make_trainings(authority, city, claim)
    make_change(funding)
    Record.objects.update(modified_at=MOMENT)


def make_sources() -> tuple[Source, Citation]:
    """An article that quotes a report, with the place that claims are read from."""
    report = factories.make_source(
        slug="report",
        title="A report",
        kind="government_report",
        text_file=None,
        text_sha256=None,
        paragraphs=None,
        **PUBLIC,
    )
    article = factories.make_source(
        slug="article", title="An article", url="https://news.example/article", published="2011-01-01~", authors=["A. B."],
        publisher="News", derived_from=report, **PUBLIC,
    )  # fmt: skip
    article.reported_in.set([report])
    Exclusion.objects.create(source=article, paragraph=9, last_paragraph=10, reason="Comments of readers.")
    citation = factories.make_citation(
        slug="article-17", source=article, paragraph=17, as_stated="22 dollars", attributed_to=report
    )
    citation.rests_on.set([report])
    return article, citation


def make_organizations(citation: Citation) -> Organization:
    """An army under a ministry, with another name."""
    ministry = factories.make_organization(slug="ministry", name="Ministry", citation=citation, country="MEX", **PUBLIC)
    army = factories.make_organization(
        slug="army", name="Army", kind="force", parent=ministry, successor=factories.make_organization(slug="draft"),
        citation=citation, country="MEX", **PUBLIC,
    )  # fmt: skip
    Alias.objects.create(record_id=army.pk, name="Ejército", kind="translation")
    return army


def make_places() -> Place:
    """A city in a country, with coordinates."""
    mexico = factories.make_place(slug="mexico", name="Mexico", kind="country", **PUBLIC)
    return factories.make_place(
        slug="city", name="City", parent=mexico, latitude="19.432600", longitude="-99.133200", **PUBLIC
    )


def make_program(citation: Citation, army: Organization, city: Place) -> Program:
    """A program in a city, in which an army takes part."""
    program = factories.make_program(
        slug="program", name="A program", citation=citation, start="2007-12", end="2010/..", body=army,
        recipient_country="MEX", **PUBLIC,
    )  # fmt: skip
    program.places.set([city])
    ProgramOrganization.objects.create(program=program, organization=army, role="recipient")
    factories.make_program(slug="part", name="A part", citation=citation, parent=program, **PUBLIC)
    return program


def make_funding(citation: Citation, program: Program, army: Organization) -> Kind:
    """A range of money for a program, to somebody who is a draft."""
    return factories.make_funding(
        slug="money", citation=citation, program=program, amount="22.50", amount_max="30", qualifier="range",
        flow="us_assistance", basis="one_year", calendar="us_fiscal", fiscal_year=2011, period="2011-03/..", provider=army,
        recipient=Organization.objects.get(slug="draft"), recipient_country="MEX", **PUBLIC,
    )  # fmt: skip


def make_event(citation: Citation, program: Program, army: Organization, city: Place) -> Kind:
    """A meeting in a city, on a day that is in doubt."""
    event = factories.make_event(slug="meeting", citation=citation, start="2010-03-23?", title="A meeting", **PUBLIC)
    event.places.set([city])
    event.programs.set([program])
    Participant.objects.create(event=event, organization=army, person="C. D.", office="General", role="host")
    return event


def make_observation(citation: Citation, city: Place, event: Kind) -> Kind:
    """Exactly two persons, of an indicator."""
    indicator = factories.make_indicator(slug="trainees", name="Trainees", **PUBLIC)
    return factories.make_observation(
        slug="two", indicator=indicator, citation=citation, value="2", qualifier="exact", period="2011", place=city,
        event=event, calendar="us_fiscal", fiscal_year=2011, **PUBLIC,
    )  # fmt: skip


def make_trainings(authority: Kind, city: Place, claim: Kind) -> None:
    """A training activity with doubts, a total that a report prints of it, and a claim that it tests."""
    batch = factories.make_batch(finished_at=MOMENT)
    page = factories.make_page(url="https://reports.example/2011")
    factories.make_training(
        published_id=TRAINING, batch=batch, page=page, authority=authority, place=city, start=date(2011, 3, 1), raw=cells(),
        flags=TrainingFlag.COST_ZERO | TrainingFlag.DATES_REVERSED, total_cost=0, course_title_normalized="infantry",
    )  # fmt: skip
    factories.make_printed_total(slug="total")
    factories.refresh_sums()
    factories.make_reconciliation(slug="claim", title="A claim", claim=claim, **PUBLIC)


def cells() -> list[str]:
    """The cells of a row as published."""
    from cooperation.trainings.importer.columns import COLUMNS  # noqa: PLC0415

    return [f"cell {number}" for number, _ in enumerate(COLUMNS)]


def make_change(funding: Kind) -> None:
    """A line of the ledger, with a state whose members are in no order."""
    before: dict[str, Any] = {"stage": "announced", "amount": "20"}
    after = {**before, "amount": "22.5", "aliases": [{"b": 1, "a": 2}]}
    what = {"reason": "A better figure.", "before": before, "after": after, "at": MOMENT}
    with unguarded():
        factories.make_change_of(funding, **what)
