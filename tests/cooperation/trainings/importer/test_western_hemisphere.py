"""The real file of the Western Hemisphere, where this machine has it: nothing lost, and the sums that the reports print."""

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum
from django.test import Client

from cooperation.importers.fixtures import load_fixtures
from cooperation.trainings.groups import training_groups, years_not_counted
from cooperation.trainings.importer.load import import_file
from cooperation.trainings.models import PrintedTotal, ReportedYear, Training, TrainingFlag
from tests.conftest import REPORTS_DIR

pytestmark = [
    pytest.mark.slow,
    pytest.mark.reports,
    pytest.mark.usefixtures("imported"),
]


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """The records of the fixtures and the whole file, in a transaction that is undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_fixtures(settings.BASE_DIR / "fixtures")
        import_file(
            REPORTS_DIR / "fmtrpt_western_hemisphere.tsv.gz",
            totals=REPORTS_DIR / "printed_totals_western_hemisphere.tsv",
        )
        yield
        transaction.set_rollback(True)


def mexico(*years):
    return Training.objects.counted().filter(country="MEX", fiscal_year__in=years)


def test_no_row_is_lost_and_none_is_merged():
    assert Training.objects.count() == 76_875
    assert Training.objects.values("published_id").distinct().count() == 76_875


@pytest.mark.parametrize(
    ("year", "rows", "trainees", "dollars"), [(2010, 599, 734, 6_931_830), (2011, 230, 2174, 12_793_998)]
)
def test_mexico_adds_up(year, rows, trainees, dollars):
    sums = mexico(year).aggregate(rows=Count("pk"), trainees=Sum("quantity"), dollars=Sum("total_cost"))

    assert sums == {"rows": rows, "trainees": trainees, "dollars": dollars}
    assert mexico(year).values("program").distinct().count() == 7


def test_mexicans_at_whinsec():
    rows = mexico(2010, 2011).filter(place__slug="whinsec")

    assert rows.aggregate(Count("pk"), Sum("quantity"), Count("course_title", distinct=True)) == {
        "pk__count": 43,
        "quantity__sum": 48,
        "course_title__count": 10,
    }


def test_courses_inside_mexico():
    assert mexico(2010, 2011).filter(in_country=True).count() == 193


@pytest.mark.parametrize(
    ("query", "rows", "trainees", "dollars", "courses"),
    [
        ("fiscal_year=2010", 599, 734, 6_931_830, 135),
        ("fiscal_year=2011", 230, 2174, 12_793_998, 158),
        ("fiscal_year=2011&group_by=country,fiscal_year", 230, 2174, 12_793_998, 158),
        ("fiscal_year__in=2010,2011&place=whinsec", 43, 48, 416_693, 10),
        ("fiscal_year__in=2010,2011&in_country=true", 193, 1657, 1_043_644, 49),
    ],
)
def test_the_summary_adds_up(query, rows, trainees, dollars, courses):
    [group] = Client().get(f"/api/v1/trainings/summary/?country=MEX&{query}").json()["results"]

    assert (group["rows"], group["trainees"], group["cost"], group["courses"]) == (rows, trainees, dollars, courses)


@pytest.mark.parametrize(
    ("query", "rows", "trainees"),
    [
        ("fiscal_year__in=2010,2011&school=whinsec", 75, 99),
        ("fiscal_year__in=2010,2011&school=whinsec&is_mobile=false", 43, 48),
        ("fiscal_year=2011&recipient__within=mexican-navy-secretariat", 89, 1220),
        ("fiscal_year=2011&recipient__within=mexican-defense-secretariat", 80, 678),
    ],
)
def test_schools_and_recipients_add_up_to_what_the_guide_says(query, rows, trainees):
    [group] = Client().get(f"/api/v1/trainings/summary/?country=MEX&{query}").json()["results"]

    assert (group["rows"], group["trainees"]) == (rows, trainees)


def test_the_summary_has_the_seven_programs_of_2011():
    answer = Client().get("/api/v1/trainings/summary/?country=MEX&fiscal_year=2011&group_by=program_as_printed").json()

    assert answer["count"] == 7


def test_the_sums_of_country_and_year_are_those_of_the_rows():
    groups = {}
    for rows in (ReportedYear.objects.all(), Training.objects.present()):
        groups[rows.model] = training_groups(rows, ("country", "fiscal_year"), "group", 1_000)
        assert sum(year.rows for year in years_not_counted(rows)) == 2957

    assert groups[ReportedYear] == groups[Training]
    assert groups[Training].count == 707


def test_years_that_two_reports_cover_count_once():
    twice = Training.objects.filter(is_counted=False).values_list("report", "fiscal_year").annotate(Count("pk"))

    assert sorted(twice) == [("1999_2000", 2000, 1421), ("2000_2001", 2001, 1536)]


def test_every_program_is_mapped_and_four_numbers_are_masked():
    assert Training.objects.filter(authority=None).count() == 0
    assert Training.objects.flagged(TrainingFlag.NUMBER_MASKED).count() == 4


def test_sums_equal_the_printed_totals_in_98_of_100_country_programs():
    columns = ("report", "fiscal_year", "country_as_printed", "program")
    rows = Training.objects.order_by().values_list(*columns).annotate(Sum("quantity"), Sum("total_cost"))
    sums = {tuple(key): (quantity or 0, cost or 0) for *key, quantity, cost in rows}
    totals = PrintedTotal.objects.all()

    equal = [total.pk for total in totals if is_equal(total, sums)]

    assert len(totals) == 3405
    assert len(equal) == 3365
    assert sorted(equal) == sorted(PrintedTotal.objects.filter(agrees=True).values_list("pk", flat=True))


def test_every_printed_total_that_the_rows_do_not_meet_is_listed_with_its_difference():
    page = Client().get("/api/v1/reconciliation/printed-totals/?agrees=false&page_size=100").json()

    assert page["count"] == len(page["results"]) == 40
    assert all(item["quantity_difference"] or abs(item["cost_difference"]) > 2 for item in page["results"])


def test_match_rates_of_the_reports():
    answer = Client().get("/api/v1/reconciliation/printed-totals/summary/").json()

    assert (answer["overall"]["agreeing"], answer["overall"]["agreeing_percent"]) == (3365, 98.83)
    assert answer["count"] == 22
    assert min(group["agreeing_percent"] for group in answer["results"]) == 93.07


def test_the_rows_that_a_printed_total_links_to_add_up_to_what_stands_beside_it():
    address = "/api/v1/reconciliation/printed-totals/?report=2011_2012&country=MEX"

    totals = Client().get(address).json()["results"]

    assert len(totals) == 7
    assert sum(item["recorded_quantity"] for item in totals) == 2174
    for item in totals:
        assert sum(Client().get(link).json()["count"] for link in item["rows"]) == item["recorded_rows"]


RECONCILED = {
    "mexican-trainees-fy2006": (632, 558, -74, -11.71, False),
    "mexican-trainees-fy2011": (2206, 2174, -32, -1.45, False),
    "cost-of-training-mexicans-fy2006": (1_300_000, 534_970, -765_030, -58.85, False),
    "cost-of-training-mexicans-fy2010": (12_600_000, 6_931_830, -5_668_170, -44.99, False),
    "cost-of-training-mexicans-fy2011": (15_200_000, 12_793_998, -2_406_002, -15.83, False),
    "courses-inside-mexico-fy2010-fy2011": (60, 58, -2, -3.33, False),
    "whinsec-courses-for-mexicans-fy2010-fy2011": (10, 10, 0, 0, True),
    "mexican-trainees-since-2006": (16_000, 14_268, -1_732, -10.82, False),
    "length-of-course-in-chiapas-april-2011": (2, 2.14, 0.14, 7, True),
    "length-of-course-in-chiapas-september-2011": (2, 1.71, -0.29, -14.5, False),
    "courses-in-the-us-for-mexicans-fy2010-fy2011": (None, 266, None, None, None),
    "defense-money-for-training-mexicans-fy2010-fy2011": (None, 16_557_455, None, None, None),
    "state-money-for-training-mexicans-fy2010-fy2011": (None, 3_168_373, None, None, None),
    "whinsec-trainees-from-mexico-fy2010-fy2011": (None, 48, None, None, None),
    "courses-in-mexico-city-fy2010-fy2011": (None, 16, None, None, None),
    "courses-in-campeche-fy2010-fy2011": (None, 12, None, None, None),
    "infantry-training-in-campeche": (None, 205, None, None, None),
    "intelligence-training-in-campeche": (None, 144, None, None, None),
    "marksmanship-training-in-campeche": (None, 30, None, None, None),
    "open-source-intelligence-training-in-mexico-city": (None, 96, None, None, None),
    "kaibiles-in-us-courses": (None, 3, None, None, None),
    "special-operations-course-for-mexican-navy": (None, 6, None, None, None),
    "marines-in-chiapas-fy2011": (None, 2, None, None, None),
    "marines-in-chiapas-april-2011": (None, 40, None, None, None),
    "marines-in-chiapas-september-2011": (None, 41, None, None, None),
}


def test_claims_beside_what_the_records_add_up_to():
    page = Client().get("/api/v1/reconciliation/?page_size=100").json()

    found = {
        item["id"]: tuple(
            item[name]
            for name in ("stated_value", "recorded_value", "difference", "difference_percent", "is_consistent")
        )
        for item in page["results"]
    }
    assert {slug: found[slug] for slug in RECONCILED} == RECONCILED
    assert {item["status"] for item in page["results"]} == {"recorded"}
    assert all(item["recorded_value"] for item in page["results"])


def test_every_claim_links_to_the_rows_and_the_sums_that_it_is_compared_with():
    for item in Client().get("/api/v1/reconciliation/?page_size=100").json()["results"]:
        [group] = Client().get(item["summary"]).json()["results"]
        assert Client().get(item["query"]).json()["count"] == item["recorded"]["rows"] == group["rows"]
        for name in ("trainees", "cost", "unknown_quantities", "unknown_costs", "courses"):
            assert group[name] == item["recorded"][name]


def test_rows_inside_mexico_stand_beside_the_courses_there():
    recorded = Client().get("/api/v1/reconciliation/courses-inside-mexico-fy2010-fy2011/").json()["recorded"]

    assert (recorded["rows"], recorded["trainees"], recorded["courses"], recorded["runs"]) == (193, 1657, 49, 58)


def is_equal(total, sums):
    keys = [
        (total.report, total.fiscal_year, total.country_as_printed, spelling) for spelling in total.program_spellings
    ]
    found = [(0, 0), *(sums.get(key, (0, 0)) for key in keys)]
    quantity, cost = (sum(numbers) for numbers in zip(*found, strict=True))
    return quantity == total.quantity and abs(cost - total.total_cost) <= 2
