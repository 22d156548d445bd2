"""The root of the API: what there is, how to ask for it, and under which terms."""

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar, cast

from csp.decorators import csp_replace
from django.conf import settings
from django.db.models import Count, QuerySet, Sum, Value
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from rest_framework import serializers
from rest_framework.exceptions import NotAcceptable
from rest_framework.renderers import TemplateHTMLRenderer

from config.databases.versions import Version
from config.rest.addresses import absolute
from config.rest.dispatch import ApiView
from config.rest.operations import Operation
from config.rest.renderers import JSONRenderer
from config.rest.schema import AutoSchema, Schema
from cooperation.api.about import ABOUT
from cooperation.api.search import SearchView
from cooperation.api.urls import router
from cooperation.trainings.models import ReportedYear, Training
from sources.models import Source, address_of

P = ParamSpec("P")
Answers = TypeVar("Answers")


def own_styles_only(view: Callable[P, Answers]) -> Callable[P, Answers]:
    """The view with a policy that refuses styles in the markup; our own pages have none."""
    return cast("Any", csp_replace({"style-src": ["'self'"]}))(view)


class LicenceSerializer(serializers.Serializer):
    """Terms under which the records may be used."""

    name = serializers.CharField(help_text="Short name of the licence.")
    title = serializers.CharField(help_text="Its full name.")
    url = serializers.CharField(help_text="Address of its text.")
    covers = serializers.CharField(help_text="What it applies to.")


class DocumentationSerializer(serializers.Serializer):
    """Where the API is described."""

    guide = serializers.CharField(help_text="The API guide: how to ask, with real answers.")
    data_model = serializers.CharField(help_text="What is kept, and what each word means.")
    data_dictionary = serializers.CharField(help_text="Every field of every kind of record, with its vocabulary.")
    changelog = serializers.CharField(help_text="What has changed for users of the API.")
    docs = serializers.CharField(help_text="Every endpoint with a form to try it (Swagger UI).")
    schema = serializers.CharField(help_text="The same for programs (OpenAPI 3.1).")


class EndpointSerializer(serializers.Serializer):
    """One kind of record."""

    name = serializers.CharField(help_text="The kind's word in addresses.")
    url = serializers.CharField(help_text="Address of its list.")
    description = serializers.CharField(help_text="What the records are.")
    count = serializers.IntegerField(
        allow_null=True, help_text="How many are published; null where nothing is counted."
    )


class ExampleSerializer(serializers.Serializer):
    """A question that the API answers."""

    question = serializers.CharField(help_text="The question in words.")
    url = serializers.CharField(help_text="Address that answers it.")
    gives = serializers.CharField(help_text="What the answer holds.")


class DocumentSerializer(serializers.Serializer):
    """A document whose text was read."""

    id = serializers.CharField(help_text="Public id of the source.")
    title = serializers.CharField(help_text="Its title.")
    publisher = serializers.CharField(allow_null=True, help_text="Who published it.")
    url = serializers.CharField(help_text="Address of the source in the API.")


class RootSerializer(serializers.Serializer):
    """What the API is, what it holds, and under which terms."""

    name = serializers.CharField(help_text="Name of the API.")
    version = serializers.CharField(help_text="Its version.")
    dataset_version = serializers.IntegerField(
        help_text="Version of the dataset: a number that grows whenever something public changes."
    )
    description = serializers.CharField(help_text="What it is.")
    licence = LicenceSerializer(help_text="Terms under which the records may be used.")
    attribution = serializers.CharField(help_text="Whom to name, and how.")
    how_to_cite = serializers.CharField(help_text="A sentence to cite the dataset with; add the day of access.")
    documentation = DocumentationSerializer(help_text="Where the API is described.")
    endpoints = EndpointSerializer(many=True, help_text="The kinds of record.")
    examples = ExampleSerializer(many=True, help_text="Questions to begin with.")
    documents_read = DocumentSerializer(
        many=True, help_text="The documents whose texts were read, paragraph by paragraph."
    )


def published_counts() -> dict[str, int]:
    querysets = {word: getattr(view, "queryset", None) for word, view, _ in router.registry}
    counts = [counted(word, queryset) for word, queryset in querysets.items() if queryset is not None]
    return dict(counts[0].union(*counts[1:], all=True))


def counted(word: str, queryset: QuerySet) -> QuerySet:
    """A query for one row: the word, and how many rows the queryset has; the import has counted training activities."""
    total: Count | Sum = Count("*")
    if queryset.model is Training:
        queryset, total = ReportedYear.objects.all(), Sum("rows", default=0)
    rows = queryset.order_by().annotate(word=Value(word)).values("word")
    return rows.annotate(total=total).values_list("word", "total")


def endpoints() -> list[dict[str, Any]]:
    counts = published_counts()
    views = [*((word, view) for word, view, _ in router.registry), ("search", SearchView)]
    return [
        {
            "name": word,
            "url": absolute(f"/api/v1/{word}/"),
            "description": str(view.__doc__).partition("\n")[0],
            "count": counts.get(word, None if view.queryset is None else 0),
        }
        for word, view in views
    ]


def documents_read() -> list[dict[str, Any]]:
    read = Source.objects.published().filter(text_file__isnull=False).order_by("slug")
    return [
        {"id": slug, "title": title, "publisher": publisher, "url": absolute(address_of(Source.KIND.plural, slug))}
        for slug, title, publisher in read.values_list("slug", "title", "publisher")
    ]


def how_to_cite() -> str:
    return ABOUT.citation(settings.VERSION, absolute(reverse("root")))


def examples() -> list[dict[str, str]]:
    return [{"question": item.question, "url": absolute(item.address), "gives": item.gives} for item in ABOUT.examples]


def documentation() -> dict[str, str]:
    return {name: absolute(reverse(name)) for name in list(DocumentationSerializer().get_fields())}


def root(request: HttpRequest) -> dict[str, Any]:
    """What the root of the API answers, for programs and people alike; two queries."""
    version: Version | None = getattr(request, "dataset", None)
    licence = ABOUT.licence
    return {
        "name": ABOUT.name,
        "version": settings.VERSION,
        "dataset_version": version.number if version else 0,
        "description": f"{ABOUT.summary} {ABOUT.promise}",
        "licence": {"name": licence.name, "title": licence.title, "url": licence.url, "covers": licence.covers},
        "attribution": ABOUT.attribution,
        "how_to_cite": how_to_cite(),
        "documentation": documentation(),
        "endpoints": endpoints(),
        "examples": examples(),
        "documents_read": documents_read(),
    }


OPERATION = Operation(RootSerializer)


class RootSchema(AutoSchema):
    """Describes the root."""

    operation = OPERATION
    plural = "root"

    def get_operation_id(self) -> str:
        return "root"

    def get_summary(self) -> str:
        return "What there is, and how to ask"

    def get_description(self) -> str:  # type: ignore[override]
        return str(RootView.__doc__)

    def _get_response_bodies(self, direction: Any = "response") -> Schema:
        bodies = super()._get_response_bodies(direction)
        bodies["200"]["content"]["text/html"] = {"schema": {"type": "string", "description": "The same as a page."}}
        return bodies


@method_decorator(own_styles_only, name="dispatch")
class RootView(ApiView):
    """What the API is, its kinds of record with their counts, questions to begin with, licence and how to cite."""

    renderer_classes = (JSONRenderer, TemplateHTMLRenderer)
    is_indented = True
    schema = RootSchema()

    def media_type(self, request: HttpRequest) -> str:
        """The type that the Accept header ranks first; what has no rank is JSON, and so are the methods without a page."""
        offered = [renderer.media_type for renderer in self.renderer_classes]
        preferred = request.get_preferred_type(offered) if request.method in ("GET", "HEAD") else offered[0]
        if preferred is None:
            raise NotAcceptable
        return str(preferred)

    def root(self, request: HttpRequest) -> dict[str, Any]:
        OPERATION.check(request.GET)
        return root(request)

    def render(self, request: HttpRequest, content: Any, media_type: str) -> HttpResponse:
        if media_type == TemplateHTMLRenderer.media_type:
            return render(request, "cooperation/root.html", content)
        return super().render(request, content, media_type)
