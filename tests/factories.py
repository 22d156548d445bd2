"""Records to test with: each function saves one, complete and valid, and takes what a test wants otherwise."""

from itertools import count
from typing import Any
from uuid import uuid4

from django.contrib.auth.models import Group, User
from django.utils import timezone

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
    Reconciliation,
)
from cooperation.trainings.models import (
    ImportBatch,
    PrintedTotal,
    RecipientLink,
    RecipientReading,
    ReportedYear,
    ReportPage,
    Training,
)
from sources.models import Change, Citation, Record, Source

_numbers = count(1)


def new_slug(kind: str) -> str:
    """A public id that no other record of the tests has."""
    return f"{kind}-{next(_numbers)}"


def make_source(**given: Any) -> Source:
    """A news article with a text of twenty paragraphs."""
    slug = given.pop("slug", None) or new_slug("source")
    text = {"text_file": f"{slug}.txt", "text_sha256": "0" * 64, "paragraphs": 20}
    return Source.objects.create(**{"slug": slug, "title": slug.title(), "kind": "news_article", **text, **given})


def make_citation(**given: Any) -> Citation:
    """A paragraph of a source of its own, with words that no other citation has."""
    given.setdefault("source", None)
    source = given.pop("source") or make_source()
    return Citation.objects.create(**{"source": source, "paragraph": 1, "as_stated": new_slug("words"), **given})


def with_citation(given: dict[str, Any]) -> dict[str, Any]:
    """What a test gave, with a citation if it gave none; its source is published if the record is."""
    if "citation" in given:
        return given
    return {"citation": make_citation(source=make_source(status=given.get("status", "draft"))), **given}


def make_organization(**given: Any) -> Organization:
    """A federal agency."""
    slug = new_slug("organization")
    return Organization.objects.create(**{"slug": slug, "name": slug.title(), "kind": "agency", **with_citation(given)})


def make_place(**given: Any) -> Place:
    """A city in Mexico."""
    slug = new_slug("place")
    return Place.objects.create(**{"slug": slug, "name": slug.title(), "kind": "city", "iso_3166_1": "MEX", **given})


def make_authority(**given: Any) -> Authority:
    """A budget line."""
    slug = new_slug("authority")
    return Authority.objects.create(**{"slug": slug, "code": slug.upper(), "name": slug.title(), **given})


def make_program(**given: Any) -> Program:
    """An initiative under way."""
    slug = new_slug("program")
    fixed = {"name": slug.title(), "kind": "initiative", "stage": "active", "description": "A program."}
    return Program.objects.create(**{"slug": slug, **fixed, **with_citation(given)})


def make_funding(**given: Any) -> Funding:
    """Exactly a million announced dollars."""
    figure = {"amount": 1_000_000, "currency": "USD", "qualifier": "exact", "stage": "announced"}
    return Funding.objects.create(**{"slug": new_slug("funding"), **figure, **with_citation(given)})


def make_event(**given: Any) -> Event:
    """A meeting."""
    slug = new_slug("event")
    fixed = {"title": slug.title(), "kind": "meeting", "start": "2010-03-23", "description": "They met."}
    return Event.objects.create(**{"slug": slug, **fixed, **with_citation(given)})


def make_indicator(**given: Any) -> Indicator:
    """A number of persons."""
    slug = new_slug("indicator")
    fixed = {"name": slug.title(), "unit": "persons", "definition": "Everyone who was counted."}
    return Indicator.objects.create(**{"slug": slug, **fixed, **given})


def make_observation(**given: Any) -> Observation:
    """Nearly 4,500 of an indicator of its own, of the record's status."""
    given.setdefault("indicator", None)
    indicator = given.pop("indicator") or make_indicator(status=given.get("status", "draft"))
    figure = {"indicator": indicator, "value": 4500, "qualifier": "nearly", "period": "2010"}
    return Observation.objects.create(**{"slug": new_slug("observation"), **figure, **with_citation(given)})


def make_discrepancy(*records: Record, **given: Any) -> Discrepancy:
    """A disagreement of scope between the records."""
    slug = new_slug("discrepancy")
    fixed = {"title": slug.title(), "kind": "scope", "explanation": "They count different things."}
    discrepancy = Discrepancy.objects.create(**{"slug": slug, **fixed, **given})
    discrepancy.records.set(record.pk for record in records)
    return discrepancy


def make_reconciliation(**given: Any) -> Reconciliation:
    """The trainees of a claim of its own, of the record's status, against those of Mexico in fiscal 2011."""
    given.setdefault("claim", None)
    claim = given.pop("claim") or make_observation(status=given.get("status", "draft"))
    slug = new_slug("reconciliation")
    fixed = {"title": slug.title(), "measure": "trainees", "query": "country=MEX&fiscal_year=2011"}
    words = {"not_covered": "Whoever is not in the reports.", "note": "Both count people."}
    return Reconciliation.objects.create(**{"slug": slug, "claim_id": claim.pk, **fixed, **words, **given})


def make_printed_total(**given: Any) -> PrintedTotal:
    """What the report of 2011 prints for a program of Mexico: two trainees for 12,000 dollars."""
    program = "IMET-1 - Fiscal Year 2011 Department of State Training"
    what = {"report": "2011_2012", "fiscal_year": 2011, "country": "MEX", "country_as_printed": "Mexico"}
    figures = {"program": program, "program_spellings": [program], "quantity": 2, "total_cost": 12_000}
    return PrintedTotal.objects.create(**{"slug": new_slug("total"), **what, **figures, **given})


def make_batch(**given: Any) -> ImportBatch:
    """The newest import of a file of one row, which is new."""
    moment = timezone.now()
    facts = {"file_name": "trainings.tsv", "sha256": "0" * 64, "parser_version": "1", "vocabulary": "0" * 64}
    counts = {"rows": 1, "rows_new": 1, "rows_changed": 0, "rows_unchanged": 0, "rows_withdrawn": 0, "doubts": {}}
    times = {"started_at": moment, "finished_at": moment}
    return ImportBatch.objects.create(**{"is_quoted": True, **facts, **counts, **times, **given})


def make_page(**given: Any) -> ReportPage:
    """A page of the report of 2011."""
    return ReportPage.objects.create(
        **{"id": next(_numbers), "report": "2011_2012", "section": "Section IV", "page": "24", **given}
    )


def make_reading(*bodies: Organization, level: str = "force") -> RecipientReading:
    """A unit of trainees that names some bodies."""
    names = ",".join(sorted(body.slug for body in bodies)) or None
    reading = RecipientReading.objects.create(id=next(_numbers), bodies=names, reason=None if bodies else "No unit.")
    RecipientLink.objects.bulk_create(
        RecipientLink(reading=reading, organization=body, level=level, rule="a-rule") for body in bodies
    )
    return reading


def make_training(**given: Any) -> Training:
    """Two Mexicans in a course of 2011 that cost 12,000 dollars, brought by the newest import."""
    batch = given.pop("batch", None) or ImportBatch.objects.filter(is_current=True).first() or make_batch()
    page = given.pop("page", None) or make_page(report=given.get("report", "2011_2012"))
    what = {"program": "IMET-1 - Fiscal Year 2011 Department of State Training", "course_title": "Infantry"}
    where = {"country": "MEX", "country_as_printed": "Mexico", "region": "western_hemisphere", "fiscal_year": 2011}
    figures = {"quantity": 2, "total_cost": 12_000, "raw": [], "digest": "0" * 32}
    fixed = {"published_id": uuid4(), "batch": batch, "page": page, "report": page.report}
    return Training.objects.create(**{**fixed, **what, **where, **figures, **given})


def refresh_sums() -> None:
    """Do what an import does last: add up the rows by country and year, and beside the printed totals."""
    ReportedYear.objects.refresh()
    PrintedTotal.objects.refresh()


def make_user(name: str, *groups: str, **given: Any) -> User:
    """A user who may see the admin, without a password, in groups that exist."""
    user = User.objects.create(username=name, **{"is_staff": True, **given})
    user.groups.set(Group.objects.filter(name__in=groups))
    return user


def make_change_of(record: Record, **given: Any) -> Change:
    """A line of the ledger: a user of its own changed the record."""
    by = make_user(new_slug("user"))
    return Change.objects.create(**{"record_id": record.pk, "revision": 2, "action": "changed", "by": by, **given})
