"""A ready-made body through Django with nothing around it: as fast as Django can be."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], MIDDLEWARE=[], SECRET_KEY="of no use here")

BODIES = {file.stem: file.read_bytes() for file in Path(os.environ["BENCH_BODIES"]).glob("*.json")}


def ready(request: HttpRequest, name: str) -> HttpResponse:
    return HttpResponse(BODIES[name], content_type="application/json")


urlpatterns = [path("<name>", ready)]
application = get_wsgi_application()
