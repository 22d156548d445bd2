"""What the units of trainees say, into the database: each reading once, however many rows share it."""

from collections.abc import Iterator

from cooperation.trainings.importer.linking import ReadRecipients, UnitLinker
from cooperation.trainings.models import RecipientLink, RecipientReading


def store_readings(units: UnitLinker) -> None:
    """What the units of trainees say, where the database has not stored it yet."""
    readings = {reading.number: reading for reading in units.readings.values()}
    known = set(RecipientReading.objects.filter(pk__in=readings).values_list("pk", flat=True))
    new = [reading for number, reading in readings.items() if number not in known]
    RecipientReading.objects.bulk_create(
        RecipientReading(reading.number, reading.bodies, reading.reason, reading.rule) for reading in new
    )
    RecipientLink.objects.bulk_create(link for reading in new for link in links_of(reading, units))


def links_of(reading: ReadRecipients, units: UnitLinker) -> Iterator[RecipientLink]:
    for link in reading.links:
        organization = units.organizations[link.organization]
        yield RecipientLink(reading_id=reading.number, organization_id=organization, level=link.level, rule=link.rule)
