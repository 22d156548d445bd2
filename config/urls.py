"""Addresses: the API, its documents, the admin, the pages."""

from django.contrib import admin
from django.urls import include, path

handler400 = "config.rest.errors.bad_request"
handler404 = "config.rest.errors.not_found"
handler500 = "config.rest.errors.server_error"

urlpatterns = [
    path("api/v1/", include("cooperation.api.urls")),
    path("admin/", admin.site.urls),
]
