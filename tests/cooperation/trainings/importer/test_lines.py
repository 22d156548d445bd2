"""Lines to cells."""

import gzip

import pytest

from cooperation.trainings.importer.columns import COLUMNS, DatasetColumn, FileError
from cooperation.trainings.importer.lines import read_lines, scan_file
from tests.cooperation.trainings.importer.files import cells_of, text_of, write

ROWS = [cells_of(1), cells_of(2, course_title='THE "BIG" ONE'), cells_of(3, recipient_unit='"El Toro" Battalion')]


def read(path):
    return list(read_lines(path, is_quoted=scan_file(path).is_quoted))


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("is_quoted", [False, True])
def test_the_same_rows_come_from_a_quoted_and_a_plain_file_packed_or_not(tmp_path, is_quoted, is_packed):
    path = write(tmp_path / "file", text_of(ROWS, is_quoted=is_quoted), is_packed=is_packed)

    lines = read(path)

    assert [line.cells for line in lines] == ROWS
    assert [line.number for line in lines] == [2, 3, 4]


def test_a_quote_that_nobody_closes_is_text_in_a_plain_file(tmp_path):
    rows = [cells_of(1, course_title='"OPEN'), cells_of(2), cells_of(3, course_title='ALSO OPEN"')]
    path = write(tmp_path / "file", text_of(rows, is_quoted=False))

    assert [line.cells for line in read(path)] == rows


def test_a_stray_quote_in_a_quoted_file_swallows_no_row_and_is_a_doubt(tmp_path):
    text = text_of(ROWS).replace("SEDENA", '"SEDENA', 1)

    lines = read(write(tmp_path / "file", text))

    assert len(lines) == 3
    assert lines[0].cells[DatasetColumn.RECIPIENT_UNIT] == '"SEDENA'
    assert lines[0].stray == (DatasetColumn.RECIPIENT_UNIT,)
    assert lines[1].cells == ROWS[1]


def test_a_quoted_cell_may_hold_tabs_and_line_ends(tmp_path):
    rows = [cells_of(1, course_title="one\ttab"), cells_of(2, recipient_unit='two\nlines and a "quote"'), cells_of(3)]

    lines = read(write(tmp_path / "file", text_of(rows)))

    assert [line.cells for line in lines] == rows
    assert [line.number for line in lines] == [2, 3, 5]


def test_columns_may_stand_in_another_order(tmp_path):
    text = text_of([cells[::-1] for cells in ROWS], header=COLUMNS[::-1])

    assert [line.cells for line in read(write(tmp_path / "file", text))] == ROWS


@pytest.mark.parametrize(
    ("header", "words"),
    [
        (COLUMNS[1:], "line 1: the header lacks column “training:id:admin”"),
        ((*COLUMNS, "more"), "line 1: the header has the unknown column “more”"),
        ((*COLUMNS, COLUMNS[3]), "line 1: the header repeats column “training:program”"),
    ],
)
def test_a_wrong_header_is_refused(tmp_path, header, words):
    path = write(tmp_path / "file", text_of([], header=header))

    with pytest.raises(FileError, match=words):
        read(path)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b"SEDENA\t", b"SEDENA", "line 2: 23 cells instead of 24"),
        (b"SEDENA\t", b"SEDENA\t\t", "line 2: 25 cells instead of 24"),
        (b"SEDENA", b"SED\nENA", "line 2: 7 cells instead of 24"),
        (b"SEDENA", b"SED\xe9ENA", "line 2: column 7: not UTF-8 \\(byte 0xe9\\)"),
        (b"SEDENA", b"SED\0ENA", "line 2: column 7: the control character U\\+0000"),
        (b"SEDENA", b"SED\rENA", "line 2: column 7: the control character U\\+000D"),
    ],
)
def test_a_broken_line_is_refused_by_its_number(tmp_path, old, new, words):
    path = write(tmp_path / "file", text_of(ROWS).encode().replace(old, new, 1))

    with pytest.raises(FileError, match=words):
        read(path)


def test_a_truncated_gzip_is_refused_by_the_line_that_it_breaks(tmp_path):
    packed = gzip.compress(text_of(ROWS).encode())
    path = write(tmp_path / "file", packed[:-10])

    with pytest.raises(FileError, match=r"line \d+: the compressed file ends too early or is damaged"):
        read(path)


def test_line_ends_of_windows_and_a_byte_order_mark_are_no_content(tmp_path):
    text = "\ufeff" + text_of(ROWS).replace("\n", "\r\n")

    assert [line.cells for line in read(write(tmp_path / "file", text))] == ROWS
