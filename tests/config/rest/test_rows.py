"""Rows are shaped as their serializer declares."""

import pytest

from cooperation.api.serializers import FundingSerializer, OrganizationSerializer
from cooperation.models import Funding, Organization
from tests import factories

pytestmark = pytest.mark.django_db


def test_only_the_columns_that_are_wanted_are_read() -> None:
    factories.make_funding(amount=5)

    [row] = FundingSerializer(only=("id", "amount")).raw(Funding.objects.all())

    assert set(row) == {"pk", "slug", "amount"}


def test_fields_stand_in_the_order_of_the_serializer() -> None:
    factories.make_funding(amount=5)
    serializer = FundingSerializer(only=("amount", "id"))

    assert [list(row) for row in serializer.shape(serializer.raw(Funding.objects.all()))] == [["id", "amount"]]


def test_an_expanded_record_is_given_whole_and_its_own_relations_by_public_id() -> None:
    parent = factories.make_organization(slug="parent", status="published")
    grandparent = factories.make_organization(slug="grandparent", status="published")
    Organization.objects.filter(pk=parent.pk).update(parent=grandparent)
    factories.make_organization(slug="child", status="published", parent=parent)
    serializer = OrganizationSerializer(only=("id", "parent"), expand=("parent",))

    [row] = serializer.shape(serializer.raw(Organization.objects.filter(slug="child")))

    assert (row["parent"]["id"], row["parent"]["parent"]) == ("parent", "grandparent")


def test_an_expanded_record_that_is_a_draft_is_null() -> None:
    factories.make_organization(slug="child", status="published", parent=factories.make_organization())
    serializer = OrganizationSerializer(only=("id", "parent"), expand=("parent",))

    [row] = serializer.shape(serializer.raw(Organization.objects.filter(slug="child")))

    assert row == {"id": "child", "parent": None}
