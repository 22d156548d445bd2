"""A statement that is compiled once, with slots for values, finds what Django's own queryset with the values finds."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db.models import QuerySet

from config.rest.ordering import Ordering, SortKey
from config.rest.pages import CURSOR
from config.rest.selections import Selection, prepared_statement, statement_of
from config.rest.statements import shape_of, shapes_of
from cooperation.api.filters import FundingFilterSet
from cooperation.models import Funding
from cooperation.trainings.api.filters import TrainingFilterSet
from cooperation.trainings.models import Training
from tests.factories import make_citation, make_funding, make_source, make_training

pytestmark = pytest.mark.django_db
SLUG, UUID_KEY = SortKey("slug"), SortKey("published_id", "uuid", is_known=True)
BY_AMOUNT = Ordering("amount", SortKey("amount", "number"), SLUG, descending=False)
BY_PERIOD = Ordering("period", SortKey("period_earliest", "day"), SLUG, descending=False)
BY_ID = Ordering("id", UUID_KEY, UUID_KEY, descending=False)


@pytest.fixture(autouse=True)
def rows() -> None:
    """Some funding and some training activities, one of each hidden."""
    for slug, amount, stage in (("a", "5.50", "announced"), ("b", "20", "announced"), ("c", None, "delivered")):
        make_funding(
            slug=slug,
            status="published",
            amount=amount,
            qualifier="exact" if amount else None,
            stage=stage,
            fiscal_year=2010,
            calendar="us_fiscal",
        )
    make_funding(slug="hidden", amount="7")
    make_training(country="MEX", fiscal_year=2010, start=date(2010, 1, 1), quantity=5)
    make_training(country="COL", fiscal_year=2011, start=date(2011, 1, 1), quantity=None)
    make_training(country="MEX", fiscal_year=2011, withdrawn_at="2026-01-01T00:00:00Z")


def select(
    base: QuerySet, filters: Any, values: Mapping[str, Any], ordering: Ordering, position: Any = None, **options: Any
) -> list[dict[str, Any]]:
    """The rows that a statement finds which is compiled for whatever values."""
    selection = Selection(
        queryset=base, narrow=filters.apply, shapes=shapes_of(values),
        columns=("pk",), ordering=ordering, limit=10, using="default", cursor=position and shape_of(position), **options,
    )  # fmt: skip
    statement = prepared_statement(selection)
    return [statement.row(row) for row in statement.execute({**values, CURSOR: position})]


PUBLISHED = Funding.objects.published()
PRESENT = Training.objects.present()


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"stage": "announced"},
        {"stage": "a' OR 1=1 --"},
        {"stage__in": ["announced", "delivered"]},
        {"amount__gte": Decimal("5.50")},
        {"amount__lte": Decimal("19.99"), "amount__gte": Decimal(1)},
        {"amount__isnull": True},
        {"amount__isnull": False, "fiscal_year__in": [2010, 2011, 2012]},
        {"program": -1},
        {"program__in": [-1, -2]},
        {"program__isnull": True},
        {"program__within": -1},
        {"certainly_during": (date(2000, 1, 1), date(2020, 1, 1))},
        {"possibly_during": (date(2000, 1, 1), date(2020, 1, 1))},
    ],
)
def test_prepared_filters_find_what_their_querysets_find(values: dict[str, Any]) -> None:
    expected = BY_AMOUNT.apply(FundingFilterSet.apply(PUBLISHED, values), backwards=False)

    assert [row["pk"] for row in select(PUBLISHED, FundingFilterSet, values, BY_AMOUNT)] == [row.pk for row in expected]


@pytest.mark.parametrize("is_of_record", [True, False])
def test_citations_are_asked_for_by_slots_too(is_of_record: bool) -> None:
    citation = make_citation(source=make_source(status="published"), paragraph=17)
    Funding.objects.filter(slug="a").update(citation=citation)
    values = {"source": citation.source_id, "paragraph": 17 if is_of_record else 18}

    found = select(PUBLISHED, FundingFilterSet, values, BY_AMOUNT)

    assert [row["sort_id"] for row in found] == (["a"] if is_of_record else [])


@pytest.mark.parametrize(
    "values", [{"fiscal_year__in": [2010]}, {"quantity__isnull": True}, {"start__lte": date(2012, 1, 1)}]
)
@pytest.mark.parametrize("keys_first", [False, True])
def test_columns_that_indexes_hold_are_compared_alike(values: dict[str, Any], keys_first: bool) -> None:
    expected = BY_ID.apply(TrainingFilterSet.apply(PRESENT, values), backwards=False)

    found = select(PRESENT, TrainingFilterSet, values, BY_ID, keys_first=keys_first)

    assert [row["pk"] for row in found] == [row.pk for row in expected]
    assert [str(row["sort_id"]) for row in found] == [str(row.published_id) for row in expected]


@pytest.mark.parametrize(
    ("ordering", "position", "backwards", "expected"),
    [
        (BY_AMOUNT, ("amount", Decimal("5.5"), "a"), False, ["b", "c"]),
        (BY_AMOUNT, ("amount", Decimal("5.5"), "0"), False, ["a", "b", "c"]),
        (BY_AMOUNT, ("amount", Decimal(20), "b"), True, ["a"]),
        (BY_PERIOD, ("period", date.min, "z"), False, ["a", "b", "c"]),
    ],
)
def test_a_page_begins_behind_its_position(
    ordering: Ordering, position: Any, backwards: bool, expected: list[str]
) -> None:
    found = select(PUBLISHED, FundingFilterSet, {}, ordering, position, backwards=backwards)

    assert [row["sort_id"] for row in found] == expected


def test_the_same_kind_of_question_is_compiled_once() -> None:
    prepared_statement.cache_clear()

    for stage in ("announced", "delivered", "sold"):
        select(PUBLISHED, FundingFilterSet, {"stage": stage}, BY_AMOUNT)

    assert prepared_statement.cache_info().misses == 1


@pytest.mark.parametrize(
    ("one", "other", "are_alike"),
    [
        ("announced", "sold", True),
        (True, False, False),
        (1, True, False),
        ([1, 2], [3, 4], True),
        ([1], [1, 2], False),
        (date(2010, 1, 1), date(2011, 1, 1), True),
    ],
)
def test_a_statement_depends_on_types_and_numbers_of_values_and_on_booleans(
    one: Any, other: Any, are_alike: bool
) -> None:
    assert (shape_of(one) == shape_of(other)) is are_alike


def test_a_condition_that_nothing_meets_takes_no_query(django_assert_num_queries: Any) -> None:
    selection = Selection(
        queryset=Funding.objects.none(), narrow=FundingFilterSet.apply, shapes=(), columns=("pk",), ordering=BY_AMOUNT,
        limit=1, using="default",
    )  # fmt: skip

    with django_assert_num_queries(0):
        assert statement_of(selection).execute({}) == []
