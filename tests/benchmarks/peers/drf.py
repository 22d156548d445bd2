"""What Django REST framework gives for little work: a ModelViewSet over the same table with the same filters.

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

from cooperation.trainings.models import ReportPage, Training, flags_of  # noqa: E402


class PageOfReport(serializers.ModelSerializer):
    class Meta:
        model = ReportPage
        fields = ("report", "section", "page", "url")


class TrainingSerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="published_id")
    url = serializers.CharField(source="get_absolute_url")
    authority = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    place = serializers.SlugRelatedField(slug_field="slug", read_only=True)
    flags = serializers.SerializerMethodField()
    citation = PageOfReport(source="page")

    class Meta:
        model = Training
        fields = (
            "id url country country_as_printed region fiscal_year program authority department course_title "
            "course_title_normalized delivery_unit delivery_unit_normalized recipient_unit recipient_unit_normalized start end "
            "location location_country place in_country quantity total_cost is_counted flags citation"
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


class TrainingViewSet(viewsets.ModelViewSet):
    queryset = Training.objects.present().select_related("authority", "place", "page").order_by("published_id")
    serializer_class = TrainingSerializer
    filterset_class = TrainingFilterSet
    filter_backends = (DjangoFilterBackend, filters.SearchFilter)
    search_fields = ("course_title", "delivery_unit", "recipient_unit", "location")
    pagination_class = Pages
    lookup_field = "published_id"

    @action(detail=False)
    def summary(self, request: Request) -> Response:
        rows = self.get_queryset().filter(is_counted=True).order_by("country", "fiscal_year")
        sums: dict[str, Any] = {"rows": Count("*"), "trainees": Sum("quantity"), "cost": Sum("total_cost")}
        return Response(list(rows.values("country", "fiscal_year").annotate(**sums)))


router = routers.SimpleRouter()
router.register("trainings", TrainingViewSet)
urlpatterns = [path("", include(router.urls))]
application = get_wsgi_application()
