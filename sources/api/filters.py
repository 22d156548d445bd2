"""Filters that every kind of record shares: public ids, citations, dates, related records."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import RawSQL

from config.rest.errors import nearest
from config.rest.filters import REQUIRED_WORDS, WORDS, Filter, StrictFilterSet
from config.rest.texts import folded
from config.rest.values import BooleanField, IntegerField, ListField, TimeField, ValueField
from sources.api.texts import SUGGESTED_FROM, SameText, known_text
from sources.dates import parse_edtf
from sources.models import OPEN_END, OPEN_START, Citation, Kind, Source, Status, Support, claim_models


class SlugField(ValueField):
    """Public id of a published record; its value is the primary key."""

    def __init__(self, model: type[Kind], **kwargs: Any) -> None:
        self.model = model
        super().__init__(**kwargs)

    def parse(self, text: str) -> int:
        """The primary key; a record that is not published is answered like one that does not exist."""
        return self.keys_of([text])[0]

    def keys_of(self, words: list[str]) -> list[int]:
        """The primary keys of several public ids, in one query; ValidationError names the first that does not exist."""
        published = self.model.objects.published()
        known = dict(published.filter(slug__in=[word[:200] for word in words]).values_list("slug", "pk"))
        if unknown := next((word for word in words if word not in known), None):
            kind, text = self.model._meta.verbose_name, unknown[:100]
            params = {"kind": kind, "text": text, "suggestion": self.meant(text)}
            raise ValidationError("There is no %(kind)s “%(text)s”.", params=params)
        return [known[word] for word in words]

    def meant(self, text: str) -> str | None:
        """The public id that was probably meant by a text: of the record that is called so, or else the nearest."""
        slugs = self.model.objects.published().order_by("slug").values_list("slug", flat=True)
        return next(self.called(text), None) or nearest(text, slugs[:SUGGESTED_FROM])

    def called(self, text: str) -> Iterator[str]:
        """Public ids of the records that are called so, whatever the case, accents and signs."""
        asked, names = folded(text), self.model.NAMES
        named = self.model.objects.published().order_by("slug").values_list("slug", *names) if asked and names else []
        yield from (
            slug for slug, *found in named[:SUGGESTED_FROM] if asked in [folded(name) for name in found if name]
        )


class SlugListField(ListField):
    """Several public ids, separated by commas; their values are the primary keys."""

    item: SlugField

    def clean_items(self, words: list[str]) -> list[int]:
        return self.item.keys_of(words)


class IntervalField(ValueField):
    """A stretch of time in EDTF, with both ends."""

    schema = {"type": "string", "examples": ["2011", "2010-10/2011-09"]}

    def parse(self, text: str) -> tuple[date, date]:
        """The first and the last day; an open end is the end of the calendar."""
        try:
            interval = parse_edtf(text)
        except ValueError as error:
            raise ValidationError(str(error)) from error
        if interval is None:
            raise ValidationError("Give a stretch of time, such as 2010-10/2011-09.")
        return interval.earliest or OPEN_START, interval.latest or OPEN_END


class CertainlyDuring(Filter):
    """The record's date lies inside the interval and is not uncertain."""

    def filter(self, queryset: QuerySet, value: tuple[Any, Any]) -> QuerySet:
        """The rows whose date lies inside; unknown dates never do."""
        name, (first, last) = self.field_name, value
        return queryset.filter(
            **{f"{name}_is_uncertain": False, f"{name}_earliest__gte": first, f"{name}_latest__lte": last}
        )


class During(Filter):
    """The source dates the record inside the interval, with or without a doubt."""

    def filter(self, queryset: QuerySet, value: tuple[Any, Any]) -> QuerySet:
        """The rows whose date lies inside; unknown dates never do."""
        name, (first, last) = self.field_name, value
        return queryset.filter(**{f"{name}_earliest__gte": first, f"{name}_latest__lte": last})


class PossiblyDuring(Filter):
    """The record's date may overlap the interval."""

    def filter(self, queryset: QuerySet, value: tuple[Any, Any]) -> QuerySet:
        """The rows whose date may overlap; unknown dates never do."""
        name, (first, last) = self.field_name, value
        return queryset.filter(**{f"{name}_earliest__lte": last, f"{name}_latest__gte": first})


class Within(Filter):
    """The related record is the given one or lies below it."""

    def filter(self, queryset: QuerySet, value: int) -> QuerySet:
        model = self.parameter_field.model
        rows = queryset.filter(**{f"{self.field_name}__in": descendants(model, value)})
        return rows.distinct() if self.distinct else rows


def descendants(model: type[Kind], pk: int) -> RawSQL:
    """Primary keys of a record and all published ones below it, along `parent`; a circle ends by itself."""
    table = model._meta.db_table
    return RawSQL(  # noqa: S611  (a constant statement, with the key as a parameter)
        f"WITH RECURSIVE below(id) AS (SELECT CAST(%s AS bigint) UNION SELECT child.record_ptr_id FROM {table} child "  # noqa: S608
        "JOIN below ON child.parent_id = below.id JOIN sources_record record ON record.id = child.record_ptr_id "
        "WHERE record.status = %s) SELECT id FROM below",
        (pk, Status.PUBLISHED),
    )


class Many(Filter):
    """A lookup along a to-many relation: a row that fits twice is given once."""

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        return super().filter(queryset, value).distinct()


class Unknown(Filter):
    """Whether there is no related record that the public may know of."""

    def filter(self, queryset: QuerySet, value: bool) -> QuerySet:
        known = {f"{self.field_name}__status": Status.PUBLISHED}
        if value:
            return queryset.exclude(**known)
        rows = queryset.filter(**known)
        return rows.distinct() if self.distinct else rows


def related(
    name: str,
    model: type[Kind],
    text: str,
    *,
    within: bool = False,
    many: bool = False,
    column: str | None = None,
    field: Callable[..., SlugField] | None = None,
) -> dict[str, Filter]:
    """The filters for a related record: equal, several, unknown, and (`within`) itself with all below it.

    `many` says that the column (by default the one of that name) is to-many. `field` reads its public id.
    """
    kind, column = Many if many else Filter, column or name
    slug_field = field or partial(SlugField, model)
    one = slug_field(description=text)
    several = SlugListField(item=slug_field(description=f"{text} Several, separated by commas."))
    unknown = BooleanField(description=f"{text} Whether there is none (true) or one (false).")
    filters: dict[str, Filter] = {
        name: kind(one, field_name=column),
        f"{name}__in": kind(several, field_name=column, lookup_expr="in"),
        f"{name}__isnull": Unknown(unknown, field_name=column, distinct=many),
    }
    if within:
        below = slug_field(description=f"{text} This one, or any below it.")
        filters[f"{name}__within"] = Within(below, field_name=column, distinct=many)
    return filters


def during(column: str) -> dict[str, Filter]:
    """The filters for the date that says when a record holds."""
    certainly = IntervalField(
        description=f"EDTF. The record's {column} lies inside this time and is not uncertain; unknown never matches."
    )
    possibly = IntervalField(description=f"EDTF. The record's {column} may overlap this time; unknown never matches.")
    dated = IntervalField(
        description=f"EDTF. The source dates the record's {column} within this time, in doubt or not; unknown never matches."
    )
    return {
        "during": During(dated, field_name=column),
        "certainly_during": CertainlyDuring(certainly, field_name=column),
        "possibly_during": PossiblyDuring(possibly, field_name=column),
    }


class PartOfCitation(Filter):
    """A parameter that its filter set answers together with another."""

    def filter(self, queryset: QuerySet, value: Any) -> QuerySet:
        """Nothing: the filter set puts source and paragraph together."""
        return queryset


class CitedFilterSet(StrictFilterSet):
    """The filters of every list of records that citations bear on."""

    source = PartOfCitation(
        SlugField(
            Source,
            description="A source that the record leans on: the document, who says it there, or what it rests on.",
        )
    )
    paragraph = PartOfCitation(
        IntegerField(low=1, high=100_000, description="Paragraph of the document that speaks of the record.")
    )

    @classmethod
    def apply(cls, queryset: QuerySet, values: Mapping[str, Any]) -> QuerySet:
        """Put source and paragraph together: both of one citation."""
        queryset = super().apply(queryset, values)
        source, paragraph = (values.get(name) for name in ("source", "paragraph"))
        if source is None and paragraph is None:
            return queryset
        citations = Citation.objects.filter(place_condition(source, paragraph)).values("pk")
        return queryset.filter(cls.rests_on(queryset.model, citations))

    @classmethod
    def rests_on(cls, model: type[Model], citations: QuerySet) -> Q:
        """Condition on the rows of the list: one of the citations bears on them."""
        return cited_condition(model, citations)


def place_condition(source: int | None, paragraph: int | None) -> Q:
    """Condition on citations; a paragraph is one of the document, so it rules out the other roles of a source."""
    if paragraph is not None:
        return Q(paragraph=paragraph) if source is None else Q(paragraph=paragraph, source=source)
    through = Citation.rests_on.through.objects
    rests = through.filter(source_id=source).values("citation_id")
    return Q(source=source) | Q(attributed_to=source) | Q(pk__in=rests)


def cited_condition(model: type[Model], citations: QuerySet) -> Q:
    """Condition on records: one of the citations bears on them."""
    condition = Q(pk__in=Support.objects.filter(citation__in=citations).values("record"))
    if any(field.name == "citation" for field in model._meta.concrete_fields):
        condition |= Q(citation__in=citations)
    return condition


def cited_claims(citations: QuerySet) -> Q:
    """Condition on records of any kind: they are public, and one of the citations bears on them."""
    condition = Q(pk__in=Support.objects.filter(citation__in=citations).values("record"))
    for model in claim_models():
        condition |= Q(pk__in=model.objects.published().filter(citation__in=citations).values("pk"))
    return condition & Q(status=Status.PUBLISHED)


class KindFilterSet(StrictFilterSet):
    """The filters of every kind of record: its public id, and when it last changed."""

    modified_at__gte = Filter(
        TimeField(description="Changed at this time or later."), field_name="modified_at", lookup_expr="gte"
    )
    modified_at__lte = Filter(
        TimeField(description="Changed at this time or earlier."), field_name="modified_at", lookup_expr="lte"
    )

    @classmethod
    def get_filters(cls) -> dict[str, Filter]:
        """The filters by name; a public id that does not exist is refused like that of a related record."""
        filters = super().get_filters()
        if cls._meta.model is None:
            return filters
        one = SlugField(cls._meta.model, description="Public id.")
        several = SlugListField(item=SlugField(cls._meta.model, description="Public id. Several, separated by commas."))
        own = {"id": Filter(one, field_name="pk"), "id__in": Filter(several, field_name="pk", lookup_expr="in")}
        return {**own, **filters}


class CitedKindFilterSet(KindFilterSet, CitedFilterSet):
    """The filters of every kind of record that citations bear on."""


class SourceFilterSet(KindFilterSet):
    """The filters of sources."""

    more = {
        **during("published"),
        **related("derived_from", Source, "The source that it derives from."),
        **related("reported_in", Source, "A source through which it is known.", many=True),
        **known_text(Source, "publisher"),
        "original_url__isnull": Filter(
            BooleanField(
                description="Whether the address at which it was published is unknown (true) or known (false)."
            ),
            field_name="url",
            lookup_expr="isnull",
        ),
    }

    class Meta:
        model = Source
        fields = {
            "kind": REQUIRED_WORDS,
            "publisher": ("isnull",),
            "language": WORDS,
            "published": ("isnull",),
            "text_sha256": WORDS,
        }


class CitationFilterSet(CitedFilterSet):
    """The filters of citations."""

    more = {
        **related("attributed_to", Source, "Who says it inside the document."),
        **related("rests_on", Source, "A source that the document gives for it.", many=True),
        "as_stated": SameText(
            ("as_stated",), "The figure, or at most seven words, whatever their case, accents and punctuation."
        ),
    }

    class Meta:
        model = Citation
        fields = {"paragraph": ("gte", "lte")}

    @classmethod
    def apply(cls, queryset: QuerySet, values: Mapping[str, Any]) -> QuerySet:
        """Source and paragraph are the citation's own."""
        queryset = super(CitedFilterSet, cls).apply(queryset, values)
        source, paragraph = (values.get(name) for name in ("source", "paragraph"))
        queryset = queryset if source is None else queryset.filter(source=source)
        return queryset if paragraph is None else queryset.filter(paragraph=paragraph)
