"""300 links drawn at random from the hemisphere's file, each read by a person, and what is right of them.

Drawn with the seed 20011001 from the links in order of the rows' ids: 200 of schools or bases, 100 of recipients.
"""

from tests.cooperation.trainings.importer.units.tables import activity, recipients, schools, table

SAMPLE = table("sample.tsv")


def test_schools_of_the_sample_are_as_read():
    rows = [row for row in SAMPLE if row["kind"] == "school"]
    links = [(row, schools().school_of(activity(row))) for row in rows]

    assert [row for row, found in links if (found.school or found.base) != row["target"]] == []


def test_recipients_of_the_sample_are_as_read():
    rows = [row for row in SAMPLE if row["kind"] == "recipient"]
    links = [(row, recipients().recipients_of(row["recipient_unit"], row["country"], row["report"])) for row in rows]

    wrong = [row for row, found in links if row["target"] not in [link.organization for link in found.links]]
    assert wrong == []


def test_no_more_than_one_in_a_hundred_is_not_right():
    assert len(SAMPLE) == 300
    assert sum(row["judgement"] != "right" for row in SAMPLE) <= 3
