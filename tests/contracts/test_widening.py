"""The search answers questions as people put them, and says how; the lists stay strict."""

from typing import Any

import pytest

from tests.contracts.endpoints import ROOT, body_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("real_data")]


def search(question: str, **parameters: Any) -> dict[str, Any]:
    return body_of(f"{ROOT}search/", {"q": question, **parameters})


def test_what_has_all_the_words_is_given_as_asked() -> None:
    answer = search("merida initiative")

    assert answer["matched"] == {"how": "all_words", "words": 2, "found": 2}
    assert answer["results"][0]["id"] == "merida-initiative"


@pytest.mark.parametrize("question", ["iniciativas mérida", "the navies of Mexico", "ejércitos mexicanos"])
def test_other_forms_of_the_words_and_synonyms_find_what_the_words_do_not(question: str) -> None:
    answer = search(question)

    assert answer["matched"]["how"] == "other_words"
    assert answer["count"] > 0
    assert body_of(f"{ROOT}organizations/", {"q": question})["count"] == 0


def test_where_nothing_has_all_the_words_those_with_most_of_them_come() -> None:
    answer = search("how many soldiers from Monterrey learned xylophone at WHINSEC")

    assert answer["matched"]["how"] == "most_words"
    assert 0 < answer["matched"]["found"] < answer["matched"]["words"]
    assert answer["count"] > 0
    assert all(item["highlights"] for item in answer["results"])


def test_what_nothing_has_finds_nothing() -> None:
    assert search("xylophone zither")["matched"] == {"how": "nothing", "words": 2, "found": 0}


def test_results_are_counted_by_kind() -> None:
    answer = search("mexico")

    assert sum(answer["kinds"].values()) == answer["count"]
    assert answer["kinds"]["event"] == search("mexico", kind="event")["count"] > 0


def test_pages_of_most_words_lead_on() -> None:
    first = search("which soldiers and police play the xylophone", page_size=2)
    second = body_of(first["next"])

    assert second["count"] == first["count"]
    assert not {item["id"] for item in first["results"]} & {item["id"] for item in second["results"]}
