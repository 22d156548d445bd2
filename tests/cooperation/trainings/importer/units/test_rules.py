"""Files of rules: what they may not say, by file and line."""

import pytest

from cooperation.importers.seeds.seed_files import SeedError
from cooperation.trainings.importer.units.reading import read_recipient_rules, read_school_rules

SCHOOL = """
schools:
  - organization: whinsec
    rules:
      - {id: name, rows: 1, words: [whinsec], evidence: named}
"""
RECIPIENT = """
recipients:
  - organization: navy
    level: force
    rules:
      - {id: name, words: [navy], countries: [MEX]}
"""


def problems(tmp_path, text, read=read_school_rules):
    path = tmp_path / "rules.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SeedError) as error:
        read(path)
    return error.value.problems


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("schools:", "schulen: []\nschools:", "rules.yaml:2: unknown section “schulen”"),
        ("id: name", "id: Name", "rules.yaml:5: rules: id “Name” is not of lower case letters, digits and hyphens"),
        (", evidence: named", "", "rules.yaml:5: rules: “evidence” is missing"),
        ("evidence", "proof: x, evidence", "rules.yaml:5: rules: unknown key “proof”; known are at, countries, evidence, id, in, "
         "note, reports, rows, starts_before, titles, whole, without, words"),
        ("[whinsec]", "whinsec", "rules.yaml:5: words: a list of texts"),
        ("[whinsec]", "[31905]", "rules.yaml:5: words: a list of texts"),
        ("[whinsec]", "['-']", "rules.yaml:5: words: “-” has no word"),
        ("rows: 1", "in: [place], rows: 1", "rules.yaml:5: rules: in “place”; known are delivery_unit, location, course_title, program"),
        ("rows: 1", "reports: [2001], rows: 1", "rules.yaml:5: reports: a list of texts"),
        ("rows: 1", "reports: ['2012_2013', '2001_2002'], rows: 1", "rules.yaml:5: reports: one, or the first and the last, such as 2010_2011"),
        ("rows: 1", "starts_before: 2001-13-01, rows: 1", "rules.yaml:5: starts_before: month must be in 1..12"),
        ("named}", "named}\n      - {id: name, rows: 1, words: [x], evidence: named}", "rules.yaml: id “name” stands 2 times"),
        ("named}", "named}\n  - {organization: whinsec, rules: []}", "rules.yaml:6: schools: “whinsec” stands twice"),
        ("schools:", "bases: [{id: x, rows: 1, words: [x]}]\nschools:", "rules.yaml:2: bases: “place” is missing"),
        ("schools:", "unknown: [{id: x, words: [x]}]\nschools:", "rules.yaml:2: unknown: “reason” is missing"),
    ],
)  # fmt: skip
def test_a_mistake_in_schools_is_named_with_its_line(tmp_path, old, new, problem):
    assert problem in problems(tmp_path, SCHOOL.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("force", "branch", "rules.yaml:3: recipients: level “branch”; known are ministry, force, unit"),
        (
            "    level",
            "    within: army\n    level",
            "rules.yaml:3: recipients: within “army”, which does not stand above",
        ),
        ("words: [navy]", "words: [navy], pattern: navy", "rules.yaml:6: rules: either words or a pattern"),
        ("words: [navy], ", "", "rules.yaml:6: rules: either words or a pattern"),
        ("words: [navy]", "pattern: '('", "rules.yaml:6: pattern: missing ), unterminated subpattern at position 0"),
        (", countries: [MEX]", "", "rules.yaml:6: rules: “countries” is missing"),
        ("    level", "    each: '1'\n    level", "rules.yaml:4: each: a list of texts or of mappings"),
    ],
)
def test_a_mistake_in_recipients_is_named_with_its_line(tmp_path, old, new, problem):
    assert problem in problems(tmp_path, RECIPIENT.replace(old, new, 1), read_recipient_rules)


def test_all_mistakes_are_told_at_once(tmp_path):
    assert len(problems(tmp_path, SCHOOL.replace("id: name", "id: Name").replace("[whinsec]", "whinsec"))) == 2


def test_a_file_that_is_no_yaml_is_named_with_its_line(tmp_path):
    assert problems(tmp_path, "schools: [\n")[0].startswith("rules.yaml:2: ")
    assert problems(tmp_path, "- x\n") == ["rules.yaml:1: a file is a mapping of sections"]


def test_an_entry_with_each_stands_for_several(tmp_path):
    path = tmp_path / "recipients.yaml"
    each = RECIPIENT.replace("navy\n", "'zone-{each}'\n    each: ['1', '2']\n").replace("id: name", "id: 'zone-{each}'")
    path.write_text(each.replace("[navy]", "['zone {each}']"), encoding="utf-8")

    rules = read_recipient_rules(path)

    assert list(rules.recipients) == ["zone-1", "zone-2"]
    assert [(rule.id, rule.target, rule.phrases) for rule in rules.rules] == [
        ("zone-1", "zone-1", {("zone", "1")}),
        ("zone-2", "zone-2", {("zone", "2")}),
    ]
