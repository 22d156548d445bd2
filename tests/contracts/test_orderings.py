"""Every order is the one that a plain sort gives, unknown last, and pages lose and repeat nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

from config.rest.ordering import Ordering
from sources.models import OPEN_END, OPEN_START
from tests import factories
from tests.contracts.endpoints import ROOT, VIEWS, body_of, id_of, ids_of, pages_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

# What stands for a column that may be null, and that column.
STORED = {
    "start_ascending": "start",
    "start_descending": "start",
    "total_cost_descending": "total_cost",
    "quantity_descending": "quantity",
}


def naively_sorted(records: list[Any], ordering: Ordering) -> list[str]:
    """Public ids as a plain sort puts them: by the key, then by id in the same direction; unknown ones at the end."""
    column = STORED.get(ordering.key.column, ordering.key.column)
    known = [record for record in records if not is_last(getattr(record, column), ordering)]
    unknown = [record for record in records if is_last(getattr(record, column), ordering)]
    known.sort(key=lambda record: (bytewise(getattr(record, column)), id_of(record)), reverse=ordering.descending)
    unknown.sort(key=id_of, reverse=ordering.descending)
    return [id_of(record) for record in (*known, *unknown)]


def is_last(value: Any, ordering: Ordering) -> bool:
    """Whether a value is unknown; an open beginning is the first day, and last where the order is turned round."""
    return value is None or value == (OPEN_START if ordering.descending else OPEN_END)


def bytewise(value: Any) -> Any:
    return value.encode() if isinstance(value, str) else value


def ids_backwards(plural: str, parameters: dict[str, Any]) -> Iterator[str]:
    """Public ids from the last page to the first."""
    *_, last = pages_of(plural, parameters)
    page = last
    yield from (item["id"] for item in reversed(page["results"]))
    while page["previous"]:
        page = body_of(page["previous"])
        yield from (item["id"] for item in reversed(page["results"]))


@pytest.mark.parametrize("plural", VIEWS)
def test_lists_stand_in_the_order_asked_for(plural: str) -> None:
    records = list(VIEWS[plural].queryset.all())
    expected = {name: naively_sorted(records, ordering) for name, ordering in VIEWS[plural].orderings().items()}

    assert {name: ids_of(plural, {"ordering": name}) for name in expected} == expected


@pytest.mark.parametrize("plural", VIEWS)
def test_walking_the_pages_there_and_back_meets_every_record_once(plural: str) -> None:
    for name in VIEWS[plural].orderings():
        parameters = {"ordering": name, "page_size": 37, "fields": "id"}
        there = ids_of(plural, parameters)

        assert len(there) == len(set(there)) == VIEWS[plural].queryset.count(), name
        assert list(ids_backwards(plural, parameters)) == there[::-1], name


@pytest.mark.parametrize("plural", VIEWS)
def test_every_page_tells_the_exact_count(plural: str) -> None:
    expected = VIEWS[plural].queryset.count()

    assert {page["count"] for page in pages_of(plural, {"page_size": 60, "fields": "id"})} == {expected}


@pytest.mark.parametrize(("page_size", "pages"), [(12, 1), (11, 2), (4, 3), (5, 3), (1, 12)])
def test_there_is_no_empty_page(page_size: int, pages: int) -> None:
    twelve = ",".join(ids_of("places")[:12])

    found = list(pages_of("places", {"page_size": page_size, "id__in": twelve}))

    assert len(found) == pages
    assert all(page["results"] for page in found)


@pytest.mark.parametrize("slug", ["aaa-before-all", "zzz-after-all"])
def test_pages_do_not_drift_when_a_record_is_added_between_them(slug: str) -> None:
    before = ids_of("places")
    first = body_of(f"{ROOT}places/", {"page_size": 10, "fields": "id"})

    factories.make_place(slug=slug, status="published")
    second = body_of(first["next"])

    assert [item["id"] for item in (*first["results"], *second["results"])] == before[:20]


def test_pages_do_not_drift_when_the_last_record_of_a_page_is_withdrawn() -> None:
    before = ids_of("places")
    first = body_of(f"{ROOT}places/", {"page_size": 10, "fields": "id"})

    VIEWS["places"].queryset.model.objects.filter(slug=before[9]).update(status="withdrawn")

    assert [item["id"] for item in body_of(first["next"])["results"]] == before[10:20]


def test_an_amount_larger_than_all_others_comes_before_the_unknown_ones() -> None:
    largest = factories.make_funding(status="published", amount=9 * 10**17)
    unknown = factories.make_funding(status="published", amount=None, qualifier=None, currency=None)

    for name in ("amount", "-amount"):
        ids = ids_of("funding", {"ordering": name, "page_size": 3})
        assert ids.index(largest.slug) < ids.index(unknown.slug)
