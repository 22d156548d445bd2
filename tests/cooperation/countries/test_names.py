"""Names of countries: what files print and what they mean."""

import csv

import pytest

from cooperation.countries.names import country_of
from cooperation.countries.table import country_table
from cooperation.countries.words import country_words
from tests.conftest import REPORTS_DIR

SPELLINGS = REPORTS_DIR / "country_spellings_all_regions.tsv"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Trinidad -Tobago", "TTO"),
        ("St Kitts & Nevis", "KNA"),
        ("Bolivia INC", "BOL"),
        ("Cote d'Ivoire", "CIV"),
        ("CÔTE D’IVOIRE, Republic of", "CIV"),
        ("Guinea - Bissau", "GNB"),
        ("The Gambia", "GMB"),
        ("Sudan, Government of Southern", "SSD"),
        ("Timor-Leste, Democratic Republic of", "TLS"),
        ("Korea, Republic of South", "KOR"),
        ("Montenegro, Republic of", "MNE"),
        ("S. Korea", "KOR"),
        ("U.A.E.", "ARE"),
        ("Dem. Rep. of the Congo", "COD"),
        ("Lao People’s Democratic Republic", "LAO"),
        ("West Bank/Gaza", "PSE"),
        ("Atlantis", None),
        ("", None),
    ],
)
def test_order_case_accents_and_punctuation_of_a_name_do_not_count(name, code):
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [("Türkiye", "TUR"), ("Eswatini", "SWZ"), ("North Macedonia", "MKD"), ("Czechia", "CZE"), ("Cabo Verde", "CPV")],
)
def test_names_of_today_are_known(name, code):
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Turkey", "TUR"), ("Swaziland", "SWZ"), ("Macedonia, Former Yugoslav Republic of", "MKD"), ("Zaire", "COD"),
        ("Czech Republic", "CZE"), ("Cape Verde", "CPV"), ("Burma", "MMR"), ("Serbia and Montenegro", "SCG"),
        ("Upper Volta", "BFA"), ("Western Samoa", "WSM"), ("Kosovo", "XKX"),
    ],
)  # fmt: skip
def test_names_of_yesterday_are_known(name, code):
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Congo (DROC)", "COD"),
        ("Congo, Republic of (Brazzaville)", "COG"),
        ("Korea (North)", "PRK"),
        ("Korea - South (Republic of)", "KOR"),
        ("China (Taiwan)", "TWN"),
        ("Taiwan (China)", "TWN"),
        ("China (Peoples Republic of)", "CHN"),
        ("Zaire (Congo)", "COD"),
        ("Guinea (Equatorial)", "GNQ"),
        ("Ireland (Northern)", "GBR"),
    ],
)
def test_words_in_brackets_decide(name, code):
    assert country_of(name) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Belize (UK)", "BLZ"), ("Netherlands Antilles (NE)", "ANT"), ("Denmark (Greenland)", "GRL"),
        ("Hong Kong (China)", "HKG"),
    ],
)  # fmt: skip
def test_a_country_that_another_belonged_to_is_not_meant(name, code):
    assert country_of(name) == code


def test_a_note_in_brackets_changes_nothing_unless_several_countries_share_the_name():
    assert country_of("Mexico (Note 1)") == "MEX"
    assert country_of("Congo (Note 1)") is None


def test_names_that_contradict_each_other_are_not_understood():
    assert country_of("Mexico (Guatemala)") is None


def test_the_code_beside_it_says_which_country_a_shared_name_means():
    assert country_of("Congo") == "COG"
    assert country_of("Congo", "COD") == "COD"
    assert country_of("Korea", "PRK") == "PRK"
    assert country_of("Korea", "MEX") == "KOR"


def test_no_name_means_two_countries_unless_it_is_listed_as_shared():
    table = country_table()
    shared = {country_words(name) for name in table.shared}
    codes: dict[frozenset[str], set[str]] = {}
    for country in table.countries.values():
        for name in country.names:
            codes.setdefault(country_words(name), set()).add(country.code)

    assert {words: found for words, found in codes.items() if len(found) > 1 and words not in shared} == {}


@pytest.mark.reports
@pytest.mark.parametrize("has_code", [True, False], ids=["with its code", "by its name alone"])
def test_every_spelling_of_the_published_file_means_the_country_that_it_says(has_code):
    with SPELLINGS.open(encoding="utf-8", newline="") as file:
        rows = [(row["country"], row["iso_3166_1"]) for row in csv.DictReader(file, delimiter="\t")]
    # One row is about Indochina, which is no country, and has no code.
    found = {name: country_of(name, code if has_code else "") or "" for name, code in rows}

    assert len(rows) > 200
    assert found == dict(rows)
