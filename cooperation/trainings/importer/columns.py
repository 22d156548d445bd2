"""The columns of the published file, by their names in its header."""

from collections.abc import Sequence
from enum import IntEnum


class FileError(ValueError):
    """The file cannot be taken; nothing of it is loaded. Says the line, counted from 1, where one is to blame."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(f"line {line}: {message}")
        self.line = line


COLUMNS = (
    "training:id:admin",
    "training:country",
    "qa:training_country_iso_3166_1",
    "training:program",
    "training:course_title",
    "training:delivery_unit",
    "training:recipient_unit",
    "training:start_date_raw",
    "qa:training_start_date_clean",
    "training:end_date_raw",
    "qa:training_end_date_clean",
    "training:location",
    "training:quantity",
    "training:total_cost",
    "training:page_number",
    "training:date_first_seen:admin",
    "training:data_scraped:admin",
    "training:status:admin",
    "training:source_at_publication_level:admin",
    "training:source_at_volume_section_level:admin",
    "qa:training_group",
    "qa:training_source_url",
    "training:citation_id:admin",
    "training:source_title_with_volume_section:admin",
)


class DatasetColumn(IntEnum):
    """Where a cell stands in a row, in the order of COLUMNS."""

    ID = 0
    COUNTRY = 1
    ISO = 2
    PROGRAM = 3
    COURSE_TITLE = 4
    DELIVERY_UNIT = 5
    RECIPIENT_UNIT = 6
    START_PRINTED = 7
    START = 8
    END_PRINTED = 9
    END = 10
    LOCATION = 11
    QUANTITY = 12
    TOTAL_COST = 13
    PAGE = 14
    GROUP = 20
    URL = 21
    SECTION = 23


TOTALS_COLUMNS = ("report", "fiscal_year", "country", "program", "quantity", "total_cost", "program_spellings")


def column_order(header: Sequence[str], columns: Sequence[str]) -> list[int] | None:
    """Where each column stands in a file, or None if they stand in order; FileError if they are other columns.

    The order is free, because the names say what a cell is; every name has to be there, once, and no other.
    """
    missing = [name for name in columns if name not in header]
    unknown = [name for name in header if name not in columns]
    repeated = sorted({name for name in header if header.count(name) > 1})
    for problem, names in (("lacks", missing), ("has the unknown", unknown), ("repeats", repeated)):
        if names:
            shown = ", ".join(f"“{name[:60]}”" for name in names[:5])
            raise FileError(1, f"the header {problem} {'column' if len(names) == 1 else 'columns'} {shown}.")
    order = [header.index(name) for name in columns]
    return None if order == list(range(len(columns))) else order
