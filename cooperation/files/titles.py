"""Titles of linked records, for the columns beside their public ids."""

from functools import cached_property
from typing import Any

from config.databases.routing import reading_alias
from sources.api.fields import RelatedSlugField
from sources.api.relations import ManySlugsField
from sources.models import Kind


class Titles:
    """The titles of the published records of a kind by their public ids; one query, when the first is asked for."""

    def __init__(self, model: type[Kind]) -> None:
        self.model = model

    @cached_property
    def by_slug(self) -> dict[str, str]:
        published = self.model.objects.using(reading_alias()).published()
        return dict(published.values_list("slug", self.model.LABEL))

    def get(self, slug: str | None) -> str | None:
        """The title of a record; None for none."""
        return None if slug is None else self.by_slug.get(slug)


def linked_titles(field: RelatedSlugField | ManySlugsField) -> Titles:
    """The titles of the records that a field links."""
    serializer: Any = field.parent
    return Titles(serializer.Meta.model._meta.get_field(field.source).related_model)
