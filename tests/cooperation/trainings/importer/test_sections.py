"""Absence in a file is no statement: what it does not cover stays, and one that lacks too much is refused."""

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cooperation.trainings.coverage.grid import Cell, coverage
from cooperation.trainings.importer.load import ImportRefusedError, import_file
from cooperation.trainings.models import ImportBatch, NothingReported, Training
from tests.cooperation.trainings.importer.files import cells_of, text_of, write
from tests.cooperation.trainings.importer.test_nothing import BARE, HONG_KONG

pytestmark = pytest.mark.django_db

EARLIER = {"program": "IMET-1 - FY 2010 DoS Training", "group": "2010_2011_Western_Hemisphere_fmtrpt.tsv"}
AFRICA = {"country": "Kenya", "iso": "KEN", "group": "2011_2012_Africa_fmtrpt.tsv", "section": "Volume I - Africa"}
NOTHING = {**BARE, "country": "Hong Kong", "iso": "HKG", "program": HONG_KONG, "section": "Volume I"}


def load(folder, rows, name="file.tsv", **options):
    return import_file(write(folder / name, text_of(rows)), **options)


def held():
    return Training.objects.present().count()


def test_reports_and_regions_that_a_file_does_not_have_are_left_alone(tmp_path):
    load(tmp_path, [cells_of(1), cells_of(2, **EARLIER), cells_of(3, **AFRICA)])

    outcome = load(tmp_path, [cells_of(1), cells_of(4)], name="one-region.tsv")

    assert (outcome.changes.new, outcome.changes.withdrawn, outcome.left_alone) == (1, 0, 2)
    assert held() == 4
    assert "2 rows of reports and regions that the file does not have stay as they are." in outcome.lines()


@pytest.mark.parametrize("may_shrink", [False, True])
def test_a_file_without_rows_changes_nothing_and_is_refused_unless_it_is_meant(tmp_path, may_shrink):
    load(tmp_path, [cells_of(1), cells_of(2)])

    if may_shrink:
        load(tmp_path, [], name="empty.tsv", may_shrink=True)
    else:
        with pytest.raises(ImportRefusedError, match=r"empty\.tsv, line 1: no row follows the header\. .*--may-shrink"):
            load(tmp_path, [], name="empty.tsv")

    assert held() == 2


@pytest.mark.parametrize(("rows", "is_refused"), [(60, True), (75, True), (85, False), (100, False)])
def test_a_file_that_was_cut_off_at_the_end_of_a_line_is_refused_where_it_shows(tmp_path, rows, is_refused):
    load(tmp_path, [cells_of(number) for number in range(100)])
    cut = [cells_of(number) for number in range(rows)]

    if is_refused:
        words = rf"cut\.tsv, line 1: the file has {rows} rows of report 2011_2012, western_hemisphere, and 100 are held"
        with pytest.raises(ImportRefusedError, match=words):
            load(tmp_path, cut, name="cut.tsv")
        assert (held(), ImportBatch.objects.count()) == (100, 1)
    else:
        load(tmp_path, cut, name="cut.tsv")
        assert held() == rows


def test_far_fewer_rows_are_taken_if_that_is_meant(tmp_path):
    file = write(tmp_path / "file.tsv", text_of([cells_of(number) for number in range(10)]))
    fewer = write(tmp_path / "fewer.tsv", text_of([cells_of(1)]))
    call_command("import_fmtrpt", str(file))

    with pytest.raises(CommandError, match="1 rows of report 2011_2012, western_hemisphere, and 10 are held"):
        call_command("import_fmtrpt", str(fewer))
    call_command("import_fmtrpt", str(fewer), may_shrink=True)

    assert held() == 1


def test_a_line_that_reports_nothing_is_no_training_and_coverage_cites_it(tmp_path):
    outcome = load(tmp_path, [cells_of(1), cells_of(2, **NOTHING, page="12")])

    cell = Cell(coverage(), "HKG", 2007)
    assert (outcome.rows, outcome.nothing, held()) == (1, 1, 1)
    assert "1 more lines say that there is nothing to report." in outcome.lines()
    assert cell.status == "not_reported"
    assert cell.parts[0].evidence[0].source.startswith(f"Volume I, page 12, line {cells_of(2)[0]}")


def test_statements_follow_the_file_and_those_that_it_does_not_cover_stay(tmp_path):
    file = [cells_of(1), cells_of(2, **NOTHING), cells_of(3, **{**NOTHING, "country": "Niue", "iso": "NIU"})]
    load(tmp_path, file)
    load(tmp_path, [cells_of(1), cells_of(4)], name="western-hemisphere.tsv")
    before = set(NothingReported.objects.values_list("country", flat=True))

    load(tmp_path, file[:2], name="newer.tsv")

    assert before == {"HKG", "NIU"}
    assert set(NothingReported.objects.values_list("country", flat=True)) == {"HKG"}
    assert load(tmp_path, file[:2], name="newer.tsv").is_same_file


def test_what_was_a_training_activity_is_withdrawn_when_its_line_reports_nothing(tmp_path):
    load(
        tmp_path,
        [cells_of(1, **{**NOTHING, "quantity": "1"}), cells_of(2, **{**NOTHING, "program": "IMET-1, FY 2007"})],
    )

    load(tmp_path, [cells_of(1, **NOTHING), cells_of(2, **{**NOTHING, "program": "IMET-1, FY 2007"})], name="newer.tsv")

    assert [str(row.published_id) for row in Training.objects.present()] == [cells_of(2)[0]]
