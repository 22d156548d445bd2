"""What passes from the parser to the loader."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256

import orjson

from cooperation.trainings.importer.cells import Text
from cooperation.trainings.importer.columns import COLUMNS
from cooperation.trainings.importer.linking import ReadRecipients, UnitLinker
from cooperation.trainings.importer.locations import Gazetteer, Location, PlaceName, location_of
from cooperation.trainings.importer.units.schools import SchoolLink
from cooperation.trainings.models.training import TrainingFlag

REMEMBERED_LOCATIONS = 50_000


@dataclass(frozen=True)
class Vocabulary:
    """What texts are resolved to: the primary keys of the authorities by slug, the places, and the schools and recipients."""

    authorities: dict[str, int]
    gazetteer: Gazetteer
    units: UnitLinker = field(default_factory=UnitLinker)
    locations: dict[tuple[str, str], Location] = field(default_factory=dict, compare=False)

    def located(self, text: str, country: str) -> Location:
        """What a location text names in a row about a country; the same few thousand texts come again and again."""
        found = self.locations.get((text, country))
        if found is None:
            found = location_of(text, country, self.gazetteer)
            if len(self.locations) < REMEMBERED_LOCATIONS:
                self.locations[text, country] = found
        return found

    @property
    def digest(self) -> str:
        names = sorted(
            (" ".join(words), place.slug, place.kind, place.country or "")
            for words, place in self.gazetteer.names.items()
        )
        return sha256(orjson.dumps([sorted(self.authorities), names, self.units.digest])).hexdigest()


@dataclass(frozen=True, slots=True)
class Doubt:
    """One doubt about one cell; the column is its name in the file's header."""

    line: int
    column: str
    value: str
    reason: TrainingFlag


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """The page of a report, and the number that it has in the database."""

    number: int
    report: str
    section: str
    page: str | None
    url: str | None


@dataclass(frozen=True, slots=True)
class TrainedCountry:
    """The country trained: its code, its name as printed, and the region of the report."""

    code: str
    as_printed: str
    region: str | None


@dataclass(frozen=True, slots=True)
class PrintedProgram:
    """The program as printed, its fiscal year, authority (a slug that the database has) and department."""

    text: str
    fiscal_year: int
    authority: str | None
    department: str | None


@dataclass(frozen=True, slots=True)
class TrainingDays:
    """The first and the last day."""

    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class ResolvedLocation:
    """The location as printed, and the country and place that it names."""

    text: str | None
    country: str | None
    place: PlaceName | None
    in_country: bool | None


@dataclass(frozen=True, slots=True)
class Figures:
    """Trainees, and whole US dollars."""

    quantity: int | None
    total_cost: int | None


@dataclass(frozen=True, slots=True)
class ParsedTraining:
    """One training activity as understood, and its cells as published; the id in 32 hexadecimal digits."""

    line: int
    published_id: str
    page: PrintedPage
    trained: TrainedCountry
    program: PrintedProgram
    course_title: Text
    delivery_unit: Text
    recipient_unit: Text
    days: TrainingDays
    where: ResolvedLocation
    school: SchoolLink
    recipients: ReadRecipients
    figures: Figures
    flags: TrainingFlag
    cells: tuple[str, ...]


@dataclass
class Doubts:
    """The doubts about a row while it is parsed."""

    line: int
    flags: TrainingFlag = field(default_factory=lambda: TrainingFlag(0))
    items: list[Doubt] = field(default_factory=list)

    def add(self, reason: TrainingFlag, column: int, value: str) -> None:
        self.flags |= reason
        self.items.append(Doubt(self.line, COLUMNS[column], value, reason))
