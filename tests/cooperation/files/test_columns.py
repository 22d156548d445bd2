"""What several values in one field become in a table."""

from typing import Any

import pytest
from drf_spectacular.utils import extend_schema_field
from pytest_django import DjangoAssertNumQueries
from rest_framework import serializers

from cooperation.api.serializers import (
    DiscrepancySerializer,
    EventSerializer,
    OrganizationSerializer,
    PlaceSerializer,
)
from cooperation.files.columns import FileColumn, file_columns
from sources.api.citations import CitationsField
from sources.api.relations import RecordLinksField
from tests import factories

CITATION = {
    "id": "c", "source": "s", "place": "paragraph 3", "paragraph": 3, "as_stated": "two", "attributed_to": None,
    "rests_on": ["r"], "stance": "supports", "field": None, "link": None,
}  # fmt: skip


@extend_schema_field(
    {
        "type": "object",
        "properties": {
            "low": {"type": ["integer", "null"], "description": "The lowest."},
            "words": {"type": "array", "description": "In words."},
        },
    }
)
class RangeField(serializers.Field):
    """An object."""


class ThingSerializer(serializers.Serializer):
    """Fields of several values."""

    range = RangeField()
    citations = CitationsField()
    records = RecordLinksField(help_text="Records.")


def column(name: str) -> FileColumn:
    return next(item for item in file_columns(ThingSerializer()) if item.name == name)


def cell(name: str, value: Any) -> Any:
    [found] = column(name).cells([value])
    return found


def test_an_object_has_a_column_for_each_member() -> None:
    names = [(item.name, item.type, item.description) for item in file_columns(ThingSerializer())][:2]

    assert names == [("range_low", "integer", "The lowest."), ("range_words", "texts", "In words.")]
    assert cell("range_low", {"low": 1, "words": []}) == 1
    assert cell("range_low", None) is None


def test_the_first_citation_has_columns_of_its_own() -> None:
    names = [item.name for item in file_columns(ThingSerializer()) if item.field == "citations"]

    titled = ("source", "attributed_to")
    members = [(f"citation_{name}", f"citation_{name}_title")[: 1 + (name in titled)] for name in CITATION]
    assert names == [*(name for pair in members for name in pair), "citations", "other_citations"]
    assert cell("citation_paragraph", [CITATION, {**CITATION, "paragraph": 4}]) == 3
    assert cell("citation_paragraph", []) is None
    assert cell("citations", [CITATION, CITATION]) == 2
    assert cell("other_citations", [CITATION, {**CITATION, "as_stated": "three"}]) == ["s, paragraph 3: “three”"]


def test_records_stand_as_the_seeds_write_them() -> None:
    assert cell(
        "records", [{"kind": "event", "id": "a", "url": "/a/"}, {"kind": "place", "id": "b", "url": "/b/"}]
    ) == [
        "event/a",
        "place/b",
    ]


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([{"name": "SEDENA", "language": "es", "note": None}], ["SEDENA (es)"]),
        ([{"name": "SEDENA", "language": None}, {"name": "Army", "language": None}], ["SEDENA", "Army"]),
        ([{"name": "SEDENA", "language": "es", "year": 1}], ["SEDENA (es, 1)"]),
        ([{"name": None}], [""]),
    ],
)
def test_a_row_of_a_record_is_one_text(rows: list[dict[str, Any]], texts: list[str]) -> None:
    [aliases] = [item for item in file_columns(OrganizationSerializer.with_fields()) if item.name == "aliases"]

    assert (aliases.type, list(aliases.cells([rows]))) == ("texts", [texts])


def test_fields_that_are_not_asked_for_have_no_columns() -> None:
    names = [item.name for item in file_columns(EventSerializer.with_fields(("id", "start_earliest")))]

    assert names == ["id", "start_earliest"]


@pytest.mark.django_db
def test_linked_records_have_their_titles_in_the_next_column() -> None:
    place = factories.make_place(slug="iguala", name="Iguala", status="published")
    factories.make_place(slug="base", name="A base", status="draft")
    columns = {item.name: item for item in file_columns(EventSerializer.with_fields())}
    names = list(columns)

    assert names[names.index("places") + 1] == "places_titles"
    assert list(columns["places_titles"].cells([[place.slug], []])) == [["Iguala"], []]
    parents = {item.name: item for item in file_columns(PlaceSerializer.with_fields())}["parent_title"]
    assert list(parents.cells(["iguala", None])) == ["Iguala", None]
    assert list(parents.cells(["base"])) == [None]


@pytest.mark.django_db
def test_the_titles_of_a_column_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    for number in range(3):
        factories.make_place(slug=f"place-{number}", status="published")
    [titles] = [item for item in file_columns(PlaceSerializer.with_fields()) if item.name == "parent_title"]

    with django_assert_num_queries(1):
        for number in range(3):
            list(titles.cells([f"place-{number}"]))


def test_amounts_have_no_title() -> None:
    names = [item.name for item in file_columns(DiscrepancySerializer.with_fields())]

    assert not [name for name in names if name.endswith(("_title", "_titles")) and "citation" not in name]
