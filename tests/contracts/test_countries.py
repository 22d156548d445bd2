"""Countries and places that are asked for otherwise than by their codes and ids: refused, with what is meant."""

import pytest

from tests.contracts.endpoints import ROOT, VIEWS, get

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]

CODES = ("country", "recipient_country", "location_country", "iso_3166_1")
PLACES = ("place", "place__in", "place__within")


def suggestion(plural: str, name: str, text: str) -> str | None:
    """What is suggested for the only mistake of a question."""
    response = get(f"{ROOT}{plural}/", {name: text})
    assert response.status_code == 400, (plural, name, text)
    [error] = response.json()["errors"]
    assert error["parameter"] == name
    return error["suggestion"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CO", "COL"), ("MX", "MEX"), ("mex", "MEX"), ("Mexico", "MEX"), ("México", "MEX"), ("Mexcio", "MEX"), ("ZAR", "COD"),
        ("South Korea", "KOR"), ("Estados Unidos", "USA"), ("UK", "GBR"), ("Alemania", "DEU"), ("Burma", "MMR"), ("Turkey", "TUR"),
        ("Congo (DROC)", "COD"), ("XX", None), ("Atlantis", None),
    ],
)  # fmt: skip
def test_another_code_or_a_name_leads_to_the_code(text: str, code: str | None) -> None:
    assert suggestion("trainings", "country", text) == code


def test_every_parameter_that_takes_a_country_suggests_alike() -> None:
    asked = [
        (plural, name)
        for plural, view in VIEWS.items()
        for name in view.filterset_class.base_filters
        if name.removesuffix("__in") in CODES
    ]

    assert len(asked) >= 12
    assert {suggestion(plural, name, "CO") for plural, name in asked} == {"COL"}
    assert suggestion("coverage", "country", "Colombia") == "COL"


def test_every_parameter_that_takes_a_place_knows_its_names_and_codes() -> None:
    asked = [
        (plural, name) for plural, view in VIEWS.items() for name in view.filterset_class.base_filters if name in PLACES
    ]

    assert {suggestion(plural, name, text) for plural, name in asked for text in ("MX", "México", "MEXICO", "mex")} == {
        "mexico"
    }
    assert suggestion("events", "place", "Ciudad Juarez") == "ciudad-juarez"
    assert suggestion("places", "iso_3166_2", "mx-chh") == "MX-CHH"
    assert suggestion("places", "iso_3166_2", "Chihuahua") == "MX-CHH"


def test_where_two_countries_share_a_name_both_are_named() -> None:
    [error] = get(f"{ROOT}trainings/?country=Congo").json()["errors"]

    assert "COG or COD" in error["detail"]


@pytest.mark.parametrize(
    ("address", "suggestion"),
    [
        ("trainings/?authority=IMET", "imet"),
        ("organizations/?parent=Ejército%20Mexicano", "mexican-army"),
        ("funding/?program=Merida%20Initiative", "merida-initiative"),
        ("funding/?provider=WHINSEC", "whinsec"),
    ],
)
def test_a_name_leads_to_the_record_that_is_called_so(address: str, suggestion: str) -> None:
    [error] = get(f"{ROOT}{address}").json()["errors"]

    assert error["suggestion"] == suggestion
