"""The curated records as plain Django REST framework gives them: a ModelViewSet for each kind, joined and prefetched."""

from typing import Any

from django.db.models import Count, ForeignKey, JSONField, ManyToManyField, Max, Min, Model, QuerySet, Sum
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from cooperation.models import (
    Alias,
    Authority,
    Discrepancy,
    Event,
    Funding,
    Indicator,
    Observation,
    Organization,
    Participant,
    Place,
    Program,
    ProgramOrganization,
)
from sources.models import Change, Citation, Source, Support

INTERNAL = {"record_ptr", "id", "record_kind", "status", "revision", "loaded_fixture", "loaded_state", "created_at"}
CLAIMS = ("program", "organization", "funding", "event", "observation")


def slugs(**options: Any) -> serializers.SlugRelatedField:
    """Public ids of related records."""
    return serializers.SlugRelatedField(slug_field="slug", read_only=True, **options)


def serializer_of(model: type[Model], *names: str, **fields: Any) -> type[serializers.ModelSerializer]:
    """A serializer of some columns, and of fields that are given; related records by their public ids."""
    related = {
        name: slugs(many=isinstance(model._meta.get_field(name), ManyToManyField))
        for name in names
        if model._meta.get_field(name).is_relation
    }
    meta = type("Meta", (), {"model": model, "fields": [*names, *fields]})
    return type(f"{model.__name__}Serializer", (serializers.ModelSerializer,), {**related, **fields, "Meta": meta})


CitationSerializer = serializer_of(
    Citation, "slug", "source", "paragraph", "section", "page_printed", "page_file", "row", "as_stated", "attributed_to",
    "rests_on",
)  # fmt: skip
SupportSerializer = serializer_of(Support, "stance", "field", citation=CitationSerializer())
PARTS: dict[str, type[Model]] = {"aliases": Alias, "organizations": ProgramOrganization, "participants": Participant}
PART_COLUMNS = {
    Alias: ("name", "kind"),
    ProgramOrganization: ("organization", "role"),
    Participant: ("organization", "person", "office", "role"),
}
BRIEF = {
    Program: ("slug", "name", "kind", "stage"),
    Funding: ("slug", "amount", "amount_max", "currency", "qualifier", "stage", "flow", "basis", "period"),
    Event: ("slug", "title", "kind", "start", "end", "is_planned"),
    Observation: ("slug", "indicator", "value", "value_max", "qualifier", "basis", "fiscal_year", "period", "place"),
}


def columns_of(model: type[Model]) -> list[Any]:
    """The columns that an answer shows."""
    return [column for column in model._meta.concrete_fields if column.name not in INTERNAL | {"citation"}]


def of_kind(model: type[Model], parts: tuple[str, ...] = (), **lists: type[Model]) -> type[serializers.ModelSerializer]:
    """The serializer of a kind, with rows that belong to it, and with related records in brief."""
    names = [
        column.name for column in [*columns_of(model), *model._meta.local_many_to_many] if column.name != "records"
    ]
    fields: dict[str, Any] = {part: serializer_of(PARTS[part], *PART_COLUMNS[PARTS[part]])(many=True) for part in parts}
    fields |= {name: serializer_of(related, *BRIEF[related])(many=True) for name, related in lists.items()}
    if any(column.name == "citation" for column in model._meta.concrete_fields):
        fields["citation"] = CitationSerializer()
    return serializer_of(model, *names, supports=SupportSerializer(many=True), discrepancies=slugs(many=True), **fields)


def fetched(model: type[Model], parts: tuple[str, ...], lists: dict[str, type[Model]]) -> QuerySet:
    """Published records of a kind, with all that the serializer asks for."""
    joined = [column.name for column in columns_of(model) if isinstance(column, ForeignKey)]
    prefetched = ["supports__citation__source", "supports__citation__attributed_to", "supports__citation__rests_on"]
    prefetched += [column.name for column in model._meta.local_many_to_many] + ["discrepancies"]
    prefetched += [f"{part}__organization" if part != "aliases" else part for part in parts]
    for name, related in lists.items():
        keys = [column for column in BRIEF[related] if related._meta.get_field(column).is_relation]
        prefetched += [f"{name}__{column}" for column in keys] or [name]
    if any(column.name == "citation" for column in model._meta.concrete_fields):
        joined += ["citation__source", "citation__attributed_to"]
        prefetched.append("citation__rests_on")
    records = model._default_manager.filter(status="published")
    return records.select_related(*joined).prefetch_related(*prefetched).order_by("slug")


def viewset_of(
    model: type[Model], base: type[viewsets.ModelViewSet], parts: tuple[str, ...] = (), **lists: type[Model]
) -> type[viewsets.ModelViewSet]:
    """The endpoint of a kind; its details name related records, its list does not."""
    brief, whole = of_kind(model, parts), of_kind(model, parts, **lists)

    class RecordViewSet(base):  # type: ignore[misc, valid-type]
        queryset = fetched(model, parts, {})
        lookup_field = "slug"
        filterset_fields = {
            column.name: ["exact", "in"] if column.is_relation or column.choices else ["exact", "gte", "lte"]
            for column in columns_of(model)
            if not isinstance(column, JSONField)
        }
        search_fields = ["slug"]
        ordering_fields = "__all__"

        def get_queryset(self) -> QuerySet:
            return fetched(model, parts, lists) if self.detail else super().get_queryset()

        def get_serializer_class(self) -> type[serializers.ModelSerializer]:
            return whole if self.detail else brief

        @action(detail=False)
        def summary(self, request: Request) -> Response:
            """Records, the smallest, the largest and the sum of a figure for each group."""
            names, figure = request.query_params["group_by"].split(","), request.query_params["figure"]
            sums = {"records": Count("pk"), "low": Min(figure), "high": Max(figure), "total": Sum(figure)}
            rows = model._default_manager.filter(status="published").order_by(*names).values(*names).annotate(**sums)
            return Response(list(rows))

    return RecordViewSet


def viewsets_of_records(base: type[viewsets.ModelViewSet]) -> dict[str, type[viewsets.ModelViewSet]]:
    """The endpoints of all kinds, of citations and of changes, by their words in addresses."""
    claims = {f"{name}_claims": slugs(many=True) for name in CLAIMS}
    names = CitationSerializer.Meta.fields  # type: ignore[attr-defined]
    records = serializer_of(Support, "record")(many=True)
    cited = serializer_of(Citation, *names, supports=records, **claims)
    related = ("source", "attributed_to")
    places = Citation.objects.filter(source__status="published").select_related(*related).order_by("slug")
    places = places.prefetch_related("rests_on", "supports__record", *claims)
    change = serializer_of(Change, "revision", "action", "at", "reason", "before", "after", "record")
    changes = Change.objects.filter(after__isnull=False).select_related("record").order_by("-pk")
    filters = {"source__slug": ["exact"], "paragraph": ["exact", "gte", "lte"]}
    return {
        "programs": viewset_of(
            Program, base, ("aliases", "organizations"), children=Program, funding=Funding, events=Event,
            observations=Observation,
        ),
        "organizations": viewset_of(
            Organization, base, ("aliases",), provided=Funding, received=Funding, observations=Observation
        ),
        "places": viewset_of(
            Place, base, ("aliases",), programs=Program, events=Event, observations=Observation
        ),
        "authorities": viewset_of(Authority, base, ("aliases",)),
        "funding": viewset_of(Funding, base),
        "events": viewset_of(Event, base, ("participants",), observations=Observation),
        "indicators": viewset_of(Indicator, base, observations=Observation),
        "observations": viewset_of(Observation, base),
        "discrepancies": viewset_of(Discrepancy, base),
        "sources": viewset_of(Source, base),
        "citations": type(
            "CitationViewSet", (base,), {"queryset": places, "serializer_class": cited, "filterset_fields": filters}
        ),
        "changes": type("ChangeViewSet", (base,), {"queryset": changes, "serializer_class": change}),
    }  # fmt: skip
