"""Training activities for the tests of what the API promises: a small file with every kind of doubt, and its next edition."""

from pathlib import Path

from cooperation.trainings.importer.load import import_file
from cooperation.trainings.rendering import render_trainings
from tests.cooperation.trainings.importer.files import cells_of, text_of, write

ROWS, VANISHED = 160, 6
# Each column takes its values in turn; their numbers have few divisors in common, so that most combinations occur.
COUNTRIES = [("Mexico", "MEX"), ("Mexico", "MEX"), ("Colombia", "COL"), ("Guyana", "GUY"), ("Atlantis", "")]
PROGRAMS = [
    "IMET-1 - Fiscal Year 2011 Department of State Training",
    "Section 1004 - Fiscal Year 2010 Department of Defense Training",
    "FMS - Fiscal Year 2011 Department of State Training",
    "Regional Centers for Security Studies - Fiscal Year 2012 Department of Defense Training",
    "Xyzzy - Fiscal Year 2011",
    "DOHS/USCG - Fiscal Year 2010",
]
TITLES = [
    "INFANTRY OFFICER BASIC", "Infantry Officer - Basic", "Curso de infantería", "Counterdrug, Advanced (Phase 2)", "---", "",
    "Small boat repair",
]  # fmt: skip
DELIVERY = ["INFANTRY SCHOOL - 3", "INFANTRY SCHOOL - N/A", "Naval Small Craft Instruction", ""]
RECIPIENTS = [
    "SEDENA",
    "Policía Federal",
    "policia federal",
    "",
    "SEDENA / SEMAR",
    "Escuela " + "muy larga " * 40,
    "Marina, 2º Batallón",
]
DAYS = [
    ("1/10/2011", "2/25/2011"), ("10/4/2010", "10/4/2010"), ("3/1/2011", "2/1/2011"), ("", ""), ("5/6/2011", ""),
    ("9/30/2012", "10/1/2012"), ("", "4/4/2011"), ("1/2/1951", "1/3/1951"), ("soon", "later"), ("3/1/2011", "3/31/2011"),
]  # fmt: skip
LOCATIONS = [
    "WHINSEC, FT BENNING GA 31905", "Mexico City, Mexico", "Mexico (In Country Training)", "Bogota, Colombia", "",
    "Somewhere at sea", "FT BENNING GA",
]  # fmt: skip
QUANTITIES = ["1", "2", "40", "", "0", "many", "1,200", "3"]
COSTS = ["0", "12000", "", "$1,500", "about 900", "7500", "12000", "3000000", "450"]
GROUPS = [
    "2010_2011_Western_Hemisphere_fmtrpt.tsv", "2011_2012_Western_Hemisphere_fmtrpt.tsv", "2011_2012_Africa_fmtrpt.tsv",
]  # fmt: skip
PAGES = ["24", "", "IV-25"]


def row(number: int) -> list[str]:
    """One row of the file."""
    country, iso = COUNTRIES[number % len(COUNTRIES)]
    start, end = DAYS[number % len(DAYS)]
    return cells_of(
        number,
        country=country,
        iso=iso,
        program=PROGRAMS[number % len(PROGRAMS)],
        course_title=TITLES[number % len(TITLES)],
        delivery_unit=DELIVERY[number % len(DELIVERY)],
        recipient_unit=RECIPIENTS[number // 2 % len(RECIPIENTS)],
        start_printed=start,
        start="",
        end_printed=end,
        end="",
        location=LOCATIONS[number // 3 % len(LOCATIONS)],
        quantity=QUANTITIES[number % len(QUANTITIES)],
        total_cost=COSTS[number % len(COSTS)],
        group=GROUPS[number // 5 % len(GROUPS)],
        page=PAGES[number // 7 % len(PAGES)],
    )


def printed_totals() -> str:
    """What the reports print as totals: of programs with rows and without, of a country of which there are none."""
    lines = ["report\tfiscal_year\tcountry\tprogram\tquantity\ttotal_cost\tprogram_spellings"]
    for number, group in enumerate(GROUPS[:2] * 20):
        country = ("Mexico", "Colombia", "Peru")[number % 3]
        program = PROGRAMS[number % 2] if number % 5 else f"Program {number}"
        figures = ("0\t0", f"{number}\t{number * 1000}", "\t9000")[number % 5 % 3]
        lines.append(f"{group[:9]}\t{2010 + number % 2}\t{country}\tTotal {number}\t{figures}\t{program} | {TITLES[0]}")
    return "\n".join(lines) + "\n"


def import_trainings(folder: Path) -> None:
    """Import the file, then with totals an edition of it in which some rows are missing."""
    totals = write(folder / "totals.tsv", printed_totals())
    for rows in (ROWS + VANISHED, ROWS):
        file = write(folder / f"trainings_{rows}.tsv", text_of(row(number) for number in range(rows)))
        import_file(file, totals=totals)
    render_trainings()
