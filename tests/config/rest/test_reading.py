"""Rows read by a statement that is compiled once are those that Django reads."""

import pytest
from django.db.models import Q

from config.rest.ordering import Ordering, SortKey
from config.rest.reading import Shape, read, statement_of
from sources.models import Source, SourceKind
from tests.factories import make_source

pytestmark = pytest.mark.django_db
SLUG = SortKey("slug")
TITLE = Ordering("title", SortKey("title"), SLUG, descending=False)
COLUMNS = ("pk", "slug", "title", "modified_at", "derived_from__slug")


@pytest.fixture(autouse=True)
def sources():
    first = make_source(slug="a", title="Second")
    make_source(slug="b", title="First", derived_from=first)
    make_source(slug="c", title="Third", kind=SourceKind.CABLE)


def shape_of(queryset, *, backwards=False):
    return Shape(Source, COLUMNS, TITLE, backwards, queryset.db)


def rows_of(queryset, *, backwards=False, **options):
    return list(read(queryset, shape_of(queryset, backwards=backwards), 10, **options))


def django_rows(queryset, *, backwards=False):
    return list(shape_of(queryset, backwards=backwards).ordered(queryset))


@pytest.mark.parametrize("keys_first", [False, True])
@pytest.mark.parametrize("backwards", [False, True])
def test_rows_are_those_of_django(keys_first, backwards):
    queryset = Source.objects.filter(slug__in=["a", "b", "c"])

    rows = rows_of(queryset, backwards=backwards, keys_first=keys_first)

    assert rows == django_rows(queryset, backwards=backwards)
    assert [row["slug"] for row in rows] == (["c", "a", "b"] if backwards else ["b", "a", "c"])


def test_a_condition_on_the_table_itself_is_all_that_is_compiled_anew():
    queryset = Source.objects.filter(~Q(kind=SourceKind.CABLE))

    assert statement_of(shape_of(queryset)).fits(queryset)
    assert rows_of(queryset) == django_rows(queryset)


@pytest.mark.parametrize("keys_first", [False, True])
def test_a_condition_on_another_table_goes_the_usual_way(keys_first):
    queryset = Source.objects.filter(reported_in__slug="a") | Source.objects.filter(derived_from__title="Second")

    assert not statement_of(shape_of(queryset)).fits(queryset.distinct())
    assert [row["slug"] for row in rows_of(queryset.distinct(), keys_first=keys_first)] == ["b"]


def test_a_condition_that_nothing_meets_takes_no_query(django_assert_num_queries):
    queryset = Source.objects.filter(slug__in=[])
    statement_of(shape_of(queryset))

    with django_assert_num_queries(0):
        assert rows_of(queryset) == []


def test_no_condition_gives_all():
    assert len(rows_of(Source.objects.all())) == 3


def test_no_more_rows_are_read_than_are_wanted():
    assert len(read(Source.objects.all(), shape_of(Source.objects.all()), 2)) == 2
