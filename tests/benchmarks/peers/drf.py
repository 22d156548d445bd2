"""What Django REST framework gives for little work: a ModelViewSet over the same tables with the same filters.

At its best: joined rows, no forms to render, no middleware, connections that stay open.
"""

import os
from typing import Any

import django
from django.conf import settings

settings.configure(
    ROOT_URLCONF=__name__,
    ALLOWED_HOSTS=["*"],
    SECRET_KEY="of no use here",
    MIDDLEWARE=[],
    INSTALLED_APPS=[
        "django.contrib.contenttypes",
        "django.contrib.auth",
        "rest_framework",
        "django_filters",
        "sources",
        "cooperation",
    ],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": os.environ["BENCH_DATABASE"],
            "CONN_MAX_AGE": 600,
        }
    },
    USE_TZ=True,
    READERS=[],
    REST_FRAMEWORK={
        "DEFAULT_AUTHENTICATION_CLASSES": [],
        "DEFAULT_PERMISSION_CLASSES": [],
        "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
        "UNAUTHENTICATED_USER": None,
    },
)
django.setup()

import django_filters  # noqa: E402  (Django has to be set up first)
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db.models import Count, Sum  # noqa: E402
from django.urls import include, path  # noqa: E402
from django_filters.rest_framework import DjangoFilterBackend  # noqa: E402
from rest_framework import filters, pagination, routers, serializers, viewsets  # noqa: E402
from rest_framework.decorators import action  # noqa: E402
from rest_framework.request import Request  # noqa: E402
from rest_framework.response import Response  # noqa: E402

from cooperation.trainings.models import PrintedTotal, ReportPage, Training, flags_of  # noqa: E402
from tests.benchmarks.peers.records import serializer_of, viewsets_of_records  # noqa: E402


class PageOfReport(serializers.ModelSerializer):
    class Meta:
        model = ReportPage
        fields = ("report", "section", "page", "url")


class TrainingSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="published_id")
    url = serializers.CharField(source="get_absolute_url")
    authority = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    place = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    school = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    school_base = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    flags = serializers.SerializerMethodField()
    citation = PageOfReport(source="page")

    class Meta:
        model = Training
        fields = (
            "id url country country_as_printed region fiscal_year program authority department course_title "
            "course_title_normalized delivery_unit delivery_unit_normalized recipient_unit recipient_unit_normalized start end "
            "location location_country place in_country school school_base is_mobile quantity total_cost is_counted flags citation"
        ).split()

    def get_flags(self, training: Training) -> list[str]:
        return flags_of(training.flags)


class TrainingFilterSet(django_filters.FilterSet):
    class Meta:
        model = Training
        fields = {
            "country": ["exact", "in"],
            "fiscal_year": ["exact", "in", "gte", "lte"],
            "region": ["exact"],
            "report": ["exact"],
            "department": ["exact"],
            "place": ["exact"],
            "authority": ["exact"],
            "in_country": ["exact"],
            "course_title_normalized": ["exact"],
            "recipient_unit_normalized": ["exact"],
            "start": ["gte", "lte"],
            "end": ["gte", "lte"],
            "quantity": ["gte", "lte"],
            "total_cost": ["gte", "lte"],
        }


class Pages(pagination.PageNumberPagination):
    page_size = 100


class ListViewSet(viewsets.ModelViewSet):
    filter_backends = (DjangoFilterBackend, filters.SearchFilter, filters.OrderingFilter)
    pagination_class = Pages


class TrainingViewSet(ListViewSet):
    queryset = (
        Training.objects.present()
        .select_related("authority", "place", "school", "school_base", "page")
        .order_by("published_id")
    )
    serializer_class = TrainingSerializer
    filterset_class = TrainingFilterSet
    search_fields = ("course_title", "delivery_unit", "recipient_unit", "location")
    ordering_fields = "__all__"
    lookup_field = "published_id"

    @action(detail=False)
    def summary(self, request: Request) -> Response:
        names = request.query_params.get("group_by", "country,fiscal_year").split(",")
        rows = self.filter_queryset(self.get_queryset()).filter(is_counted=True).order_by(*names)
        sums: dict[str, Any] = {"rows": Count("*"), "trainees": Sum("quantity"), "cost": Sum("total_cost")}
        sums["courses"] = Count("course_title_normalized", distinct=True)
        return Response(list(rows.values(*names).annotate(**sums)[: int(request.query_params.get("limit", 1000))]))


class PrintedTotalViewSet(ListViewSet):
    queryset = PrintedTotal.objects.order_by("slug")
    serializer_class = serializer_of(PrintedTotal, *(column.name for column in PrintedTotal._meta.concrete_fields))
    filterset_fields = ("report", "country", "fiscal_year")


router = routers.SimpleRouter()
router.register("trainings", TrainingViewSet)
router.register("printed-totals", PrintedTotalViewSet)
for plural, viewset in viewsets_of_records(ListViewSet).items():
    router.register(plural, viewset, basename=plural)
urlpatterns = [path("", include(router.urls))]
application = get_wsgi_application()
