"""Whatever happens to a file, it is refused with a line or loads what a plain reading of it holds."""

import csv
import gzip
import os
import re
from contextlib import suppress
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cooperation.trainings.importer.cells import masked
from cooperation.trainings.importer.columns import COLUMNS, DatasetColumn
from cooperation.trainings.importer.load import ImportRefusedError, import_file
from cooperation.trainings.importer.parse import MASKED_COLUMNS
from cooperation.trainings.models import Training
from tests.cooperation.trainings.importer.files import cells_of, text_of, write

MUTANTS = int(os.environ.get("FMTRPT_MUTANTS", "300"))
ROWS = [
    cells_of(1, course_title='THE "BIG" ONE'),
    cells_of(2, recipient_unit='"El Toro" Battalion', total_cost=""),
    cells_of(3, start_printed="-", start="", location="MEXICO (IN COUNTRY TRAINING)"),
    cells_of(4, recipient_unit="Compañía, São Paulo", quantity="N/A"),
    cells_of(5, delivery_unit='ends with a "quote"', program="FMF - FY 2009 DoS Training"),
]
# The second file has no quotes at all, the third is not quoted, the fourth holds a line end.
FILES = [
    text_of(ROWS).encode(),
    text_of([cells_of(number) for number in range(4)]).encode(),
    text_of(ROWS, is_quoted=False).encode(),
    text_of([*ROWS, cells_of(6, recipient_unit="two\nlines")]).encode(),
]
PIECES = [b"\t", b"\n", b'"', b'""', b"\r", b"\r\n", b"\0", b"\xff", b"\xc3", "é".encode(), b"-", b"9", b" ", b'\t"']

places = st.integers(0, max(map(len, FILES)))
mutations = st.one_of(
    st.tuples(st.just("insert"), places, st.sampled_from(PIECES)),
    st.tuples(st.just("replace"), places, st.sampled_from(PIECES)),
    st.tuples(st.just("delete"), places, st.integers(1, 40)),
    st.tuples(st.just("truncate"), places, st.none()),
    st.tuples(st.just("repeat line"), st.integers(0, 7), st.none()),
    st.tuples(st.just("drop line"), st.integers(0, 7), st.none()),
    st.tuples(st.just("swap lines"), st.integers(0, 6), st.none()),
)


def mutated(content, kind, at, what):
    if kind == "insert":
        return content[:at] + what + content[at:]
    if kind == "replace":
        return content[:at] + what + content[at + 1 :]
    if kind == "delete":
        return content[:at] + content[at + what :]
    if kind == "truncate":
        return content[:at]
    lines = content.splitlines(keepends=True)
    picked = lines[at : at + 2]
    middle = {"repeat line": picked[:1] * 2 + picked[1:], "drop line": picked[1:], "swap lines": picked[::-1]}[kind]
    return b"".join(lines[:at] + middle + lines[at + 2 :])


def plain_readings(content):
    """Every reading of a file that is not perverse: all cells as they are, unquoted one by one, as CSV."""
    text = content.decode().removeprefix("\ufeff")
    lines = [line.removesuffix("\r") for line in text.removesuffix("\n").split("\n")]
    literal = [line.split("\t") for line in lines]
    readings = [literal, [[unquoted(cell) for cell in cells] for cells in literal], line_by_line(lines)]
    with suppress(csv.Error):
        readings.append(list(csv.reader((line + "\n" for line in text.split("\n")), delimiter="\t", strict=True)))
    return [[cells for cells in reading if cells] for reading in readings]


def line_by_line(lines):
    """Cells unquoted one by one, and lines joined where one alone is no row and CSV makes one of several."""
    lines, rows = list(lines), []
    while lines:
        cells = [unquoted(cell) for cell in lines[0].split("\t")]
        taken = 1
        for count in range(1, len(lines) + 1):
            if len(cells) == len(COLUMNS):
                break
            with suppress(csv.Error):
                cells = next(csv.reader(["\n".join(lines[:count])], delimiter="\t", strict=True), [])
                taken = count
        rows.append(cells)
        lines = lines[taken:]
    return rows


def unquoted(cell):
    try:
        return next(csv.reader([cell], delimiter="\t", strict=True))[0] if cell.startswith('"') else cell
    except csv.Error:
        return cell


def in_columns(reading):
    """The rows of a reading by id, or None if it is no dataset."""
    header, *rows = reading
    if sorted(header) != sorted(COLUMNS) or any(len(cells) != len(COLUMNS) for cells in rows):
        return None
    rows = [[cells[header.index(name)] for name in COLUMNS] for cells in rows]
    for cells in rows:
        for column in MASKED_COLUMNS:
            cells[column] = masked(cells[column])
    return (
        {identity(cells[DatasetColumn.ID]): cells for cells in rows} if len({c[0] for c in rows}) == len(rows) else None
    )


def identity(cell):
    try:
        return str(UUID(cell.strip()))
    except ValueError:
        return cell


def stored():
    return {str(key): raw for key, raw in Training.objects.present().values_list("published_id", "raw")}


def is_clean(content):
    """Whether a file holds nothing that the importer may object to beside its cells."""
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return False
    return "\0" not in text and "\r" not in text and '"' not in text and "\n\n" not in text


def is_properly_quoted(literal):
    """Whether every cell with a quote is one in quotes, so that only one reading is right."""
    cells = [cell for line in literal for cell in line if '"' in cell]
    return all(len(line) == len(COLUMNS) for line in literal) and all(
        re.fullmatch(r'"(?:[^"]|"")*"', cell) for cell in cells
    )


def is_acceptable(rows):
    return rows is not None and all(
        re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", cells[0].strip())
        and re.match(r"\s*(19|20)\d\d_(19|20)\d\d", cells[DatasetColumn.GROUP])
        for cells in rows.values()
    )


@pytest.mark.django_db
@settings(
    max_examples=MUTANTS,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.sampled_from(FILES), st.lists(mutations, min_size=1, max_size=4), st.booleans(), st.integers(0, 60))
def test_a_mutant_is_refused_with_a_line_or_loads_what_a_plain_reading_holds(tmp_path, content, steps, is_packed, cut):
    for step in steps:
        content = mutated(content, *step)
    packed = gzip.compress(content) if is_packed else content
    is_cut = is_packed and cut < 12
    path = write(tmp_path / "mutant", packed[: len(packed) - cut - 1] if is_cut else packed)
    before = stored()

    refusal = None
    try:
        import_file(path)
    except ImportRefusedError as error:
        refusal = str(error)

    if refusal is not None:
        assert re.search(r"mutant, line [1-9]\d*: .+ Nothing has changed\.", refusal)
        assert stored() == before
        assert is_cut or not is_clean(content) or not is_acceptable(in_columns(plain_readings(content)[0]))
    else:
        assert not is_cut
        readings = plain_readings(content)
        expected = readings[1:2] if is_properly_quoted(readings[0]) else readings
        assert stored() in [in_columns(reading) for reading in expected]
