"""300 links drawn at random from the hemisphere's file, each read by a person, and what is right of them.

Drawn with the seed 20011001 from the links in order of the rows' ids: 200 of schools or bases, 100 of recipients.
"""

import pytest

from tests.cooperation.trainings.importer.units.tables import activity, recipients, schools, table

SAMPLE = table("sample.tsv")


@pytest.mark.parametrize("row", [row for row in SAMPLE if row["kind"] == "school"], ids=lambda row: row["published_id"])
def test_school_of_the_sample_is_as_read(row):
    found = schools().school_of(activity(row))

    assert (found.school or found.base) == row["target"]


@pytest.mark.parametrize(
    "row", [row for row in SAMPLE if row["kind"] == "recipient"], ids=lambda row: row["published_id"]
)
def test_recipient_of_the_sample_is_as_read(row):
    found = recipients().recipients_of(row["recipient_unit"], row["country"], row["report"])

    assert row["target"] in [link.organization for link in found.links]


def test_no_more_than_one_in_a_hundred_is_not_right():
    assert len(SAMPLE) == 300
    assert sum(row["judgement"] != "right" for row in SAMPLE) <= 3
