"""Who may do what: the three groups of users."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission, User
from django.db import models
from django.db.models import Q

from sources.models.change import Change
from sources.models.citation import Citation
from sources.models.record import Imported, Kind, Record

CURATORS, REVIEWERS, ADMINISTRATORS = "curators", "reviewers", "administrators"


def part_models() -> set[type[models.Model]]:
    """The models whose rows belong to a record and are edited with it."""
    parts = [kind._meta.get_field(part) for kind in Kind.__subclasses__() for part in (*kind.PARTS, "supports")]
    return {part.related_model for part in parts if part.related_model}


def permissions(verbs: Iterable[str], targets: Iterable[type[models.Model]]) -> set[Permission]:
    """The permissions to do something with some models; each of them exists once migrations have run."""
    wanted = Q(pk__in=[])
    for model in targets:
        codenames = [f"{verb}_{model._meta.model_name}" for verb in verbs]
        wanted |= Q(content_type__app_label=model._meta.app_label, codename__in=codenames)
    return set(Permission.objects.filter(wanted))


def create_groups() -> dict[str, Group]:
    """Create the groups, or give those that exist exactly their permissions; return them by name."""
    edited: list[type[models.Model]] = [*Kind.__subclasses__(), Citation, *part_models()]
    seen: list[type[models.Model]] = [Record, Change, *Imported.__subclasses__()]
    curators = permissions(["add", "change", "delete", "view"], edited) | permissions(["view"], seen)
    reviewers = curators | permissions(["publish"], [Record])
    administrators = permissions(["add", "change", "delete", "view"], [User]) | permissions(["view"], [Group])
    granted = {CURATORS: curators, REVIEWERS: reviewers, ADMINISTRATORS: administrators}
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in granted}
    for name, group in groups.items():
        group.permissions.set(granted[name])
    return groups
