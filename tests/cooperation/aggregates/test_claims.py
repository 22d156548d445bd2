"""What may be added up, and the reason against it where nothing may."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperation.aggregates.claims import FUNDING, MAX_COMPARED, OBSERVATIONS, Group, summarise
from cooperation.models import Funding, Observation, Program
from sources.models import Citation
from tests import factories

pytestmark = pytest.mark.django_db

YEARLY = {
    "status": "published",
    "basis": "one_year",
    "flow": "us_assistance",
    "stage": "delivered",
    "calendar": "us_fiscal",
}


@pytest.fixture
def citation() -> Citation:
    return factories.make_citation(source=factories.make_source(status="published"))


@pytest.fixture
def two_years(citation: Citation) -> list[Funding]:
    """Two amounts that may be added: of the same program in two years."""
    program = factories.make_program(citation=citation, status="published")
    return [
        factories.make_funding(**YEARLY, citation=citation, program=program, fiscal_year=year, amount=amount)
        for year, amount in ((2010, 100), (2011, 250))
    ]


def groups(*names: str) -> list[Group]:
    return summarise(Funding.objects.published(), FUNDING, names, 1_000)


def only_group(*names: str) -> Group:
    [group] = groups(*names)
    return group


def test_amounts_of_one_program_in_different_years_add_up(two_years: list[Funding]) -> None:
    assert (only_group().total, only_group().no_total_because) == (Decimal(350), None)


def test_a_group_tells_number_and_range(two_years: list[Funding]) -> None:
    group = only_group()

    assert (group.records, group.unknown, group.smallest, group.largest) == (2, 0, Decimal(100), Decimal(250))


def test_the_largest_figure_may_be_the_upper_end_of_a_range(two_years: list[Funding]) -> None:
    Funding.objects.filter(pk=two_years[0].pk).update(qualifier="range", amount_max=900)

    assert only_group().largest == Decimal(900)


@pytest.mark.parametrize(
    ("columns", "reason"),
    [
        ({"stage": "announced"}, "The figures differ in stage."),
        ({"stage": None}, "Of some figures the stage is unknown."),
        ({"flow": "us_sale"}, "The figures differ in flow."),
        ({"flow": None}, "Of some figures the flow is unknown."),
        ({"qualifier": "nearly"}, "1 of 2 figures are not exact."),
        ({"qualifier": "range", "amount_max": 900}, "1 of 2 figures are not exact."),
        ({"basis": "cumulative"}, "1 of 2 figures are not of exactly one year."),
        ({"basis": "per_year"}, "1 of 2 figures are not of exactly one year."),
        ({"basis": None}, "1 of 2 figures are not of exactly one year."),
        ({"amount": None, "qualifier": None}, "1 of 2 figures are unknown."),
    ],
)
def test_what_must_stay_apart_has_no_total_but_a_reason(
    two_years: list[Funding], columns: dict[str, Any], reason: str
) -> None:
    Funding.objects.filter(pk=two_years[0].pk).update(**columns)

    assert (only_group().total, only_group().no_total_because) == (None, reason)


def test_currencies_are_never_in_one_group(two_years: list[Funding]) -> None:
    Funding.objects.filter(pk=two_years[0].pk).update(currency="MXN")

    assert [(group.keys, group.total) for group in groups()] == [({"currency": "MXN"}, 100), ({"currency": "USD"}, 250)]


def test_amounts_of_overlapping_periods_may_be_the_same_money(two_years: list[Funding]) -> None:
    one, other = two_years
    Funding.objects.filter(pk=other.pk).update(period_earliest=one.period_latest)

    first, second = sorted([one.slug, other.slug])
    assert only_group().no_total_because == f"“{first}” and “{second}” may count the same thing."


def test_an_amount_of_an_unknown_period_may_be_the_same_money(two_years: list[Funding]) -> None:
    Funding.objects.filter(pk=two_years[1].pk).update(period_earliest=None, period_latest=None)

    assert "may count the same thing" in str(only_group().no_total_because)


def same_year(two_years: list[Funding]) -> None:
    one, other = two_years
    Funding.objects.filter(pk=other.pk).update(period_earliest=one.period_earliest, period_latest=one.period_latest)


def test_amounts_of_a_program_and_its_part_may_be_the_same_money(two_years: list[Funding], citation: Citation) -> None:
    same_year(two_years)
    part = factories.make_program(citation=citation, status="published", parent=two_years[0].program)
    part_of_part = factories.make_program(citation=citation, status="published", parent=part)
    Funding.objects.filter(pk=two_years[1].pk).update(program=part_of_part)

    assert "may count the same thing" in str(only_group().no_total_because)


@pytest.mark.parametrize("column", ["program", "provider"])
def test_amounts_of_one_year_for_or_from_different_bodies_add_up(
    two_years: list[Funding], citation: Citation, column: str
) -> None:
    same_year(two_years)
    make = factories.make_program if column == "program" else factories.make_organization
    for funding in two_years:
        Funding.objects.filter(pk=funding.pk).update(**{column: make(citation=citation, status="published")})

    assert only_group().total == Decimal(350)


def test_programs_that_stand_side_by_side_add_up(two_years: list[Funding], citation: Citation) -> None:
    same_year(two_years)
    for funding in two_years:
        part = factories.make_program(citation=citation, status="published", parent=two_years[0].program)
        Funding.objects.filter(pk=funding.pk).update(program=part)

    assert only_group().total == Decimal(350)


def test_an_amount_for_no_known_program_may_be_the_same_money(two_years: list[Funding]) -> None:
    same_year(two_years)
    Funding.objects.filter(pk=two_years[1].pk).update(program=None)

    assert only_group().total is None


def test_drafts_are_in_no_group(two_years: list[Funding], citation: Citation) -> None:
    factories.make_funding(**{**YEARLY, "status": "draft"}, citation=citation, amount=7, fiscal_year=2015)

    assert only_group().total == Decimal(350)


def test_a_program_in_draft_is_an_unknown_one(two_years: list[Funding]) -> None:
    Program.objects.update(status="draft")

    assert [group.keys["program"] for group in groups("program")] == [None]


def test_too_many_figures_are_not_searched_for_overlaps(citation: Citation) -> None:
    for year in range(1000, 1001 + MAX_COMPARED):
        factories.make_funding(**YEARLY, citation=citation, fiscal_year=year)

    assert only_group().no_total_because == "More than 200 figures: they are not searched for overlaps."


@pytest.mark.parametrize("name", FUNDING.groups)
def test_every_listed_column_groups(two_years: list[Funding], name: str) -> None:
    assert sum(group.records for group in groups(name)) == 2
    assert all(set(group.keys) == {name, "currency"} for group in groups(name))


def test_groups_stand_in_the_order_of_their_keys_and_unknown_last(two_years: list[Funding], citation: Citation) -> None:
    factories.make_funding(status="published", citation=citation, fiscal_year=None)

    assert [group.keys["fiscal_year"] for group in groups("fiscal_year")] == [2010, 2011, None]


@pytest.mark.parametrize(
    "unit", ["percent", "Percent of cases", "persons per year", "per 100,000", "direction of change"]
)
def test_shares_rates_and_comparisons_never_add_up(citation: Citation, unit: str) -> None:
    indicator = factories.make_indicator(status="published", unit=unit)
    for year in ("2010", "2011"):
        factories.make_observation(
            status="published", indicator=indicator, citation=citation, qualifier="exact", basis="one_year", period=year
        )

    [group] = summarise(Observation.objects.published(), OBSERVATIONS, (), 1_000)

    assert (group.total, group.no_total_because) == (None, "Shares, rates and comparisons cannot be added.")


def test_planned_and_counted_values_never_add_up(citation: Citation) -> None:
    indicator = factories.make_indicator(status="published")
    for year, is_planned in (("2010", True), ("2011", False)):
        factories.make_observation(
            status="published", indicator=indicator, citation=citation, qualifier="exact", basis="one_year", period=year,
            is_planned=is_planned,
        )  # fmt: skip

    [group] = summarise(Observation.objects.published(), OBSERVATIONS, (), 1_000)

    assert group.no_total_because == "The figures differ in is_planned."


AMOUNTS = st.fixed_dictionaries(
    {
        "amount": st.integers(0, 10**9),
        "fiscal_year": st.integers(2008, 2014),
        "stage": st.sampled_from(["delivered", "delivered", "announced", None]),
        "flow": st.sampled_from(["us_assistance", "us_assistance", None]),
        "qualifier": st.sampled_from(["exact", "exact", "exact", "about"]),
        "basis": st.sampled_from(["one_year", "one_year", "one_year", "cumulative"]),
        "currency": st.sampled_from(["USD", "USD", "MXN"]),
    }
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(amounts=st.lists(AMOUNTS, max_size=5), names=st.lists(st.sampled_from(FUNDING.groups), max_size=2, unique=True))
def test_a_total_is_none_or_the_plain_sum(citation: Citation, amounts: list[dict[str, Any]], names: list[str]) -> None:
    Funding.objects.all().delete()
    for columns in amounts:
        factories.make_funding(**{**YEARLY, **columns}, citation=citation)

    found = groups(*names)

    assert sum(group.records for group in found) == len(amounts)
    for group in found:
        own = [
            item for item in amounts if all(group.keys[name] == item.get(name) for name in group.keys if name in item)
        ]
        assert (group.total is None) == (group.no_total_because is not None)
        assert group.total in (None, sum(item["amount"] for item in own))
