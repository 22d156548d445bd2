"""Filters by the school that gave a training and by the bodies that received it."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from config.rest.choices import ChoiceField
from config.rest.filters import Filter
from config.rest.values import BooleanField, ListField
from cooperation.models import Organization
from cooperation.trainings.models import RecipientLevel, RecipientLink, RecipientReading
from sources.api.filters import SlugField, SlugListField, descendants
from sources.models import Status


def joined_by_succession(pk: int) -> set[int]:
    """Primary keys of an organization and the public ones that replaced it or that it replaced, step by step."""
    found, waiting = {pk}, {pk}
    while waiting:
        public = Organization.objects.published()
        after = set(public.filter(predecessors__in=waiting).values_list("pk", flat=True))
        before = set(public.filter(successor__in=waiting).values_list("pk", flat=True))
        waiting = (after | before) - found
        found |= waiting
    return found


def all_below(keys: Iterable[int]) -> list[int]:
    """Primary keys of organizations and of all public ones below them."""
    trees = [
        Organization.objects.filter(pk__in=descendants(Organization, pk)).values_list("pk", flat=True) for pk in keys
    ]
    return list({pk for tree in trees for pk in tree})


class SchoolWithin(Filter):
    """The school is the given one, one that replaced it or that it replaced, or lies below one of these."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: int) -> QuerySet:
        return queryset.filter(**{f"{self.field_name}__in": all_below(joined_by_succession(value))})


class ReceivedBy(Filter):
    """One of the recipients is a given one; what units name is looked up first: rows share few readings."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        links = RecipientLink.objects.filter(organization__status=Status.PUBLISHED).filter(self.meant(value))
        return queryset.filter(recipients__in=list(links.values_list("reading", flat=True).distinct()))

    def meant(self, value: Any) -> Q:
        """The condition on the links of a reading."""
        return Q(**{f"{self.field_name}__{self.lookup_expr}": value})


class ReceivedWithin(ReceivedBy):
    """One of the recipients is the given one or lies below it."""

    def meant(self, value: int) -> Q:
        return Q(organization__in=all_below([value]))


class NobodyKnown(Filter):
    """Whether no recipient is known."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: bool) -> QuerySet:
        nobody = Q(recipients=None) | Q(recipients__in=readings_of(None))
        return queryset.filter(nobody if value else ~nobody)


class ReceivedByExactly(Filter):
    """The recipients are these and no others."""

    is_prepared = False

    def filter(self, queryset: QuerySet, value: list[int]) -> QuerySet:
        slugs = Organization.objects.filter(pk__in=value).order_by("slug").values_list("slug", flat=True)
        return queryset.filter(recipients__in=readings_of(",".join(sorted(slugs))))


def readings_of(bodies: str | None) -> list[int]:
    """Primary keys of the readings with these bodies, as far as the public knows them."""
    hidden = RecipientReading.hidden()
    open_to_all = RecipientReading.objects.filter(bodies=bodies).exclude(pk__in=hidden)
    return [*open_to_all.values_list("pk", flat=True), *(pk for pk, known in hidden.items() if known == bodies)]


def several(text: str) -> SlugListField:
    return SlugListField(item=SlugField(Organization, description=f"{text} Several, separated by commas."))


SCHOOL = "The institution that gave it."
RECIPIENT = "A body that received it."
LEVEL = "A body that received it is known at this level."
LEVELS = ChoiceField(choices=RecipientLevel.values, description=LEVEL)
SCHOOL_WITHIN = SchoolWithin(
    SlugField(
        Organization,
        description=f"{SCHOOL} This one, one that replaced it or that it replaced, or any below one of these.",
    ),
    field_name="school",
)
RECIPIENTS: dict[str, Filter] = {
    "recipient": ReceivedBy(SlugField(Organization, description=RECIPIENT), field_name="organization"),
    "recipient__in": ReceivedBy(several(RECIPIENT), field_name="organization", lookup_expr="in"),
    "recipient__within": ReceivedWithin(
        SlugField(Organization, description=f"{RECIPIENT} This one, or any below it."), field_name="organization"
    ),
    "recipient__isnull": NobodyKnown(
        BooleanField(description=f"{RECIPIENT} Whether there is none (true) or one (false)."), field_name="recipients"
    ),
    "recipients": ReceivedByExactly(
        several("The bodies that received it: exactly these and no others."), field_name="recipients"
    ),
    "recipient_level": ReceivedBy(LEVELS, field_name="level"),
    "recipient_level__in": ReceivedBy(
        ListField(
            item=ChoiceField(choices=RecipientLevel.values, description=f"{LEVEL} Several, separated by commas.")
        ),
        field_name="level",
        lookup_expr="in",
    ),
}
