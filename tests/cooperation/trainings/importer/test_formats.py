"""A file that is something else is refused by its name, with what to do."""

import gzip
import io
import zipfile

import pytest

from cooperation.trainings.importer.columns import COLUMNS, TOTALS_COLUMNS, FileError
from cooperation.trainings.importer.lines import read_lines, scan_file
from tests.cooperation.trainings.importer.files import cells_of, text_of, write

TEXT = text_of([cells_of(1), cells_of(2)])
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 104857600\n"


def archive(*names):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, TEXT)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (POINTER.encode(), "a Git LFS pointer and not the file itself: fetch the file with “git lfs pull”"),
        (gzip.compress(POINTER.encode()), "a Git LFS pointer"),
        (TEXT.replace("\t", ",").encode(), "separated by commas and not by tabs: save it as tab-separated text"),
        (TEXT.replace("\t", ";").encode(), "separated by semicolons and not by tabs"),
        (
            archive("xl/workbook.xml", "[Content_Types].xml"),
            r"an Excel workbook \(xlsx\): save it as tab-separated text",
        ),
        (archive("final_fmtrpt_all.tsv"), "a ZIP archive with “final_fmtrpt_all.tsv”: unpack it"),
        (archive("mimetype", "content.xml"), "an OpenDocument spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), r"an old Excel workbook \(xls\)"),
        (gzip.compress(gzip.compress(TEXT.encode())), "compressed twice with gzip: unpack it once"),
        (b"\xfd7zXZ\x00" + bytes(20), "compressed with xz"),
        (b"BZh91AY&SY", "compressed with bzip2"),
        (TEXT.encode("utf-16"), "written in UTF-16: save it in UTF-8"),
        (TEXT.encode("utf-16-be"), "written in UTF-16"),
        (b"<!DOCTYPE html>\n<html>", "a web page: download the file itself"),
        (b'{"rows": []}', "JSON"),
        (b"%PDF-1.7\n", "a PDF document"),
        ("\t".join(TOTALS_COLUMNS).encode(), "that of the printed totals: give it as --totals"),
    ],
    # Packed bytes tell the time.
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_another_format_is_named_with_what_to_do(tmp_path, content, words):
    with pytest.raises(FileError, match=f"line 1: the file is {words}"):
        scan_file(write(tmp_path / "file.tsv", content))


def test_the_training_activities_are_not_taken_for_printed_totals(tmp_path):
    with pytest.raises(FileError, match="the file is that of the training activities"):
        scan_file(write(tmp_path / "totals.tsv", TEXT), TOTALS_COLUMNS)


@pytest.mark.parametrize("end", ["\n", "\r\n", "  \n", "\n\n"])
def test_a_blank_last_line_is_named(tmp_path, end):
    path = write(tmp_path / "file.tsv", TEXT + end)

    with pytest.raises(FileError, match="line 4: the line is blank: delete it"):
        list(read_lines(path, is_quoted=scan_file(path).is_quoted))


@pytest.mark.parametrize("content", ["\ufeff" + TEXT, TEXT.replace("\n", "\r\n"), TEXT.rstrip("\n")])
def test_a_mark_before_the_text_other_line_ends_and_a_last_line_without_end_are_taken(tmp_path, content):
    path = write(tmp_path / "file.tsv", content)

    assert [line.cells for line in read_lines(path, is_quoted=scan_file(path).is_quoted)] == [cells_of(1), cells_of(2)]


def test_commas_inside_of_a_header_of_tabs_are_no_separators(tmp_path):
    path = write(tmp_path / "file.tsv", text_of([], header=[*COLUMNS[:-1], "," * 30]))

    assert scan_file(path).lines == 1
