"""Drafts do not exist for the public: the same requests are answered with the same bytes with and without them."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import override_settings

from cooperation.models import Event, Participant, Program, ProgramOrganization
from sources.api.filters import SlugField
from sources.models import Action, Change, Kind, Record, Source, step
from tests import factories
from tests.contracts.drafts import SLUGS, add_drafts, point_at
from tests.contracts.endpoints import (
    ROOT,
    VIEWS,
    WITH_DETAILS,
    WITH_HISTORY,
    WITH_SUMMARY,
    get,
    groups_of,
    some_ids,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


@pytest.fixture(scope="module", autouse=True)
def uncached() -> Iterator[None]:
    """Every answer is made anew: drafts do not change the version, so that a kept answer would hide what they change."""
    with override_settings(CACHE_MEGABYTES=0, COUNTS_MEGABYTES=0):
        yield


SUFFIXES = {"draft": "", "in_review": "-2", "discarded": "-3"}
# Words that stand in drafts, in their parts and in what they lean on.
WORDS = (
    "mexican",
    "mexic*",
    "homicides",
    "%22other name%22",
    "merida*",
    "meeting",
    "organization",
    "words",
    "draft",
    "counted",
)
DRAFTS = [(model.KIND.plural, f"{slug}{suffix}") for model, slug in SLUGS.items() for suffix in SUFFIXES.values()]
VERSION = re.compile(rb'"dataset_version": ?[0-9]+')


def requests() -> Iterator[str]:
    """What the public may ask, of every endpoint and in every way."""
    yield ROOT
    for plural, view in VIEWS.items():
        # All that is said of every row; then only which rows there are, however they are asked for.
        yield from (f"{ROOT}{plural}/?page_size=100", f"{ROOT}{plural}.ndjson")
        yield from (rows(plural, f"ordering={name}") for name in view.orderings())
        yield from (rows(plural, f"q={word}") for word in WORDS)
        for slug in some_ids(plural)[:5] if plural in WITH_DETAILS else []:
            yield f"{ROOT}{plural}/{slug}/"
            if plural in WITH_HISTORY:
                yield f"{ROOT}{plural}/{slug}/history/"
        for name, item in view.filterset_class.base_filters.items():
            if name.endswith("__isnull"):
                yield from (rows(plural, f"{name}=true"), rows(plural, f"{name}=false"))
            if isinstance(item.field, SlugField):
                model = item.field.model
                first = some_ids(model.KIND.plural if issubclass(model, Kind) else plural)[0]
                yield from (rows(plural, f"{name}={slug}") for slug in (first, SLUGS.get(model, "nothing"), first[:-1]))
    yield from (f"{ROOT}events.{name}" for name in VIEWS["events"].operation("export").files)
    yield from (f"{ROOT}search/?q={word}&page_size=100" for word in WORDS)
    for plural in WITH_SUMMARY:
        yield from (f"{ROOT}{plural}/summary/?group_by={name}" for name in groups_of(plural))
    for plural, slug in DRAFTS:
        yield from (f"{ROOT}{plural}/{slug}/", f"{ROOT}{plural}/{slug}/history/", f"{ROOT}{plural}/?id={slug}")
        yield f"{ROOT}changes/?record={slug}"


def rows(plural: str, question: str) -> str:
    return f"{ROOT}{plural}/?fields=id&page_size=100&{question}"


def answers() -> dict[str, tuple[int, bytes]]:
    return {address: status_and_body(address, get(address)) for address in requests()}


def status_and_body(address: str, response: HttpResponse) -> tuple[int, bytes]:
    """An answer without the dataset's version, which tells only that something was written, as it may."""
    assert response.status_code < 500, address
    return response.status_code, VERSION.sub(b"", response.content)


def changed(before: dict[str, tuple[int, bytes]], after: dict[str, tuple[int, bytes]]) -> list[str]:
    return [address for address in before | after if before.get(address) != after.get(address)]


@pytest.fixture(scope="module")
def withdrawn(real_data: None, django_db_blocker: Any) -> Record:
    """An event that was public once; it is there for all tests of the module, and goes with the other records."""
    with django_db_blocker.unblock():
        event = factories.make_event(status="published", citation=Event.objects.published().first().citation)
        step(Record.objects.get(pk=event.pk), Action.WITHDRAWN, reason="Counted twice.")
    return event


@pytest.fixture(scope="module")
def before(withdrawn: Record, uncached: None, django_db_blocker: Any) -> dict[str, tuple[int, bytes]]:
    """What the public is answered without drafts."""
    with django_db_blocker.unblock():
        return answers()


def test_no_answer_changes_when_drafts_are_added(before: dict[str, tuple[int, bytes]]) -> None:
    for status, suffix in SUFFIXES.items():
        add_drafts(status, suffix=suffix)

    assert len(before) > 300
    assert "\n".join(changed(before, answers())) == ""


def test_no_answer_changes_when_published_records_point_at_drafts(before: dict[str, tuple[int, bytes]]) -> None:
    point_at(add_drafts("draft", suffix=""))

    assert "\n".join(changed(before, answers())) == ""


def test_an_organization_in_draft_is_not_named_where_it_takes_part() -> None:
    program, event = Program.objects.published().first(), Event.objects.published().first()
    hidden = factories.make_organization(slug="hidden-organization")

    ProgramOrganization.objects.create(program=program, organization=hidden, role="lead")
    Participant.objects.create(event=event, organization=hidden, role="actor")

    for record in (program, event):
        assert b"hidden-organization" not in get(record.get_absolute_url()).content


def test_history_tells_nothing_from_before_a_record_was_published() -> None:
    event = factories.make_event(citation=Event.objects.published().first().citation)
    Change.objects.create(record_id=event.pk, revision=2, action=Action.CHANGED, reason="a secret of the draft")
    Record.objects.filter(pk=event.pk).update(revision=2)
    step(Record.objects.get(pk=event.pk), Action.PUBLISHED)

    history = get(f"{event.get_absolute_url()}history/").json()

    assert [change["action"] for change in history["results"]] == ["published"]
    assert history["count"] == 1


@pytest.mark.parametrize("end", ["", "history/"])
def test_what_was_withdrawn_says_so_and_why(withdrawn: Record, end: str) -> None:
    response = get(f"{withdrawn.get_absolute_url()}{end}")

    assert (response.status_code, response["Content-Type"]) == (410, "application/problem+json")
    assert response.json()["detail"] == "This record has been withdrawn. Reason: Counted twice."


def test_what_was_withdrawn_is_in_the_feed_of_changes(withdrawn: Record) -> None:
    newest = get(f"{ROOT}changes/?page_size=1").json()["results"][0]

    assert (newest["url"], newest["history"]) == (f"http://localhost{withdrawn.get_absolute_url()}", None)
    assert (newest["action"], newest["reason"]) == ("withdrawn", "Counted twice.")


def test_what_was_withdrawn_is_absent_from_everything_else(
    withdrawn: Record, before: dict[str, tuple[int, bytes]]
) -> None:
    elsewhere = [address for address in before if not address.startswith(f"{ROOT}changes")]
    addresses = [address for address in elsewhere if withdrawn.slug not in address]

    assert len(addresses) > 300
    assert [address for address in addresses if withdrawn.slug.encode() in before[address][1]] == []


@pytest.mark.parametrize(
    "address",
    ["/api/v1/observations/?event={}", "/api/v1/observations/?event__in={}", "/api/v1/discrepancies/?event={}"],
)
def test_what_was_withdrawn_is_no_value_of_a_filter(withdrawn: Record, address: str) -> None:
    never = get(address.format("no-such-event-at-all"))

    response = get(address.format(withdrawn.slug))

    assert response.status_code == 400
    assert response.json()["errors"][0]["detail"] == never.json()["errors"][0]["detail"].replace(
        "no-such-event-at-all", withdrawn.slug
    )


def test_a_source_that_was_withdrawn_is_suggested_to_nobody() -> None:
    factories.make_source(slug="a-source-of-its-own", status="published")
    step(Record.objects.get(slug="a-source-of-its-own"), Action.WITHDRAWN, reason="A hoax.")

    [error] = get("/api/v1/funding/?source=a-source-of-its-owm").json()["errors"]

    assert error["suggestion"] != "a-source-of-its-own"
    assert Source.objects.filter(slug="a-source-of-its-own").exists()
