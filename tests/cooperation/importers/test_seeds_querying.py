"""A reconciliation in the seeds asks what the list of training activities understands."""

import pytest

from cooperation.api.reconciliation.queries import problems_of
from cooperation.importers.seeds.building import build_objects
from cooperation.importers.seeds.querying import check_queries
from cooperation.importers.seeds.seed_files import SeedError, read_seeds

PLACE = "places:\n  - {slug: chiapas, name: Chiapas, kind: state}\n"
ENTRY = """reconciliation:
  - slug: a
    title: A
    claim: observation/a
    measure: {measure}
    query: {query}
    not_covered: Much.
    note: Both count people.
"""


def seeds(folder, query="country=MEX&fiscal_year=2011", *, measure="trainees", **changed):
    text = PLACE + ENTRY.format(query=query, measure=measure)
    for name, value in changed.items():
        text = text.replace({"claim": "observation/a", "note": "    note: Both count people.\n"}[name], value)
    (folder / "reconciliation.yaml").write_text(text)
    return read_seeds(folder)


@pytest.mark.parametrize(
    "query",
    [
        "country=MEX&fiscal_year__in=2010,2011&place__within=chiapas",
        "country=MEX&place__in=chiapas&certainly_during=2011-04",
        "q=open source intel",
    ],
)
def test_a_query_that_the_list_understands_is_taken(tmp_path, query):
    check_queries(seeds(tmp_path, query), problems_of)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("contry=MEX", "query: There is no parameter “contry”, but “country”."),
        ("country=Mexico", "query: country: “Mexico” is no ISO 3166-1 alpha-3 country code"),
        ("fiscal_year=20111", "query: fiscal_year: Write a whole number"),
        ("place=chiapa", "query: place: There is no place “chiapa”."),
        ("country=MEX&country=GTM", "gives a parameter twice"),
        ("Mexico in 2011", "is no query"),
        ('"?country=MEX"', "is no query"),
        ("group_by=country", "There is no parameter “group_by”"),
    ],
)
def test_a_query_that_the_list_would_refuse_is_named_with_its_line(tmp_path, query, words):
    with pytest.raises(SeedError) as error:
        check_queries(seeds(tmp_path, query), problems_of)

    assert str(error.value).startswith("reconciliation.yaml:8: reconciliation/a: ")
    assert words in str(error.value)


def test_a_claim_is_of_a_kind_that_records_can_test(tmp_path):
    with pytest.raises(SeedError, match="claim: is one of observation, funding, program, event, not “place”"):
        check_queries(seeds(tmp_path, claim="place/chiapas"), problems_of)


@pytest.mark.django_db
def test_a_claim_that_does_not_exist_and_an_unknown_measure_are_named(tmp_path):
    with pytest.raises(SeedError) as error:
        build_objects(seeds(tmp_path, measure="people"))

    assert any("there is no observation “a”" in problem for problem in error.value.problems)
    assert any("measure: " in problem for problem in error.value.problems)
