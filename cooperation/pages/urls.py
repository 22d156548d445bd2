"""Addresses of the pages, and of what machines ask of a site."""

from django.urls import path, re_path
from django.views.generic import RedirectView

from config.rest.problems import PAGES
from cooperation.pages import operations, problems, views

urlpatterns = [
    path("", views.landing, name="landing"),
    path("api/docs/", views.docs, name="docs"),
    path("api/docs/<slug:kind>/", views.docs, name="docs_of"),
    # What stood there is read in the documents now.
    path("api/redoc/", RedirectView.as_view(pattern_name="docs", permanent=True)),
    path("docs/", views.document, name="documents"),
    # Those that other answers name.
    *(
        path(f"docs/{name}/", views.document, {"name": f"{name}/"}, name=name.replace("-", "_").removeprefix("api_"))
        for name in ("api-guide", "data-model", "data-dictionary", "changelog")
    ),
    re_path(r"docs/(?P<name>.+/)\Z", views.document),
    re_path(r"docs/(?P<name>.+\.(?:md|svg))\Z", views.document_text),
    path("llms.txt", views.llms, name="llms"),
    path(PAGES[1:], problems.problems, name="problems"),
    path(f"{PAGES[1:]}<slug:name>/", problems.problem, name="problem"),
    path("healthz", operations.healthz, name="healthz"),
    path("readyz", operations.readyz, name="readyz"),
    path("metrics", operations.metrics, name="metrics"),
    path(".well-known/security.txt", operations.security_contact, name="security_contact"),
    path("robots.txt", views.robots, name="robots"),
]
