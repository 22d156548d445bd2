"""A recorded value beside a stated one: the difference, and what the qualifier allows."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cooperation.reconciliation.comparison import ClaimTest, Stated, compare, reconcile
from cooperation.trainings.models import Training
from tests import factories


def stated(value, qualifier="exact", value_max=None):
    return Stated(Decimal(value), None if value_max is None else Decimal(value_max), qualifier)


@pytest.mark.parametrize(
    ("recorded", "claim", "difference", "percent", "consistent"),
    [
        (2174, stated(2206), "-32", "-1.45", False),
        (2206, stated(2206), "0", "0.00", True),
        (10, stated(10, "at_least"), "0", "0.00", True),
        (12, stated(10, "at_least"), "2", "20.00", True),
        (58, stated(60, "at_least"), "-2", "-3.33", False),
        (16_000, stated(16_000, "more_than"), "0", "0.00", False),
        (16_001, stated(16_000, "more_than"), "1", "0.01", True),
        (5, stated(5, "less_than"), "0", "0.00", False),
        (5, stated(5, "at_most"), "0", "0.00", True),
        (3, stated(2, "range", 3), "0", "0.00", True),
        (5, stated(2, "range", 3), "2", "66.67", False),
        (1, stated(2, "range", 3), "-1", "-50.00", False),
        (4_400, stated(4_500, "nearly"), "-100", "-2.22", None),
        (4_600, stated(4_500, "about"), "100", "2.22", None),
    ],
)
def test_qualifiers_say_how_far_a_recorded_value_may_be_from_a_stated_one(
    recorded, claim, difference, percent, consistent
):
    found = compare(Decimal(recorded), claim)

    assert (found.difference, found.percent, found.is_consistent) == (Decimal(difference), Decimal(percent), consistent)


@pytest.mark.parametrize(
    ("recorded", "value", "precision", "qualifier", "consistent"),
    [
        ("15_170_000", "15_200_000", "100_000", "exact", True),
        ("15_140_000", "15_200_000", "100_000", "exact", False),
        ("1.86", "2", "0.2857", "exact", True),
        ("2.14", "2", "0.2857", "exact", True),
        ("2.29", "2", "0.2857", "exact", False),
        ("1_960", "2_000", "100", "at_least", True),
        ("1_940", "2_000", "100", "at_least", False),
        ("2_199_000_000", "2_200_000_000", "100_000_000", "more_than", False),
    ],
)
def test_figures_are_compared_at_the_precision_to_which_they_are_printed(
    recorded, value, precision, qualifier, consistent
):
    claim = Stated(Decimal(value), None, qualifier, Decimal(precision))

    assert compare(Decimal(recorded), claim).is_consistent is consistent


def test_what_is_equal_as_printed_is_said_to_be_so():
    claim = Stated(Decimal(15_200_000), None, "exact", Decimal(100_000))

    assert compare(Decimal(15_170_000), claim).words == (
        "Recorded is lower by 30,000 (0.2 %); to 100,000, as it is printed, the figure is met."
    )


def test_there_is_no_percentage_of_zero():
    assert compare(Decimal(5), stated(0)).percent is None


def test_what_is_not_stated_or_not_recorded_is_not_compared():
    assert compare(Decimal(5), Stated()).difference is None
    assert compare(None, stated(5)).difference is None


@pytest.mark.parametrize(
    ("recorded", "claim", "words"),
    [
        ("2174", stated(2206), "Recorded is lower by 32 (1.5 %)."),
        ("2.14", stated(2), "Recorded is higher by 0.14 (7.0 %)."),
        ("12793998", stated(15_200_000), "Recorded is lower by 2,406,002 (15.8 %)."),
        (
            "10",
            stated(10, "at_least"),
            "Recorded and stated are equal; “at least” is stated, which the recorded value fits.",
        ),
        (
            "14268",
            stated(16_000, "more_than"),
            "Recorded is lower by 1,732 (10.8 %); “more than” is stated, which the recorded value does not fit.",
        ),
        ("4400", stated(4_500, "nearly"), "Recorded is lower by 100 (2.2 %); “nearly” is stated."),
        (
            "3",
            stated(2, "range", 3),
            "Recorded lies inside the range; “range” is stated, which the recorded value fits.",
        ),
    ],
)
def test_the_comparison_is_said_in_words_and_calls_nothing_right(recorded, claim, words):
    assert compare(Decimal(recorded), claim).words == words


def question(key=1, *, measure="trainees", query="country=MEX&fiscal_year=2011", baseline=None):
    return ClaimTest(key, stated(10), measure, query, baseline)


def all_rows(query):
    return Training.objects.present()


@pytest.mark.django_db
def test_without_an_import_nothing_is_recorded_and_the_command_is_named():
    outcome = reconcile([question()], all_rows)[1]

    assert (outcome.status, outcome.recorded_value, outcome.recorded) == ("not_imported", None, None)
    assert "manage.py import_fmtrpt FILE --totals FILE" in outcome.reason


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "lacking"),
    [
        ("country=MEX&fiscal_year=2012", "MEX 2012"),
        ("country=MEX&fiscal_year__in=2011,2012,2013", "MEX 2012, MEX 2013"),
        ("country=MEX&fiscal_year__gte=2010&fiscal_year__lte=2011", "MEX 2010"),
        ("country__in=MEX,GTM&fiscal_year=2011", "GTM 2011"),
        ("country=GTM", "GTM"),
    ],
)
def test_a_year_that_the_import_lacks_is_named_and_is_not_zero(query, lacking):
    factories.make_training()
    factories.refresh_sums()

    outcome = reconcile([question(query=query)], all_rows)[1]

    assert (outcome.status, outcome.recorded_value) == ("not_held", None)
    assert f"holds nothing of {lacking} (" in outcome.reason


@pytest.mark.django_db
def test_what_cannot_be_asked_is_told_and_the_others_are_answered():
    factories.make_training()
    factories.refresh_sums()

    def rows_of(query):
        if query == "place=gone":
            raise ValueError("The place is gone.")
        return all_rows(query)

    outcomes = reconcile([question(1, query="place=gone"), question(2)], rows_of)

    assert (outcomes[1].status, outcomes[1].reason) == ("not_answered", "The place is gone.")
    assert outcomes[2].recorded_value == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("measure", "value"),
    [("rows", "4"), ("trainees", "6"), ("cost", "24000"), ("courses", "2"), ("runs", "3"), ("weeks", "1.67")],
)
def test_each_measure_adds_up_what_it_says(measure, value):
    april = {"start": "2011-04-01", "end": "2011-04-14", "location": "CHIAPAS, MX"}
    factories.make_training(course_title_normalized="infantry", **april)
    factories.make_training(course_title_normalized="infantry", **april, quantity=None)
    factories.make_training(course_title_normalized="infantry", start="2011-09-01", end="2011-09-07", total_cost=None)
    factories.make_training(course_title_normalized="convoy", start="2011-09-07", end="2011-09-01", total_cost=None)
    factories.make_training(course_title_normalized="counted not", report="2010_2011", is_counted=False)
    factories.refresh_sums()

    assert reconcile([question(measure=measure)], all_rows)[1].recorded_value == Decimal(value)


@pytest.mark.django_db
def test_sums_say_how_much_is_unknown():
    factories.make_training()
    factories.make_training(quantity=None, total_cost=None)
    factories.refresh_sums()

    recorded = reconcile([question()], all_rows)[1].recorded

    assert (recorded.unknown_quantities, recorded.unknown_costs) == (1, 1)


@pytest.mark.django_db
def test_of_no_rows_nothing_is_known_and_none_are_counted():
    factories.make_training()
    factories.refresh_sums()

    outcome = reconcile([question(measure="cost")], lambda query: Training.objects.none())[1]

    assert (outcome.recorded_value, outcome.recorded.rows) == (None, 0)
    assert outcome.comparison.words == "The records found give no figure."


@pytest.mark.django_db
def test_a_rise_is_measured_from_its_baseline():
    factories.make_training(fiscal_year=2010, quantity=4)
    factories.make_training(fiscal_year=2011, quantity=5)
    factories.refresh_sums()
    asked = ClaimTest(1, Stated(), "trainees", "fiscal_year=2011", "fiscal_year=2010")

    outcome = reconcile([asked], lambda query: Training.objects.filter(fiscal_year=query[-4:]))[1]

    assert (outcome.recorded_value, outcome.baseline_value) == (5, 4)
    assert (outcome.change.difference, outcome.change.percent) == (1, 25)
    assert outcome.comparison.words == "No figure is stated. Beside the baseline: Recorded is higher by 1 (25.0 %)."


@pytest.mark.django_db
def test_a_hundred_questions_take_as_many_queries_as_one(django_assert_num_queries):
    factories.make_training()
    factories.refresh_sums()

    for number in (1, 100, 300):
        with django_assert_num_queries(2 if number < 300 else 3):
            reconcile([question(key, query=f"country=MEX&q={key}") for key in range(number)], all_rows)


@pytest.mark.django_db
def test_what_was_added_up_is_remembered_until_the_public_sees_something_else():
    factories.make_training(quantity=2)
    factories.refresh_sums()
    reconcile([question()], all_rows)

    with CaptureQueriesContext(connection) as captured:
        again = reconcile([question()], all_rows)[1]
    factories.make_training(quantity=40)
    factories.refresh_sums()
    after_an_import = reconcile([question()], all_rows)[1]

    assert not [query for query in captured if "cooperation_training" in query["sql"]]
    assert (again.recorded_value, after_an_import.recorded_value) == (2, 42)
