"""The real file of the Western Hemisphere, where this machine has it: nothing lost, and the sums that the reports print."""

import os
from pathlib import Path

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Count, Sum

from cooperation.importers.fixtures import load_fixtures
from cooperation.importers.fmtrpt.load import import_file
from cooperation.models import PrintedTotal, Training, TrainingFlag

FOLDER = Path(os.environ.get("FMTRPT_DIR", settings.BASE_DIR.parent / "shared" / "data" / "fmtrpt"))

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="no file of the reports in FMTRPT_DIR"),
    pytest.mark.usefixtures("imported"),
]


@pytest.fixture(scope="module")
def imported(django_db_setup, django_db_blocker):
    """The records of the fixtures and the whole file, in a transaction that is undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_fixtures(settings.BASE_DIR / "fixtures")
        import_file(
            FOLDER / "fmtrpt_western_hemisphere.tsv.gz", totals=FOLDER / "printed_totals_western_hemisphere.tsv"
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

    equal = [total for total in totals if is_equal(total, sums)]

    assert len(totals) == 3405
    assert len(equal) == 3365


def is_equal(total, sums):
    keys = [
        (total.report, total.fiscal_year, total.country_as_printed, spelling) for spelling in total.program_spellings
    ]
    found = [sums.get(key, (0, 0)) for key in keys]
    quantity, cost = (sum(numbers) for numbers in zip(*found, strict=True))
    return quantity == total.quantity and abs(cost - total.total_cost) <= 2
