"""The rules on the whole file of the Western Hemisphere: how much they link, and the figures that they state."""

import csv
import gzip
from collections import Counter
from datetime import date

import pytest
import yaml
from django.conf import settings

from cooperation.trainings.importer.locations import PlaceName, gazetteer_of, location_of
from cooperation.trainings.importer.units.recipients import longest_of
from cooperation.trainings.importer.units.schools import Activity
from cooperation.trainings.importer.units.texts import words_in
from tests.conftest import REPORTS_DIR
from tests.cooperation.trainings.importer.units.tables import recipients, schools

pytestmark = [pytest.mark.slow, pytest.mark.reports]
# Why a cell names no recipient; what names one that is not known is not among them.
NO_RECIPIENT = {
    "not-printed", "placeholder", "several-unnamed", "no-body", "a-school", "a-us-command", "another-country",
}  # fmt: skip


@pytest.fixture(scope="module")
def rows():
    csv.field_size_limit(10**9)
    with gzip.open(REPORTS_DIR / "fmtrpt_western_hemisphere.tsv.gz", "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


@pytest.fixture(scope="module")
def links(rows):
    """Each row with the country of its location and the link of its school."""
    names = []
    for file in ("places.yaml", "training-places.yaml"):
        for place in yaml.safe_load((settings.BASE_DIR / "seeds" / file).read_text(encoding="utf-8"))["places"]:
            name = PlaceName(len(names), place["slug"], place["kind"], place.get("iso_3166_1"))
            names += [(spelling, name) for spelling in (place["name"], *(a["name"] for a in place.get("aliases", ())))]
    gazetteer, known, linked = gazetteer_of(names), {}, []
    for row in rows:
        where = row["training:location"], row["qa:training_country_iso_3166_1"]
        if where not in known:
            known[where] = location_of(*where, gazetteer).country if where[0] else None
        linked.append((row, known[where], schools().school_of(printed(row, known[where]))))
    return linked


def printed(row, location_country):
    try:
        start = date.fromisoformat(row["qa:training_start_date_clean"])
    except ValueError:
        start = None
    return Activity(
        row["qa:training_group"][:9],
        row["qa:training_country_iso_3166_1"],
        *(row[f"training:{name}"] for name in ("program", "delivery_unit", "location", "course_title")),
        start,
        location_country,
    )


def words_beside_ministries(cell, report):
    """The words of a cell that no rule of a ministry takes."""
    matcher = recipients()
    words = list(words_in(cell))
    for find in longest_of([find for find in matcher.indexes["MEX"].finds(tuple(words)) if find.rule.covers(report)]):
        if find.rule.target and matcher.rules.recipients[find.rule.target].level == "ministry":
            words[find.first : find.end] = [""] * (find.end - find.first)
    return [word for word in words if word]


def trainees(row):
    text = row["training:quantity"].replace(",", "")
    return int(text) if text.isdecimal() else 0


def test_nine_in_ten_trainees_at_us_facilities_are_linked(links):
    found = Counter()
    for row, country, link in links:
        if row["qa:training_group"] > "2001" and country == "USA" and not link.is_mobile:
            found["school" if link.school else "base" if link.base else "none"] += trainees(row)

    assert found["school"] / found.total() >= 0.80
    assert (found["school"] + found["base"]) / found.total() >= 0.90


def test_each_rule_takes_as_many_rows_as_it_states(links):
    rules = schools().rules
    stated = {rule.id: rule.rows for rule in (*rules.institutions, *rules.bases)}
    taken = Counter(link.rule for _, _, link in links)

    assert {identity: taken[identity] for identity in stated} == stated


def test_nearly_all_trainees_of_mexico_are_linked_to_their_recipients(rows):
    found = Counter()
    for row in rows:
        if row["qa:training_country_iso_3166_1"] == "MEX" and row["training:recipient_unit"].strip():
            units = recipients().recipients_of(row["training:recipient_unit"], "MEX", row["qa:training_group"][:9])
            if units.rule not in NO_RECIPIENT:
                found["linked" if units.links else "unknown"] += trainees(row)

    assert found["linked"] / found.total() >= 0.97


def test_no_unit_is_linked_to_its_ministry_alone(rows):
    """Words that stand beside those of a ministry name a unit, but for a country, an address and small words."""
    small = set("mexico d f de of the and y mx s in a del la hqs hq secretariat marines df oax juchitan an".split())
    found = Counter()
    for row in rows:
        cell, report = row["training:recipient_unit"], row["qa:training_group"][:9]
        units = recipients().recipients_of(cell, "MEX", report)
        if row["qa:training_country_iso_3166_1"] != "MEX" or not cell.strip() or units.rule in NO_RECIPIENT:
            continue
        if any(not word.isdecimal() and word not in small for word in words_beside_ministries(cell, report)):
            below = any(link.level != "ministry" for link in units.links)
            found["linked" if below else "not linked"] += trainees(row)

    assert found["linked"] / found.total() >= 0.95
