"""The same rows for every peer: 300, those of the file, and 255,000 by repeating it with new ids."""

import gzip
import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from uuid import UUID, uuid5

ROOT = Path(__file__).resolve().parents[2]
MANY = 255_000
# The totals that the reports print, if they lie beside the file.
TOTALS = "printed_totals_western_hemisphere.tsv"
FEW = 300
# The page that is measured is one of 100 of Mexico's rows of that year, also where there are only 300 rows.
MEASURED = ("\tMEX\t", "Fiscal Year 2011")

FLAT = """
CREATE TABLE trainings AS
SELECT lower(substr(t.published_id, 1, 8) || '-' || substr(t.published_id, 9, 4) || '-' || substr(t.published_id, 13, 4) || '-'
       || substr(t.published_id, 17, 4) || '-' || substr(t.published_id, 21)) AS id,
       t.country, t.country_as_printed, t.region, t.fiscal_year, t.program, a.slug AS authority, t.department, t.course_title,
       t.course_title_normalized, t.delivery_unit, t.delivery_unit_normalized, t.recipient_unit, t.recipient_unit_normalized,
       t.start, t."end", t.location, t.location_country, p.slug AS place, t.in_country, t.quantity, t.total_cost, t.is_counted,
       t.flags, g.report, g.section, g.page, g.url
FROM ours.cooperation_training t JOIN ours.cooperation_reportpage g ON g.id = t.page_id
LEFT JOIN ours.sources_record a ON a.id = t.authority_id LEFT JOIN ours.sources_record p ON p.id = t.place_id
WHERE t.withdrawn_at IS NULL ORDER BY t.published_id;
CREATE UNIQUE INDEX trainings_id ON trainings (id);
CREATE INDEX trainings_country_year ON trainings (country, fiscal_year, quantity, total_cost);
CREATE VIRTUAL TABLE trainings_fts USING fts5(
    country_as_printed, program, course_title, delivery_unit, recipient_unit, location,
    content='trainings', tokenize='unicode61 remove_diacritics 2');
INSERT INTO trainings_fts(trainings_fts) VALUES ('rebuild');
ANALYZE;
"""


@dataclass(frozen=True)
class Databases:
    """One size: our database, and the same rows as one flat table with full text for Datasette."""

    rows: int
    ours: Path
    flat: Path


def make_databases(file: Path, folder: Path) -> list[Databases]:
    """The databases of all sizes; those that are there already are taken as they are."""
    with gzip.open(file, "rt", encoding="utf-8", newline="") as lines:
        header, *rows = lines.read().splitlines(keepends=True)
    sizes = {FEW: few_of(rows), len(rows): iter(rows), MANY: repeated(rows, MANY)}
    return [make_database(file, header, size, wanted, folder) for size, wanted in sizes.items()]


def few_of(rows: list[str]) -> Iterator[str]:
    """Rows for the smallest size: those of the page that is measured, then others."""
    fitting = [row for row in rows if all(word in row for word in MEASURED)]
    others = (row for row in rows if not all(word in row for word in MEASURED))
    return islice((row for some in (fitting, others) for row in some), FEW)


def repeated(rows: list[str], size: int) -> Iterator[str]:
    """The rows again and again, each time with other ids."""
    for number in range(size):
        row = rows[number % len(rows)]
        identifier, tab, rest = row.partition("\t")
        again = number // len(rows)
        plain = identifier.strip('"')
        yield identifier.replace(plain, str(uuid5(UUID(plain), str(again)))) + tab + rest if again else row


def make_database(file: Path, header: str, size: int, rows: Iterator[str], folder: Path) -> Databases:
    """Our database of some rows, by our own import, and Datasette's from it."""
    databases = Databases(size, folder / f"ours-{size}.sqlite3", folder / f"flat-{size}.sqlite3")
    if databases.flat.exists():
        # Another version of the software makes its answers ready anew.
        manage(databases.ours, "bootstrap")
        return databases
    print(f"Making the databases of {size:,} rows ...", flush=True)
    folder.mkdir(parents=True, exist_ok=True)
    source = folder / f"rows-{size}.tsv.gz"
    with gzip.open(source, "wt", encoding="utf-8", newline="", compresslevel=1) as out:
        out.writelines([header, *rows])
    databases.ours.unlink(missing_ok=True)
    manage(databases.ours, "bootstrap")
    totals = file.with_name(TOTALS)
    manage(databases.ours, "import_fmtrpt", str(source), *(["--totals", str(totals)] if totals.exists() else []))
    source.unlink()
    flatten(databases)
    return databases


def manage(database: Path, *arguments: str) -> None:
    """Run one of our commands on a database."""
    environment = {**os.environ, "DATABASE_URL": f"sqlite:///{database}"}
    command = [sys.executable, "manage.py", *arguments]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)


def flatten(databases: Databases) -> None:
    """Write the rows as one flat table, with the indexes that the measured questions want."""
    unfinished = databases.flat.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    connection = sqlite3.connect(unfinished)
    connection.execute("ATTACH ? AS ours", [str(databases.ours)])
    connection.executescript(FLAT)
    connection.close()
    unfinished.rename(databases.flat)
