"""The feed of changes, on records made for the purpose."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from sources.models import Action, Change, Record, Status, recorded, step
from sources.models.dataset import current_version
from tests import factories
from tests.ledger import unguarded

pytestmark = pytest.mark.django_db

FEED = "/api/v1/changes/"
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def uncached(settings: Any) -> None:
    """Every answer is made anew: nothing hides what drafts would change."""
    settings.CACHE_MEGABYTES = settings.COUNTS_MEGABYTES = 0


def body(parameters: dict[str, Any] | None = None) -> Any:
    response = Client().get(FEED, parameters)
    assert response.status_code == 200, response.content
    return response.json()


def ids(**parameters: Any) -> list[str]:
    return [item["id"] for item in body(parameters)["results"]]


def errors(**parameters: Any) -> list[dict[str, Any]]:
    response = Client().get(FEED, parameters)
    assert response.status_code == 400
    return response.json()["errors"]


def everything() -> list[bytes]:
    """All that the feed says, in every form."""
    addresses = [FEED, f"{FEED}?ordering=at&page_size=1", f"{FEED}?record=a-draft", *map(file_of, ("csv", "ndjson"))]
    return [Client().get(address).content for address in addresses]


def file_of(form: str) -> str:
    return f"/api/v1/changes.{form}"


def published(slug: str) -> Record:
    """A place that was published by the one path that writes."""
    place = factories.make_place(slug=slug)
    step(place, Action.PUBLISHED)
    return Record.objects.get(pk=place.pk)


def changed_at(slug: str, at: datetime, *, revision: int = 2) -> None:
    """A published place in the ledger at some time."""
    place = factories.make_place(slug=slug, status="published")
    with unguarded():
        Change.objects.create(record_id=place.pk, revision=revision, action=Action.CHANGED, before={}, after={}, at=at)


def test_a_change_says_what_happened_to_which_record_and_why() -> None:
    place = published("chiapas")
    with recorded(place, Action.CHANGED, reason="A misprint."):
        place.note = "The state."
        place.save()

    newest = body()["results"][0]

    assert newest == {
        "id": "place/chiapas/3",
        "url": "http://testserver/api/v1/places/chiapas/",
        "kind": "place",
        "record": "chiapas",
        "history": "http://testserver/api/v1/places/chiapas/history/",
        "revision": 3,
        "action": "changed",
        "at": newest["at"],
        "reason": "A misprint.",
    }
    assert Client().get(newest["history"]).json()["results"][-1]["at"] == newest["at"]


def test_a_withdrawal_is_told_with_its_reason_and_leads_to_no_history() -> None:
    step(published("chiapas"), Action.WITHDRAWN, reason="A mistake.")

    withdrawal, publication = body()["results"]

    assert (withdrawal["id"], withdrawal["action"], withdrawal["reason"]) == (
        "place/chiapas/3",
        "withdrawn",
        "A mistake.",
    )
    assert publication["action"] == "published"
    assert [withdrawal["history"], publication["history"]] == [None, None]
    gone = Client().get(withdrawal["url"])
    assert gone.status_code == 410
    assert "A mistake." in gone.json()["detail"]


def test_a_record_that_is_restored_has_its_history_again() -> None:
    step(published("chiapas"), Action.WITHDRAWN, reason="A mistake.")
    step(Record.objects.get(slug="chiapas"), Action.RESTORED)

    items = body()["results"]

    assert [item["action"] for item in items] == ["restored", "withdrawn", "published"]
    assert {item["history"] for item in items} == {"http://testserver/api/v1/places/chiapas/history/"}


def test_what_happens_to_drafts_leaves_every_byte_as_it_was() -> None:
    published("chiapas")
    before = everything()

    draft = factories.make_place(slug="a-draft")
    with recorded(draft, Action.CHANGED, reason="a secret of the draft"):
        draft.note = "Secret."
        draft.save()
    step(draft, Action.SUBMITTED)
    during = everything()
    step(Record.objects.get(pk=draft.pk), Action.RETURNED, reason="a secret of the review")

    assert during == before
    assert everything() == before


def test_edits_of_what_was_withdrawn_are_not_told() -> None:
    place = published("chiapas")
    step(place, Action.WITHDRAWN, reason="A mistake.")
    before = everything()

    with recorded(place, Action.CHANGED, reason="a secret of the repair"):
        Record.objects.filter(pk=place.pk).update(note="Secret.")

    assert place.status == Status.WITHDRAWN
    assert everything() == before


def test_what_happened_before_publication_stays_untold() -> None:
    draft = factories.make_place(slug="chiapas")
    with recorded(draft, Action.CHANGED, reason="a secret of the draft"):
        draft.save()
    step(draft, Action.PUBLISHED)

    assert ids() == ["place/chiapas/3"]


def test_the_version_moves_on_with_a_change_and_not_with_one_of_a_draft() -> None:
    public, draft = factories.make_place(status="published"), factories.make_place()
    states = [current_version()]

    for place, state in ((draft, None), (public, {})):
        Change.objects.create(record_id=place.pk, revision=2, action=Action.CHANGED, before=state, after=state)
        states.append(current_version())

    assert states[0] == states[1] != states[2]


def test_the_newest_come_first_and_ties_stand_by_their_ids() -> None:
    changed_at("older", NOON - timedelta(microseconds=1))
    for slug in ("b", "a-b", "a"):
        changed_at(slug, NOON)
    changed_at("newer", NOON + timedelta(microseconds=1))
    newest_first = ["place/newer/2", "place/b/2", "place/a/2", "place/a-b/2", "place/older/2"]

    assert ids() == ids(ordering="-at") == newest_first
    assert ids(ordering="at") == newest_first[::-1]


@pytest.mark.parametrize("ordering", ["at", "-at"])
def test_pages_of_one_moment_lose_and_repeat_nothing(ordering: str) -> None:
    for number in range(7):
        changed_at(f"place-{number}", NOON)
    whole = ids(ordering=ordering)

    page, walked = body({"ordering": ordering, "page_size": 2}), []
    walked += page["results"]
    while page["next"]:
        page = Client().get(page["next"]).json()
        walked += page["results"]

    assert [item["id"] for item in walked] == whole
    assert len(set(whole)) == 7


def test_kinds_records_and_actions_can_be_asked_for() -> None:
    published("chiapas")
    step(published("oaxaca"), Action.WITHDRAWN, reason="A mistake.")
    step(factories.make_indicator(slug="chiapas"), Action.PUBLISHED)

    assert ids(kind="indicator") == ["indicator/chiapas/2"]
    assert ids(kind__in="indicator,place", action="published") == [
        "indicator/chiapas/2",
        "place/oaxaca/2",
        "place/chiapas/2",
    ]
    assert ids(record="chiapas") == ["indicator/chiapas/2", "place/chiapas/2"]
    assert ids(record="chiapas", kind="place") == ["place/chiapas/2"]
    assert ids(record="oaxaca") == ["place/oaxaca/3", "place/oaxaca/2"]
    assert ids(action__in="withdrawn,restored") == ["place/oaxaca/3"]


def test_a_stretch_of_time_can_be_asked_for() -> None:
    for hours, slug in enumerate(("first", "second", "third")):
        changed_at(slug, NOON + timedelta(hours=hours))

    assert ids(at__gte="2026-11-21T13:00:00Z") == ["place/third/2", "place/second/2"]
    assert ids(at__lte="2026-11-21T14:00:00+02:00") == ["place/first/2"]


@pytest.mark.parametrize("slug", ["a-draft", "no-record"])
def test_a_record_that_was_never_public_does_not_exist(slug: str) -> None:
    step(factories.make_place(slug="a-draft"), Action.SUBMITTED)

    assert errors(record=slug) == [
        {"parameter": "record", "detail": f"There is no record “{slug}”.", "suggestion": None}
    ]


def test_a_misspelt_record_comes_with_the_published_one_that_was_meant() -> None:
    published("chiapas")
    step(published("chiapaz"), Action.WITHDRAWN, reason="A misprint.")

    [error] = errors(record="chiapazz")

    assert error["suggestion"] == "chiapas"


def test_one_change_has_no_address_of_its_own() -> None:
    published("chiapas")

    assert Client().get(f"{FEED}place/chiapas/2/").status_code == 404
    assert Client().get(f"{FEED}chiapas/").status_code == 404
