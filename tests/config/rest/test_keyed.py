"""Statements that are compiled once and asked for ever other keys: the same rows as a queryset for those keys."""

from unittest.mock import patch

import pytest

from config.rest import statements
from config.rest.keyed import AmongKeys
from config.rest.statements import KeyedStatement
from cooperation.models import Alias, Place
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def places() -> list[Place]:
    """Three places with two other names each."""
    places = [factories.make_place(slug=slug) for slug in ("campeche", "chiapas", "texas")]
    for place in places:
        for name in ("b", "a"):
            Alias.objects.create(record=place, name=f"{place.slug} {name}", kind="variant")
    return places


def names_by_place() -> KeyedStatement:
    """What finds other names of places."""
    return KeyedStatement(Alias.objects.filter(AmongKeys("record")).order_by("name"), "record_id", "name")


def test_each_time_the_rows_of_the_keys_are_found_in_their_order(places: list[Place]) -> None:
    statement = names_by_place()
    campeche, chiapas, texas = (place.pk for place in places)

    first, second = statement.rows([texas, campeche]), statement.rows([chiapas])

    assert first == [(campeche, "campeche a"), (campeche, "campeche b"), (texas, "texas a"), (texas, "texas b")]
    assert second == [(chiapas, "chiapas a"), (chiapas, "chiapas b")]


def test_rows_can_be_had_by_the_names_of_their_columns(places: list[Place]) -> None:
    rows = names_by_place().named([places[0].pk])

    assert rows[0] == {"record_id": places[0].pk, "name": "campeche a"}


def test_no_key_takes_no_query(places: list[Place], django_assert_num_queries) -> None:
    with django_assert_num_queries(0):
        assert names_by_place().rows([]) == names_by_place().rows([None]) == []


def test_values_are_those_of_python(places: list[Place]) -> None:
    places[0].latitude, places[0].longitude = "19.845400", "-90.523600"
    places[0].save()
    published = Place.objects.filter(AmongKeys("pk"))

    [row] = KeyedStatement(published, "latitude", "modified_at").named([places[0].pk])

    stored = Place.objects.get(pk=places[0].pk)
    assert row == {"latitude": stored.latitude, "modified_at": stored.modified_at}


def test_keys_stand_wherever_they_are_asked_for(places: list[Place]) -> None:
    """In a union of two tables, and in a query inside another one."""
    with_names = Place.objects.filter(pk__in=Alias.objects.filter(AmongKeys("record")).values("record"))
    names = Alias.objects.filter(AmongKeys("record")).order_by().values_list("name")

    found = KeyedStatement(names.union(with_names.order_by().values_list("slug"))).rows([places[2].pk])

    assert sorted(found) == [("texas",), ("texas a",), ("texas b",)]


def test_a_statement_is_compiled_once(places: list[Place]) -> None:
    statement = names_by_place()

    with patch.object(statements, "compile_statement", wraps=statements.compile_statement) as compiling:
        for place in places:
            statement.rows([place.pk])

    assert compiling.call_count == 1
