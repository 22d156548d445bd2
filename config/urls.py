"""Addresses: the API, its documents, the admin, the pages."""

from django.contrib import admin
from django.urls import include, path

from cooperation.api.documents.openapi import schema_view, yaml_view
from cooperation.api.documents.slices import slice_view
from cooperation.api.root import RootView

handler400 = "cooperation.pages.errors.bad_request"
handler403 = "cooperation.pages.errors.forbidden"
handler404 = "cooperation.pages.errors.not_found"
handler500 = "cooperation.pages.errors.server_error"
# These are not Django's: called where a login is tried too often, and where no database answers.
handler429 = "cooperation.pages.errors.too_many"
handler503 = "cooperation.pages.errors.unavailable"

urlpatterns = [
    path("api/v1/", RootView.as_view({"get": "root"}), name="root"),
    path("api/v1/", include("cooperation.api.urls")),
    path("api/schema/", schema_view, name="schema"),
    path("api/schema.yaml", yaml_view, name="schema_yaml"),
    path("api/schema/<slug:kind>/", slice_view, name="schema_slice"),
    path("admin/", admin.site.urls),
    path("", include("cooperation.pages.urls")),
]
