"""The tables of rows beside the tests, and the curated rules."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from cooperation.trainings.importer.units.reading import read_recipient_rules, read_school_rules
from cooperation.trainings.importer.units.recipients import RecipientMatcher
from cooperation.trainings.importer.units.schools import Activity, SchoolMatcher

CURATED = settings.BASE_DIR / "seeds" / "trainings"


def table(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@cache
def schools() -> SchoolMatcher:
    return SchoolMatcher(read_school_rules(CURATED / "schools.yaml"))


@cache
def recipients() -> RecipientMatcher:
    return RecipientMatcher(read_recipient_rules(CURATED / "recipients.yaml"))


def activity(row: dict[str, str]) -> Activity:
    return Activity(
        report=row["report"],
        country=row["country"],
        program=row["program"],
        delivery_unit=row["delivery_unit"],
        location=row["location"],
        course_title=row["course_title"],
        start=date.fromisoformat(row["start"]) if row["start"] else None,
        location_country=row["location_country"] or None,
    )
