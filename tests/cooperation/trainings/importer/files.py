"""Small files in the form of the published one."""

import csv
import gzip
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from uuid import UUID, uuid5

from cooperation.trainings.importer.columns import COLUMNS, DatasetColumn
from cooperation.trainings.importer.lines import Line
from cooperation.trainings.importer.locations import PlaceName, gazetteer_of
from cooperation.trainings.importer.rows import Vocabulary

NAMESPACE = UUID("6f1b1f0e-0000-4000-8000-000000000000")
MEXICO = PlaceName(1, "mexico", "country", "MEX")
BENNING = PlaceName(2, "fort-benning", "base", "USA")
MANZANILLO = PlaceName(3, "manzanillo", "city", "MEX")
WASHINGTON = PlaceName(4, "washington-dc", "city", "USA")
NEW_MEXICO = PlaceName(6, "new-mexico", "state", "USA")
MARSHALL = PlaceName(5, "marshall-center", "facility", "DEU")
VOCABULARY = Vocabulary(
    {"imet": 1, "section-1004": 2},
    gazetteer_of(
        [
            ("Mexico", MEXICO),
            ("Fort Benning", BENNING),
            ("FT BENNING", BENNING),
            ("Manzanillo", MANZANILLO),
            ("Washington, D.C.", WASHINGTON),
            ("Marshall Center", MARSHALL),
            ("New Mexico", NEW_MEXICO),
        ]
    ),
)
TYPICAL = {
    DatasetColumn.COUNTRY: "Mexico",
    DatasetColumn.ISO: "MEX",
    DatasetColumn.PROGRAM: "IMET-1 - Fiscal Year 2011 Department of State Training",
    DatasetColumn.COURSE_TITLE: "INFANTRY OFFICER BASIC",
    DatasetColumn.DELIVERY_UNIT: "INFANTRY SCHOOL - 3",
    DatasetColumn.RECIPIENT_UNIT: "SEDENA",
    DatasetColumn.START_PRINTED: "1/10/2011",
    DatasetColumn.START: "2011-01-10",
    DatasetColumn.END_PRINTED: "2/25/2011",
    DatasetColumn.END: "2011-02-25",
    DatasetColumn.LOCATION: "FT BENNING GA 31905-5468",
    DatasetColumn.QUANTITY: "2",
    DatasetColumn.TOTAL_COST: "12000",
    DatasetColumn.PAGE: "24",
    DatasetColumn.GROUP: "2011_2012_Western_Hemisphere_fmtrpt.tsv",
    DatasetColumn.URL: "https://2009-2017.state.gov/documents/organization/197615.pdf",
    DatasetColumn.SECTION: "Foreign Military Training, 2011-2012, Volume I - Section IV - VI. Western Hemisphere Region",
}


def cells_of(number: int = 1, **changed: str) -> list[str]:
    """A row of the file: a typical one, with some cells (by the names of Column, in lower case) changed."""
    values = {**TYPICAL, **{DatasetColumn[name.upper()]: value for name, value in changed.items()}}
    cells = [values.get(at, "") for at in range(len(COLUMNS))]  # type: ignore[call-overload]
    cells[DatasetColumn.ID] = changed.get("id", str(uuid5(NAMESPACE, str(number))))
    return cells


def line_of(**changed: str) -> Line:
    """A row as the parser takes it."""
    return Line(2, cells_of(**changed))


def text_of(rows: Iterable[Sequence[str]], *, is_quoted: bool = True, header: Sequence[str] = COLUMNS) -> str:
    """A whole file."""
    if not is_quoted:
        return "".join("\t".join(cells) + "\n" for cells in (header, *rows))
    file = io.StringIO()
    csv.writer(file, delimiter="\t", lineterminator="\n").writerows((header, *rows))
    return file.getvalue()


def write(path: Path, content: str | bytes, *, is_packed: bool = False) -> Path:
    """A file with some content."""
    data = content if isinstance(content, bytes) else content.encode()
    path.write_bytes(gzip.compress(data) if is_packed else data)
    return path
