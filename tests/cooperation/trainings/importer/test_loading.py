"""Files into the database: all of it, or nothing."""

import os
from datetime import date
from io import StringIO
from unittest.mock import Mock, call

import pytest
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from cooperation.management.commands.import_fmtrpt import Command
from cooperation.trainings.importer import vocabulary
from cooperation.trainings.importer.load import ImportRefusedError, import_file
from cooperation.trainings.importer.totals import read_totals, store_totals
from cooperation.trainings.models import ImportBatch, PrintedTotal, ReportedYear, ReportPage, Training, TrainingFlag
from sources.models import Record
from sources.models.publication import PUBLIC, referrers_of
from tests.cooperation.trainings.importer.files import cells_of, text_of, write
from tests.factories import make_organization

pytestmark = pytest.mark.django_db

TOTALS = "report\tfiscal_year\tcountry\tprogram\tquantity\ttotal_cost\tprogram_spellings\n"


def load(folder, *rows, name="file.tsv", **options):
    return import_file(write(folder / name, text_of(rows)), **options)


def stored():
    return {str(row.published_id): (row.raw, row.withdrawn_at is None) for row in Training.objects.all()}


def test_rows_are_stored_with_what_was_understood_and_what_was_printed(tmp_path):
    outcome = load(tmp_path, cells_of(1), cells_of(2, total_cost=""))

    first, second = (Training.objects.get(published_id=cells_of(number)[0]) for number in (1, 2))
    assert first.raw == cells_of(1)
    assert (first.country, first.fiscal_year, first.start) == ("MEX", 2011, date(2011, 1, 10))
    assert (first.page.report, first.page.page) == ("2011_2012", "24")
    assert (second.total_cost, second.total_cost_descending) == (None, -1)
    assert second.flags & TrainingFlag.COST_UNKNOWN
    assert outcome.changes.new == 2
    assert ReportPage.objects.count() == 1


def test_the_same_file_again_changes_nothing(tmp_path):
    load(tmp_path, cells_of(1), cells_of(2))
    before = stored()

    outcome = load(tmp_path, cells_of(1), cells_of(2))

    assert outcome.is_same_file
    assert outcome.lines()[1] == "The same file as last time: nothing changes."
    assert stored() == before
    assert ImportBatch.objects.count() == 1


def test_the_same_file_again_links_anew_what_has_become_public(tmp_path):
    make_organization(slug="us-army-infantry-school")
    load(tmp_path, cells_of(1), cells_of(2, location="", delivery_unit=""))
    assert not Training.objects.exclude(school=None).exists()

    Record.objects.update(status="published")
    outcome = load(tmp_path, cells_of(1), cells_of(2, location="", delivery_unit=""))

    assert (outcome.is_same_file, outcome.changes.changed) == (False, 1)
    assert Training.objects.exclude(school=None).get().school_rule == "infantry-school-name"


def test_the_same_file_again_is_linked_anew_by_changed_rules(tmp_path, monkeypatch):
    make_organization(slug="mexican-defense-secretariat", status="published")
    load(tmp_path, cells_of(1))
    changed = tmp_path / "recipients.yaml"
    changed.write_text(vocabulary.RECIPIENTS.read_text().replace("id: sedena,", "id: defense,"))
    monkeypatch.setattr(vocabulary, "RECIPIENTS", changed)

    outcome = load(tmp_path, cells_of(1))

    assert outcome.changes.changed == 1
    assert [link.rule for link in Training.objects.get().recipients.links.all()] == ["defense"]


def test_what_received_training_cannot_be_withdrawn(tmp_path):
    ministry = make_organization(slug="mexican-defense-secretariat", status="published")
    load(tmp_path, cells_of(1))

    assert referrers_of(Record.objects.get(pk=ministry.pk), PUBLIC) == {"1 recipient link"}


def test_rows_that_look_alike_are_not_merged(tmp_path):
    load(tmp_path, *(cells_of(number) for number in range(50)))

    assert Training.objects.count() == 50


def test_the_sums_of_countries_and_years_follow_the_rows(tmp_path):
    load(tmp_path, cells_of(1), cells_of(2))
    load(tmp_path, cells_of(1, total_cost="5"), name="newer.tsv")

    [year] = ReportedYear.objects.all()
    assert (year.report, year.country, year.fiscal_year, year.is_counted) == ("2011_2012", "MEX", 2011, True)
    assert (year.rows, year.trainees, year.cost, year.courses) == (1, 2, 5, 1)


def test_a_newer_edition_updates_by_id_and_withdraws_what_vanished(tmp_path):
    load(tmp_path, cells_of(1), cells_of(2), cells_of(3))
    primary_keys = dict(Training.objects.values_list("published_id", "pk"))

    outcome = load(tmp_path, cells_of(4), cells_of(2, quantity="7"), cells_of(3), name="newer.tsv")

    assert (outcome.changes.new, outcome.changes.changed, outcome.changes.withdrawn) == (1, 1, 1)
    assert Training.objects.get(published_id=cells_of(2)[0]).quantity == 7
    assert Training.objects.get(published_id=cells_of(1)[0]).withdrawn_at is not None
    assert Training.objects.present().count() == 3
    assert primary_keys.items() <= dict(Training.objects.values_list("published_id", "pk")).items()
    assert [batch.rows_withdrawn for batch in ImportBatch.objects.filter(is_current=True)] == [1]


def test_keys_go_the_way_of_the_public_ids(tmp_path):
    load(tmp_path, *(cells_of(number) for number in range(50)))
    load(tmp_path, *(cells_of(number) for number in range(100)), name="newer.tsv")

    ids = list(Training.objects.order_by("published_id").values_list("published_id", flat=True))

    assert list(Training.objects.order_by("pk").values_list("published_id", flat=True)) == ids
    assert Training.objects.is_in_order()


def test_public_ids_that_begin_alike_are_all_taken_and_said_to_be_out_of_order(tmp_path):
    alike = [f"00000000-0000-0000-0000-{number:012d}" for number in range(6)]
    load(tmp_path, *(cells_of(id=one) for one in alike[:1]))
    assert Training.objects.is_in_order()

    load(tmp_path, *(cells_of(id=one) for one in alike[:3]), name="newer.tsv")
    load(tmp_path, *(cells_of(id=one) for one in alike), name="newest.tsv")

    assert sorted(stored()) == alike
    assert not Training.objects.is_in_order()


def test_a_row_that_returns_is_public_again(tmp_path):
    load(tmp_path, cells_of(1), cells_of(2))
    load(tmp_path, cells_of(1), name="without.tsv")

    outcome = load(tmp_path, cells_of(1), cells_of(2))

    assert outcome.changes.changed == 1
    assert Training.objects.present().count() == 2


def test_of_a_year_that_several_reports_cover_the_latest_counts(tmp_path):
    program = "International Military Education and Training (IMET), FY 00"
    old = {"program": program, "group": "1999_2000_Western_Hemisphere_1_fmtrpt.tsv"}
    new = {"program": program, "group": "2000_2001_Western_Hemisphere_Region_fmtrpt.tsv"}
    load(tmp_path, cells_of(1, **old), cells_of(2, **new), cells_of(3, country="Peru", iso="PER", **old))

    counted = {str(pk) for pk in Training.objects.counted().values_list("published_id", flat=True)}

    assert counted == {cells_of(2)[0], cells_of(3)[0]}


def test_withdrawing_the_later_report_lets_the_earlier_count_again(tmp_path):
    program = "International Military Education and Training (IMET), FY 00"
    old = cells_of(1, program=program, group="1999_2000_Western_Hemisphere_1_fmtrpt.tsv")
    later = {"program": program, "group": "2000_2001_Western_Hemisphere_Region_fmtrpt.tsv"}
    new, peru = cells_of(2, **later), cells_of(3, country="Peru", iso="PER", **later)
    load(tmp_path, old, new, peru)

    load(tmp_path, old, peru, name="newer.tsv")

    assert {str(row.published_id) for row in Training.objects.counted()} == {old[0], peru[0]}


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (
            [cells_of(1), cells_of(9), cells_of(1)],
            r"line 4: the id .* stands on line 2 already\. Nothing has changed\.",
        ),
        ([cells_of(9), cells_of(1)[:-1]], r"broken\.tsv, line 3: 23 cells instead of 24\. Nothing has changed\."),
        ([cells_of(9, id="x")], "line 2: training:id:admin: “x” is no id"),
    ],
)
def test_a_broken_file_changes_nothing(tmp_path, rows, words):
    load(tmp_path, cells_of(1), cells_of(2))
    before = stored()

    with pytest.raises(ImportRefusedError, match=words):
        load(tmp_path, *rows, name="broken.tsv")

    assert stored() == before
    assert ImportBatch.objects.count() == 1


def test_every_doubt_is_a_line_of_the_report(tmp_path):
    report = tmp_path / "doubts.tsv"

    load(tmp_path, cells_of(1, total_cost="0"), cells_of(2, start_printed="=1\t+1", start=""), report=report)

    # The database of this test holds no authorities and no places.
    lines = [line for line in report.read_text().splitlines() if not line.endswith("_unmapped")]
    assert lines == [
        "line\tcolumn\tvalue\treason",
        "2\ttraining:total_cost\t0\tcost_zero",
        "3\ttraining:start_date_raw\t'=1 +1\tdate_unreadable",
    ]


def test_rows_are_found_by_their_flags(tmp_path):
    load(tmp_path, cells_of(1, total_cost="0"), cells_of(2, total_cost="0", quantity=""), cells_of(3))

    both = Training.objects.flagged(TrainingFlag.COST_ZERO | TrainingFlag.QUANTITY_UNKNOWN)

    assert Training.objects.flagged(TrainingFlag.COST_ZERO).count() == 2
    assert [str(row.published_id) for row in both] == [cells_of(2)[0]]


def test_printed_totals_stand_in_a_table_of_their_own(tmp_path):
    line = "2011_2012\t2011\tMexico\tIMET-1\t6\t18\tIMET-1 - FY 2011 DoS Training | IMET-1 - Fiscal Year 2011\n"

    load(tmp_path, cells_of(1), totals=write(tmp_path / "totals.tsv", TOTALS + line))

    total = PrintedTotal.objects.get()
    assert (total.country, total.quantity, total.total_cost) == ("MEX", 6, 18)
    assert total.program_spellings == ["IMET-1 - FY 2011 DoS Training", "IMET-1 - Fiscal Year 2011"]
    assert Training.objects.count() == 1


def total(spellings, *, quantity=2, cost=12_000, country="Mexico"):
    return TOTALS + f"2011_2012\t2011\t{country}\tIMET-1\t{quantity}\t{cost}\t{spellings}\n"


def recorded():
    columns = ("recorded_rows", "recorded_quantity", "recorded_cost", "agrees")
    return PrintedTotal.objects.values_list(*columns).get()


IMET = "IMET-1 - Fiscal Year 2011 Department of State Training"


def test_totals_stand_beside_the_sums_of_their_rows_whichever_comes_first(tmp_path):
    rows, totals = write(tmp_path / "rows.tsv", text_of([cells_of(1), cells_of(2)])), tmp_path / "totals.tsv"
    write(totals, total(IMET, quantity=4, cost=24_001))

    import_file(rows)
    import_file(rows, totals=totals)
    after = recorded()
    PrintedTotal.objects.all().delete()
    Training.objects.all().delete()
    ImportBatch.objects.all().delete()
    store_totals(read_totals(totals))
    alone = recorded()
    import_file(rows)
    before = recorded()

    assert after == before == (2, 4, 24_000, True)
    assert alone == (None, None, None, None)


def test_a_newer_edition_of_the_rows_brings_new_sums_beside_the_same_totals(tmp_path):
    load(tmp_path, cells_of(1), cells_of(2), totals=write(tmp_path / "totals.tsv", total(IMET)))

    load(tmp_path, cells_of(1), name="newer.tsv")

    assert recorded() == (1, 2, 12_000, True)


def test_the_same_totals_again_change_nothing(tmp_path):
    totals = write(tmp_path / "totals.tsv", total(IMET))
    load(tmp_path, cells_of(1), totals=totals)
    before = list(PrintedTotal.objects.values_list())

    load(tmp_path, cells_of(1), totals=totals)

    assert list(PrintedTotal.objects.values_list()) == before


def test_rows_under_any_spelling_are_added_up_and_others_are_not(tmp_path):
    rows = [
        cells_of(1),
        cells_of(2, program="IMET-1 - FY 2011 DoS Training"),
        cells_of(3, program="CTFP - FY 2011 DoD Training"),
    ]
    totals = write(tmp_path / "totals.tsv", total(f"{IMET} | IMET-1 - FY 2011 DoS Training"))

    load(tmp_path, *rows, totals=totals)

    assert recorded() == (2, 4, 24_000, False)


def test_a_total_without_a_spelling_has_no_rows(tmp_path):
    load(tmp_path, cells_of(1), totals=write(tmp_path / "totals.tsv", total("")))

    assert recorded() == (0, 0, 0, False)
    assert PrintedTotal.objects.get().program_spellings == []


def test_the_public_id_of_a_total_is_the_same_at_every_import(tmp_path):
    totals = write(tmp_path / "totals.tsv", total(IMET))

    load(tmp_path, cells_of(1), totals=totals)
    slug = PrintedTotal.objects.get().slug
    load(tmp_path, cells_of(1), totals=write(totals, total(IMET, quantity=3)))

    assert PrintedTotal.objects.get().slug == slug == "2011-2012-mex-imet-1-d5c5e3aa"


def test_broken_totals_keep_the_file_out_too(tmp_path):
    totals = write(tmp_path / "totals.tsv", TOTALS + "2011_2012\tMMXI\tMexico\tIMET-1\t6\t18\tIMET-1\n")

    with pytest.raises(ImportRefusedError, match=r"totals\.tsv, line 2"):
        load(tmp_path, cells_of(1), totals=totals)

    assert not Training.objects.exists()


def test_the_command_says_what_it_did_and_names_what_is_wrong(tmp_path):
    said = StringIO()

    call_command("import_fmtrpt", str(write(tmp_path / "file.tsv", text_of([cells_of(1)]))), stdout=said)
    with pytest.raises(CommandError, match=r"empty\.tsv, line 1: the header lacks columns"):
        call_command("import_fmtrpt", str(write(tmp_path / "empty.tsv", "")))
    with pytest.raises(CommandError, match="No such file"):
        call_command("import_fmtrpt", str(tmp_path / "absent.tsv"))

    assert said.getvalue().splitlines()[:2] == [
        "file.tsv: 1 rows.",
        "1 new, 0 changed, 0 unchanged, 0 withdrawn.",
    ]


def test_the_command_gives_way_to_readers_before_it_begins(monkeypatch):
    done = Mock()
    monkeypatch.setattr(os, "nice", done.nice)
    monkeypatch.setattr(BaseCommand, "run_from_argv", lambda command, argv: done.run())

    Command().run_from_argv(["manage.py", "import_fmtrpt", "file.tsv"])

    assert done.mock_calls == [call.nice(10), call.run()]
